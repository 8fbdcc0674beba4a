import type { TestProject } from 'vitest/node'
import { type Lab, type LabResult, type LabState, runLab } from './lab-command.ts'

const { AMIABLE_E2E: named = '', AMIABLE_LAB: wish = '', CI = '' } = process.env
const isOff = wish === 'off'
const isRequired = wish === 'required' || CI !== ''

/** Makes real servers reachable before the first end-to-end test; vitest calls it once per run. */
export async function setup(project: TestProject): Promise<void> {
  const lab = await chooseServers()
  if (lab.servers.length === 0 && isRequired) throw new Error(`no real Asterisk: ${lab.absence}`)
  if (lab.servers.length === 0) announce(`Real-Asterisk tests are skipped: ${lab.absence}`)
  else if (lab.absence !== '') announce(`Real-Asterisk tests run on fewer servers: ${lab.absence}`)
  project.provide('lab', lab)
}

/** Stops what `setup` and the tests started; vitest calls it once per run. */
export async function teardown(): Promise<void> {
  if (named === '' && !isOff) await runLab(['down', '--owner', String(process.pid), '--json'])
}

async function chooseServers(): Promise<Lab> {
  try {
    if (named !== '') return { servers: await askServers(named), absence: '', owner: process.pid }
    if (isOff) return without('AMIABLE_LAB=off')
    return await startLab()
  } catch (error) {
    if (named !== '') throw error
    return without(error instanceof Error ? error.message.replace(/^lab: /, '') : String(error))
  }
}

async function startLab(): Promise<Lab> {
  const pid = String(process.pid)
  const printed = await runLab(['up', '--name', `test-${pid}`, '--owner', pid, '--json'])
  const { done, absent } = JSON.parse(printed) as LabResult<LabState>
  const absence = absent.map(({ label, reason }) => `Asterisk ${label}: ${reason}`).join('; ')
  return { servers: done, absence, owner: process.pid }
}

/** The servers `AMIABLE_E2E` names, each asked for its version: one that does not answer fails the run. */
function askServers(urls: string): Promise<LabState[]> {
  return Promise.all(
    urls.split(',').map(async (text) => {
      const url = new URL(text.trim())
      const version = (await runLab(['ask', url.href])).trim()
      const place = { host: url.hostname, port: Number(url.port || 5038), url: url.href }
      return { ...place, label: '', name: '', version, tlsPort: 0, ca: '', root: '', file: '' }
    }),
  )
}

function without(absence: string): Lab {
  return { servers: [], absence, owner: process.pid }
}

function announce(line: string): void {
  process.stderr.write(`\n${line}\n\n`)
}
