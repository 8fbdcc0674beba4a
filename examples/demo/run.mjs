import { setTimeout as delay } from 'node:timers/promises'
import { optionsOf } from '../ami-url.mjs'
import { Fleet } from './fleet.mjs'
import { SimulatedPbx } from './simulated-pbx.mjs'
import { verdictOn } from './verdict.mjs'
import { CALLS, QUESTIONS } from './workload.mjs'

const NAMES = ['north', 'east', 'west']
const VICTIM = 'west'
/** When the victim is killed and when it comes back, as shares of the whole time. */
const KILL_AT = 0.3
const REVIVE_AT = 0.55
/** How long the end may take: every action settles within its own time-out before that. */
const END_MS = 30_000

/**
 * Runs the demo for so many seconds, or until Ctrl-C.
 *
 * @param settings `server`: options of a real one, in place of the simulated ones, which is never killed.
 * @returns the exit code: 0 when every action and every event is accounted for.
 */
export async function runDemo({ seconds, server }, view) {
  const stop = stopSignal(seconds)
  const pbxs = server === undefined ? await simulatedPbxs() : new Map()
  const servers = server === undefined ? serversOf(pbxs) : { pbx: server }
  const fleet = new Fleet({ servers, defaults: patience(seconds) }, view.changed)
  if (server !== undefined) announce(server, view)
  try {
    await fleet.connect(stop.signal)
  } catch (error) {
    await fleet.cluster.close()
    view.fail(error.message)
    return stop.signal.aborted ? 130 : 1
  }
  stop.begin()
  view.start(fleet, seconds)
  fleet.startWork(server === undefined ? [...QUESTIONS, CALLS] : QUESTIONS)
  if (server === undefined) await killAndRevive(fleet.sites.get(VICTIM), pbxs.get(VICTIM), stop, view)
  else await stop.passed(1)
  const inTime = await Promise.race([end(fleet, pbxs, view), delay(END_MS, false, { ref: false })])
  return report(fleet, pbxs, inTime, view)
}

async function simulatedPbxs() {
  const pbxs = await Promise.all(NAMES.map((_name, index) => SimulatedPbx.start(index + 1)))
  return new Map(NAMES.map((name, index) => [name, pbxs[index]]))
}

function serversOf(pbxs) {
  return Object.fromEntries([...pbxs].map(([name, { url }]) => [name, optionsOf(url)]))
}

/** A demo cannot wait half a minute for a server, nor watch one for ten seconds before it is trusted again. */
function patience(seconds) {
  const stableMs = Math.min(2000, Math.round(seconds * 100))
  return { reconnect: { minMs: 250, maxMs: 1000, stableMs }, timeouts: { actionMs: 10_000 } }
}

function announce({ host, port, tls }, view) {
  view.note(`using ${host}${port === undefined ? '' : `:${port}`}${tls ? ' over TLS' : ''}`)
}

async function killAndRevive(site, pbx, stop, view) {
  await stop.passed(KILL_AT)
  if (stop.signal.aborted) return
  site.killed = true
  view.note(`${site.name} is killed: every connection is cut, new ones are refused`)
  await pbx.kill()
  await stop.passed(REVIVE_AT)
  view.note(`${site.name} is started again; the cluster finds it by itself`)
  await pbx.revive()
  await stop.passed(1)
}

/** Lets everything settle: actions first, then the calls and their last events. True once all of it has. */
async function end(fleet, pbxs, view) {
  await fleet.stopWork()
  const down = [...fleet.sites.values()].filter(({ killed }) => killed)
  await Promise.all(down.map(({ name }) => fleet.cluster.server(name).connect()))
  view.keepLast()
  for (const pbx of pbxs.values()) pbx.endCalls()
  await Promise.all([...pbxs.keys()].map((name) => fleet.hangUpAll(name)))
  await fleet.close()
  await Promise.all([...pbxs.values()].map((pbx) => pbx.close()))
  return true
}

function report(fleet, pbxs, inTime, view) {
  const { lines, problems } = verdictOn(fleet, pbxs)
  if (!inTime) problems.unshift(`not everything had settled ${END_MS / 1000} s after the end`)
  view.finish(lines, problems)
  return problems.length === 0 ? 0 : 1
}

/** Ends the demo: so many seconds after `begin`, or at the first Ctrl-C. At the second the process ends at once. */
function stopSignal(seconds) {
  const controller = new AbortController()
  const { signal } = controller
  const interrupted = () => {
    if (signal.aborted) process.exit(130)
    controller.abort()
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, interrupted)
  let startedAt = performance.now()
  return {
    signal,
    begin() {
      startedAt = performance.now()
    },
    /** Resolves when so much of the time has passed, or at once when the demo was stopped. */
    async passed(share) {
      const leftMs = startedAt + seconds * 1000 * share - performance.now()
      await delay(Math.max(0, leftMs), undefined, { signal }).catch(() => undefined)
    },
  }
}
