import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'

const SERVER = new URL('./flood-server.mjs', import.meta.url)
const CLIENT = new URL('./client-process.mjs', import.meta.url)
const STDERR_TAIL = 4_000

/** A core for the server and one for the client, where `taskset` can pin them; else neither is pinned. */
export function coresToPin() {
  const { stdout, status } = spawnSync('taskset', ['-pc', String(process.pid)], { encoding: 'utf8' })
  if (status !== 0) return undefined
  const allowed = stdout
    .slice(stdout.lastIndexOf(':') + 1)
    .split(',')
    .flatMap(coresOfRange)
  return allowed.length < 2 ? undefined : { server: allowed[0], client: allowed[1] }
}

/** Starts the server process and waits until it listens. */
export async function startServer(core) {
  const child = start(SERVER, core)
  const [{ port }] = await once(child, 'message')
  let asks = 0
  return {
    port,
    pid: child.pid,
    order: (wish) => child.send(wish),
    /** How many bytes the first `frames` of an input are; all of it when it has fewer. */
    async describe(input, frames) {
      asks += 1
      const id = asks
      child.send({ type: 'describe', id, input, frames })
      for (;;) {
        const [answer] = await once(child, 'message')
        if (answer.id === id) return { frames: answer.frames, bytes: answer.bytes }
      }
    },
    stop: () => child.kill(),
  }
}

/**
 * Runs one task in a fresh client process, within its time.
 *
 * @returns `{ sample, scheduling }`, or `{ failure }` saying what happened instead.
 */
export function runClient(task, server, core, timeoutMs) {
  const child = start(CLIENT, core)
  let stderr = ''
  let outcome
  let timedOut = false
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr = (stderr + text).slice(-STDERR_TAIL)
  })
  child.on('message', (message) => {
    if (message.order) server.order(message.order)
    else outcome = message
  })
  child.send({ ...task, port: server.port })
  const timer = setTimeout(() => {
    timedOut = true
    child.kill('SIGKILL')
  }, timeoutMs)
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      if (outcome) resolve(outcome)
      else if (timedOut) resolve({ failure: `nothing after ${timeoutMs / 1_000} s` })
      else resolve({ failure: causeOf(stderr) ?? `ended with ${signal ?? `exit code ${code}`}` })
    })
  })
}

function start(module, core) {
  const options = { stdio: ['ignore', 'ignore', module === SERVER ? 'inherit' : 'pipe', 'ipc'] }
  const flags = ['--expose-gc', '--no-warnings']
  if (core === undefined) return fork(module, { ...options, execArgv: flags })
  return fork(module, {
    ...options,
    execPath: 'taskset',
    execArgv: ['-c', String(core), process.execPath, ...flags],
  })
}

function causeOf(stderr) {
  return stderr
    .split('\n')
    .find((line) => /^\s*(?:\w*Error\b|FATAL|Uncaught)/.test(line))
    ?.trim()
}

function coresOfRange(range) {
  const [first, last = first] = range.trim().split('-').map(Number)
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}
