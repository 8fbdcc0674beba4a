import { setTimeout as delay } from 'node:timers/promises'
import { readAmiUrl } from '../ami-url.mjs'
import { SimulatedPbx } from './simulated-pbx.mjs'
import { Site } from './site.mjs'
import { verdictOn } from './verdict.mjs'

const NAMES = ['north', 'east', 'west']
const VICTIM = 'west'
/** When the victim is killed and when it comes back, as shares of the whole time. */
const KILL_AT = 0.3
const REVIVE_AT = 0.55
/** How long the end may take: every action settles within its own time-out before that. */
const END_MS = 15_000

/** A demo cannot have its clients wait half a minute: they come back within a second of the server. */
const CLIENT = { reconnect: { minMs: 250, maxMs: 1000 }, timeouts: { actionMs: 5000 } }

/**
 * Runs the demo for so many seconds, or until Ctrl-C.
 *
 * @param settings `server`: options of a real one, in place of the simulated ones, which is never killed.
 * @returns the exit code: 0 when every action and every event is accounted for.
 */
export async function runDemo({ seconds, server }, view) {
  const stop = stopSignal(seconds)
  const fleet = server === undefined ? await simulatedFleet(view) : realFleet(server, view)
  try {
    await connectAll(fleet, stop.signal)
  } catch (error) {
    await Promise.all(fleet.map(({ site }) => site.client.close()))
    view.fail(error.message)
    return stop.signal.aborted ? 130 : 1
  }
  stop.begin()
  view.start(
    fleet.map(({ site }) => site),
    seconds,
  )
  for (const { site } of fleet) site.startWork()
  const victim = fleet.find(({ pbx, site }) => pbx !== undefined && site.name === VICTIM)
  if (victim === undefined) await stop.passed(1)
  else await killAndRevive(victim, stop, view)
  const inTime = await Promise.race([end(fleet, view), delay(END_MS, false, { ref: false })])
  return report(fleet, inTime, view)
}

async function simulatedFleet(view) {
  return Promise.all(
    NAMES.map(async (name, index) => {
      const pbx = await SimulatedPbx.start(index + 1)
      return { pbx, site: new Site({ ...CLIENT, ...readAmiUrl(pbx.url), server: name }, view.changed) }
    }),
  )
}

function realFleet(server, view) {
  const tls = server.tls ? ' over TLS' : ''
  view.note(`using ${server.host}${server.port === undefined ? '' : `:${server.port}`}${tls}`)
  return [{ pbx: undefined, site: new Site({ ...CLIENT, ...server, server: 'pbx' }, view.changed) }]
}

/** Connects, and does not try again: who mistyped a host wants to know now. */
async function connectAll(fleet, signal) {
  await Promise.all(
    fleet.map(
      ({ site: { client } }) =>
        new Promise((resolve, reject) => {
          client.onState(({ to, cause }) => {
            if (to === 'waiting') reject(cause)
          })
          client.connect({ signal }).then(resolve, reject)
        }),
    ),
  )
}

async function killAndRevive({ pbx, site }, stop, view) {
  await stop.passed(KILL_AT)
  if (stop.signal.aborted) return
  site.killed = true
  view.note(`${site.name} is killed: every connection is cut, new ones are refused`)
  await pbx.kill()
  await stop.passed(REVIVE_AT)
  view.note(`${site.name} is started again; its client finds it by itself`)
  await pbx.revive()
  await stop.passed(1)
}

/** Lets everything settle: actions first, then the calls and their last events. True once all of it has. */
async function end(fleet, view) {
  await Promise.all(fleet.map(({ site }) => site.stopWork()))
  await Promise.all(fleet.map(({ site }) => (site.killed ? site.client.connect() : undefined)))
  view.keepLast()
  for (const { pbx } of fleet) pbx?.endCalls()
  await Promise.all(
    fleet.map(async ({ pbx, site }) => {
      await site.close()
      await pbx?.close()
    }),
  )
  return true
}

function report(fleet, inTime, view) {
  const problems = inTime ? [] : [`not everything had settled ${END_MS / 1000} s after the end`]
  const lines = fleet.flatMap(({ pbx, site }) => {
    const verdict = verdictOn(site, pbx)
    problems.push(...verdict.problems.map((problem) => `${site.name}: ${problem}`))
    return verdict.lines.map((line) => `${site.name}: ${line}`)
  })
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
