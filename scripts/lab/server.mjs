import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { askVersion } from './ami.mjs'
import { configure } from './configure.mjs'
import { withLock } from './lock.mjs'
import { LAB_DIR, SUITES, serverFiles, suiteFiles } from './places.mjs'
import { becomeFree, freePorts } from './ports.mjs'
import { end, isAlive, mark, strandedIn } from './processes.mjs'
import { detach } from './run.mjs'

const HOST = '127.0.0.1'
const ADMIN = { user: 'admin', secret: 'amp111' }
const START_PATIENCE_MS = 60_000

/** What is remembered of a server, or undefined when it was never started. */
export function stateOf(label, name) {
  try {
    return JSON.parse(readFileSync(serverFiles(label, name).state, 'utf8'))
  } catch {
    return undefined
  }
}

/** The names of a suite's servers, running or not. */
export function serverNames(label) {
  const { folder } = suiteFiles(label)
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).map((file) => /^state(?:-(.+))?\.json$/.exec(file))
  return files.filter((match) => match !== null).map((match) => match[1] ?? 'default')
}

/**
 * Starts a server unless it runs, and resolves when its manager answers fully booted.
 *
 * A server that ran before comes back on the same ports if they are still free; one that was killed rather than
 * stopped also with the configuration it had. One with an `owner` is temporary: it is removed when stopped, and
 * swept away once its owner is gone.
 */
export async function startServer(label, name, { settings, owner, ...place } = {}) {
  return withLock(
    `server ${label} ${name}`,
    () => undefined,
    async () => {
      const before = stateOf(label, name)
      if (before !== undefined && isAlive(before.process)) return unchanged(before, settings)
      const ports = before !== undefined && (await becomeFree(before)) ? portsOf(before) : await freePorts()
      const crashed = before?.process !== undefined && before.port === ports.port && isConfigured(label, name)
      const wanted = settings ?? (crashed ? before.settings : [])
      const { host, netns } = whereabouts(place, before)
      if (!crashed || settings !== undefined) await configure(label, name, { ...ports, host }, wanted)
      const started = launch(label, name, netns)
      const marks = { process: started, owner: owner ?? before?.owner }
      const state = {
        label,
        name,
        host,
        netns,
        ...ports,
        settings: wanted,
        ...marks,
        ...reach(label, name, host, ports),
      }
      write(label, name, state)
      const version = await answered(label, name, state).catch(async (error) => {
        await end(started)
        throw error
      })
      write(label, name, { ...state, version })
      return { ...state, version }
    },
  )
}

/** Stops a server; a temporary one leaves nothing behind. */
export async function stopServer(label, name) {
  return withLock(
    `server ${label} ${name}`,
    () => undefined,
    async () => {
      const state = stateOf(label, name)
      if (state === undefined) return false
      const ran = isAlive(state.process)
      if (ran) await end(state.process)
      if (state.owner !== undefined) remove(label, name)
      else write(label, name, { ...state, process: undefined })
      return ran
    },
  )
}

/** Stops the servers nobody will stop any more: temporary ones without their owner, and any whose files are gone. */
export async function sweep() {
  for (const lost of strandedIn(LAB_DIR)) await end(lost)
  for (const label of Object.keys(SUITES)) {
    for (const name of serverNames(label)) {
      const state = stateOf(label, name)
      if (state?.owner !== undefined && !isAlive(state.owner)) await stopServer(label, name)
    }
  }
}

/** Where a server runs: where it is told to, or where it ran before. */
function whereabouts(place, before) {
  return { host: place.host ?? before?.host ?? HOST, netns: place.netns ?? before?.netns }
}

function isConfigured(label, name) {
  return existsSync(join(serverFiles(label, name).folder, 'etc', 'asterisk.conf'))
}

function unchanged(state, settings) {
  if (settings === undefined || String(settings) === String(state.settings)) return state
  throw new Error(`server "${state.name}" already runs with other settings; stop it first`)
}

function portsOf({ port, tlsPort, httpPort, sipPort, chanSipPort, iaxPort }) {
  return { port, tlsPort, httpPort, sipPort, chanSipPort, iaxPort }
}

function reach(label, name, host, { port }) {
  const { root } = suiteFiles(label)
  return {
    url: `ami://${ADMIN.user}:${ADMIN.secret}@${host}:${port}`,
    root,
    configuration: join(serverFiles(label, name).home, 'etc', 'asterisk.conf'),
    ca: readFileSync(join(root, 'etc', 'lab', 'cert.pem'), 'utf8'),
  }
}

/** Starts Asterisk as the leader of a session, and so of a process group, of its own. */
function launch(label, name, netns) {
  const { root } = suiteFiles(label)
  const { home, log } = serverFiles(label, name)
  const asterisk = ['/usr/sbin/asterisk', '-f', '-U', 'asterisk', '-C', `${home}/etc/asterisk.conf`]
  // Each of these commands becomes the next one, so the process is Asterisk's in the end.
  const there = netns === undefined ? [] : ['nsenter', `--net=/run/netns/${netns}`]
  const [command, ...args] = [...there, 'chroot', root, ...asterisk]
  const pid = detach(command, args, log)
  const started = pid === undefined ? undefined : mark(pid)
  if (started === undefined) throw new Error(`Asterisk ${label} did not start (see ${log})`)
  return started
}

async function answered(label, name, state) {
  const deadline = performance.now() + START_PATIENCE_MS
  const { log } = serverFiles(label, name)
  for (let last = 'nothing listens'; ; ) {
    if (!isAlive(state.process))
      throw new Error(`Asterisk ${label} ended while it started: ${lastLine(log)} (see ${log})`)
    if (performance.now() > deadline)
      throw new Error(`Asterisk ${label} does not answer: ${last} (see ${log})`)
    try {
      return await askVersion({
        host: state.host,
        port: state.port,
        ...ADMIN,
        booted: true,
        patienceMs: 20_000,
      })
    } catch (error) {
      last = error.message
      await pause(50)
    }
  }
}

function write(label, name, state) {
  const { state: file } = serverFiles(label, name)
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`)
  renameSync(`${file}.new`, file)
}

function remove(label, name) {
  const files = serverFiles(label, name)
  for (const path of [files.folder, files.log, files.state]) rmSync(path, { recursive: true, force: true })
}

function lastLine(log) {
  return readFileSync(log, 'utf8').trim().split('\n').at(-1) ?? ''
}
