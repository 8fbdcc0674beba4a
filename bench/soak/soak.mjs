import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { AmiCluster } from 'amiable'
import { Asker } from './asker.mjs'
import { consume } from './consumers.mjs'
import { startFleet } from './fleet.mjs'
import { Heap } from './heap.mjs'
import { Ledger } from './ledger.mjs'

const POLL_MS = 50
/** More of each server at once, and a longer stop, than anything that comes later. */
const BURST_EVENTS = 6_000
const STOP_MS = 500
/** What everything that is still under way may take once nothing new is begun. */
const SETTLE_MS = 60_000

/**
 * Runs a cluster against servers that are killed one after another, for so long or until `signal`.
 *
 * @param onProgress told of how things stand, once a second.
 * @returns what was counted, and every problem.
 */
export async function soak(options, signal, onProgress) {
  const names = Array.from({ length: options.servers }, (_, i) => `pbx-${String(i + 1).padStart(2, '0')}`)
  const { eventsPerSecond, killEveryMs, awayMs } = options
  const fleet = await startFleet({ names, eventsPerSecond, killEveryMs, awayMs })
  const cluster = new AmiCluster({
    defaults: {
      host: '127.0.0.1',
      username: 'soak',
      secret: 'soak',
      auth: 'plain',
      reconnect: { maxMs: 2_000 },
    },
    servers: Object.fromEntries(names.map((name, i) => [name, { port: fleet.ports[i] }])),
  })
  const ledger = new Ledger(names)
  const subscriptions = consume(cluster, ledger)
  const unwatch = watchSessions(cluster, ledger)
  const asker = new Asker(cluster, options.actionsPerSecond, (answer) =>
    ledger.answered(answer.server, Number(answer.get('Life')), Number(answer.get('Sent'))),
  )
  const kills = { fin: 0, rst: 0 }
  fleet.on('life', (life) => ledger.lifeEnded(life))
  fleet.on('kill', ({ end }) => {
    kills[end] += 1
  })

  await cluster.connect({ wait: 'all' })
  await fillBuffers(fleet, cluster)
  const heap = new Heap(options.heap)
  const delay = monitorEventLoopDelay({ resolution: 10 })
  const startedAt = performance.now()
  const progress = () => ({
    seconds: (performance.now() - startedAt) / 1_000,
    kills,
    cluster,
    asker,
    ledger,
    heap,
  })
  const telling = setInterval(() => onProgress(progress()), 1_000)
  heap.start()
  delay.enable()
  asker.start()
  await sleep(options.seconds * 1_000, undefined, { signal }).catch(() => undefined)
  const seconds = (performance.now() - startedAt) / 1_000
  asker.stop()
  heap.stop()
  delay.disable()
  clearInterval(telling)

  const { received, taken } = await windDown({ cluster, fleet, ledger, asker, unwatch })
  ledger.close(received, new Map([...subscriptions].map(([name, { dropped }]) => [name, dropped])))
  await cluster.close()
  fleet.stop()
  const counters = countersOf(cluster)
  const heapTrend = heap.judge()
  const problems = [
    ...ledger.problems,
    ...(ledger.problemCount > ledger.problems.length ? [`… ${ledger.problemCount} in all`] : []),
    ...asker.problems,
    ...actionProblems(asker, taken, counters),
  ]
  return {
    passed: problems.length === 0 && ['steady', 'not judged'].includes(heapTrend.verdict),
    seconds,
    kills,
    events: {
      sent: ledger.sent,
      received: ledger.received,
      lostInFlight: ledger.lostInFlight,
      sessions: ledger.sessions,
      consumers: ledger.totals(),
    },
    actions: { asked: asker.asked, ...asker.outcomes, slowest: asker.slowest, taken: taken.total },
    counters,
    heap: heapTrend,
    rssMiB: process.memoryUsage.rss() / 1024 / 1024,
    loopDelayP99Ms: delay.percentile(99) / 1e6,
    problems,
  }
}

/**
 * Has every server write a lot while this process stands still. Queues keep the size that they once had to have: they
 * are to have it before samples of the heap count, whatever the machine does meanwhile.
 */
async function fillBuffers(fleet, cluster) {
  fleet.tell({ type: 'burst', count: BURST_EVENTS })
  const until = performance.now() + STOP_MS
  while (performance.now() < until);
  // Answered behind it all.
  await cluster.broadcast('Ping')
}

/** Tells the ledger of each session that is over. */
function watchSessions(cluster, ledger) {
  return cluster.onState(({ server, to }) => {
    if (to !== 'waiting' && to !== 'closed') return
    const { attempts, events } = cluster.server(server).counters()
    if (attempts > 0) ledger.sessionEnded(server, attempts, events)
  })
}

/** Begins nothing new, and waits until everything that was begun has come to its end. */
async function windDown({ cluster, fleet, ledger, asker, unwatch }) {
  const deadline = AbortSignal.timeout(SETTLE_MS)
  const until = async (isSo) => {
    while (!isSo() && !deadline.aborted) await sleep(POLL_MS)
  }
  // The client may not even know yet who was killed last: whoever is asked now must be back, with a session.
  await fleet.ask({ type: 'spare' })
  await cluster.connect({ wait: 'all', signal: deadline })
  const { lives } = await fleet.ask({ type: 'quiet' })
  // A pong comes behind every event.
  const pongs = await cluster.broadcast('Ping')
  for (const [name, { status, reason }] of pongs) {
    if (status === 'rejected') ledger.problem(`${name} did not answer a ping at the end: ${reason.message}`)
  }
  await until(() => asker.settled === asker.asked)
  unwatch()
  const received = new Map()
  for (const [name, client] of cluster.servers) {
    const { attempts, events } = client.counters()
    received.set(name, events)
    ledger.sessionEnded(name, attempts, events)
  }
  for (const life of lives) ledger.lifeEnded({ ...life, end: 'open' })
  await until(() => ledger.outstanding(received) === 0)
  return { received, taken: await fleet.ask({ type: 'taken', numbers: asker.unsent }) }
}

function countersOf(cluster) {
  const total = {}
  for (const { counters } of Object.values(cluster.snapshot().servers)) {
    for (const [name, count] of Object.entries(counters)) total[name] = (total[name] ?? 0) + count
  }
  return total
}

function actionProblems({ asked, settled, outcomes }, { found, total, repeated }, counters) {
  const problems = []
  if (settled !== asked) problems.push(`${asked - settled} of ${asked} actions never settled`)
  if (repeated > 0) problems.push(`${repeated} actions reached a server more than once`)
  if (found.length > 0) problems.push(`said to be unsent, but reached a server: ${found.join(', ')}`)
  const least = outcomes.answered + outcomes.refused
  if (total < least) problems.push(`${least} actions answered, but only ${total} reached a server`)
  const { actionsSent, actionsAnswered, actionsRejected, actionsTimedOut, actionsAborted, actionsLost } =
    counters
  const ended = actionsAnswered + actionsRejected + actionsTimedOut + actionsAborted + actionsLost
  if (ended !== actionsSent)
    problems.push(`the client counts ${actionsSent} actions sent and ${ended} settled`)
  for (const name of ['handlerErrors', 'anomalies', 'unknownResponses', 'responsesWithoutId']) {
    if (counters[name] > 0) problems.push(`the client counts ${counters[name]} ${name}`)
  }
  return problems
}
