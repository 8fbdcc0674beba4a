import { setTimeout as sleep } from 'node:timers/promises'
import { latencyOf } from '../statistics.mjs'

const PAUSE_MS = 20
/** What a quiet server has to tell: so many events, so often. */
const QUIET_FRAMES = 20
const QUIET_EVERY_MS = 1_000
const ARRIVE_MS = 3_000
const POLL_MS = 20

/**
 * How long a ping takes on the quiet servers while one server floods, and whether all of their few events arrive. Each
 * quiet connection asks again a pause after its last answer, and the time counts from when the question was due: a
 * blocked event loop cannot hide by asking late.
 *
 * `burnMs`: what the handler takes for each event of the flooding server.
 */
export async function measureFairness({
  connectAll,
  order,
  connections,
  input,
  unit,
  burnMs,
  warmUpMs,
  runMs,
}) {
  const users = Array.from({ length: connections }, (_, i) => `fairness-${i}`)
  const { clients, onEvents, readsAll, dropped } = await connectAll(users)
  const arrived = new Float64Array(connections)
  onEvents((index, events) => {
    arrived[index] += events
    if (index === 0) burn(burnMs)
  })
  const sumOfQuiet = () => arrived.subarray(1).reduce((sum, events) => sum + events, 0)
  order({ type: 'flood', user: users[0], input, frames: unit.frames, repeats: Number.MAX_SAFE_INTEGER })
  await sleep(warmUpMs)
  arrived.fill(0)
  const startMs = performance.now()
  const quiet = readsAll ? tellQuietly(users.slice(1), order, input) : undefined
  const latencies = []
  for (const [index, client] of clients.slice(1).entries()) {
    pingIn((index / connections) * PAUSE_MS, client, latencies)
  }
  await sleep(runMs)
  const seconds = (performance.now() - startMs) / 1_000
  const measured = {
    ...latencyOf(latencies),
    pings: latencies.length,
    floodEventsPerSecond: arrived[0] / seconds,
  }
  if (quiet === undefined) return measured
  const sent = quiet.stop()
  const deadline = performance.now() + ARRIVE_MS
  while (sumOfQuiet() < sent && performance.now() < deadline) await sleep(POLL_MS)
  const droppedOnQuiet = users.slice(1).reduce((sum, user) => sum + (dropped?.(user) ?? 0), 0)
  return { ...measured, quietSent: sent, quietMissing: sent - sumOfQuiet(), quietDropped: droppedOnQuiet }
}

/** Has each of the servers tell its few events, one server after another. */
function tellQuietly(users, order, input) {
  let sent = 0
  let turn = 0
  const timer = setInterval(() => {
    order({ type: 'flood', user: users[turn % users.length], input, frames: QUIET_FRAMES, repeats: 1 })
    turn += 1
    sent += QUIET_FRAMES
  }, QUIET_EVERY_MS / users.length)
  return {
    stop() {
      clearInterval(timer)
      return sent
    },
  }
}

function burn(ms) {
  if (ms === 0) return
  const until = performance.now() + ms
  while (performance.now() < until);
}

function pingIn(pauseMs, client, latencies) {
  const dueMs = performance.now() + pauseMs
  setTimeout(() => {
    client.ask('B0', () => {
      latencies.push(performance.now() - dueMs)
      pingIn(PAUSE_MS, client, latencies)
    })
  }, pauseMs)
}
