import { setTimeout as sleep } from 'node:timers/promises'
import { latencyOf } from '../statistics.mjs'

const PAUSE_MS = 20

/**
 * How long a ping takes on the quiet servers while one server floods. Each quiet connection asks again a pause after
 * its last answer, and the time counts from when the question was due: a blocked event loop cannot hide by asking late.
 */
export async function measureFairness({ connect, order, connections, input, unit, warmUpMs, runMs }) {
  const flooded = await connect('fairness-0')
  const quiet = await Promise.all(
    Array.from({ length: connections - 1 }, (_, i) => connect(`fairness-${i + 1}`)),
  )
  let events = 0
  if (flooded.onFrames) {
    flooded.onFrames((frames) => {
      events += frames
    })
  } else {
    flooded.onEvent(() => {
      events += 1
    })
  }
  order({ type: 'flood', user: 'fairness-0', input, frames: unit.frames, repeats: Number.MAX_SAFE_INTEGER })
  await sleep(warmUpMs)
  events = 0
  const startMs = performance.now()
  const latencies = []
  for (const [index, client] of quiet.entries()) pingIn((index / quiet.length) * PAUSE_MS, client, latencies)
  await sleep(runMs)
  const seconds = (performance.now() - startMs) / 1_000
  return { ...latencyOf(latencies), pings: latencies.length, floodEventsPerSecond: events / seconds }
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
