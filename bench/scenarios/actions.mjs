import { setTimeout as sleep } from 'node:timers/promises'
import { latencyOf } from '../statistics.mjs'

const STALL_MS = 5_000

/**
 * Actions in a closed loop, `inFlight` at a time: each answer asks the next. Every question names another variable,
 * and the answer must bring that name back, so an answer that reaches the wrong asker is seen.
 */
export async function measureActions({ connect, inFlight, warmUpMs, runMs }) {
  const client = await connect('actions')
  await closedLoop(client, inFlight, warmUpMs)
  const before = process.cpuUsage()
  const { answered, wrong, unanswered, latencies, seconds } = await closedLoop(client, inFlight, runMs)
  const { user, system } = process.cpuUsage(before)
  return {
    actionsPerSecond: answered / seconds,
    ...latencyOf(latencies),
    cpuMicrosecondsPerAction: (user + system) / answered,
    wrong: wrong / answered,
    unanswered,
  }
}

async function closedLoop(client, inFlight, runMs) {
  const latencies = []
  const startMs = performance.now()
  const endMs = startMs + runMs
  let asked = 0
  let wrong = 0
  let lastMs = startMs
  const finished = new Promise((resolve) => {
    const ask = () => {
      const sentMs = performance.now()
      const variable = `B${asked}`
      asked += 1
      client.ask(variable, (value) => {
        lastMs = performance.now()
        latencies.push(lastMs - sentMs)
        if (value !== variable) wrong += 1
        if (lastMs < endMs) ask()
        else if (latencies.length === asked) resolve()
      })
    }
    for (let i = 0; i < inFlight; i += 1) ask()
  })
  await Promise.race([finished, stall(() => lastMs)])
  return {
    answered: latencies.length,
    wrong,
    unanswered: asked - latencies.length,
    latencies,
    seconds: (lastMs - startMs) / 1_000,
  }
}

async function stall(lastMs) {
  while (performance.now() - lastMs() < STALL_MS) await sleep(STALL_MS / 10)
}
