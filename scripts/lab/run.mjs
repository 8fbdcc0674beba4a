import { spawn } from 'node:child_process'
import { appendFileSync, closeSync, openSync, readFileSync } from 'node:fs'

const PATIENCE_MS = 30_000
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** The environment of every command the lab runs: plain English messages, no questions. */
const ENVIRONMENT = { ...process.env, PATH, LC_ALL: 'C', LANG: 'C', DEBIAN_FRONTEND: 'noninteractive' }

/** Runs a command to its end with its output in `log`; throws with the log's last telling line, under `title`. */
export async function run(title, [command, ...args], log) {
  appendFileSync(log, `\n$ ${command} ${args.join(' ')}\n`)
  const out = openSync(log, 'a')
  try {
    const code = await exitOf(spawn(command, args, { env: ENVIRONMENT, stdio: ['ignore', out, out] }))
    if (code !== 0) throw new Error(`${title} ended with ${code}: ${lastLine(log)} (see ${log})`)
  } finally {
    closeSync(out)
  }
}

/** Runs a short command and gives back what it printed; throws when it fails or takes half a minute. */
export async function capture(command, args) {
  const child = spawn(command, args, {
    env: ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
  })
  const chunks = []
  child.stdout.on('data', (chunk) => chunks.push(chunk))
  child.stderr.on('data', (chunk) => chunks.push(chunk))
  const code = await exitOf(child)
  const text = Buffer.concat(chunks).toString()
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${text.trim().split('\n').at(-1) ?? ''}`)
  return text
}

/** Starts a command that outlives this process, as the leader of a process group; gives back its id, if it started. */
export function detach(command, args, log) {
  const out = openSync(log, 'w')
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', out, out],
    env: ENVIRONMENT,
    cwd: '/',
  })
  closeSync(out)
  // A command that cannot be started has no id, which is what the caller sees.
  child.once('error', () => undefined)
  child.unref()
  return child.pid
}

/** Whether a command exists and ends well. */
export async function succeeds(command, args) {
  try {
    await capture(command, args)
    return true
  } catch {
    return false
  }
}

function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal))
  })
}

function lastLine(log) {
  const lines = readFileSync(log, 'utf8').trim().split('\n')
  return lines.findLast((line) => /^(E:|W: Failure|dpkg: error)/.test(line)) ?? lines.at(-1) ?? ''
}
