import type { AmiClient } from 'amiable'
import { describe, it } from 'vitest'
import { Bound } from './expectation.ts'
import { fleetScenario } from './fleet-scenario.ts'
import type { FleetStage } from './fleet-stage.ts'

const PINGS = 100
const QUIET = ['b', 'c'] as const

const EVENT = `Event: Flood\r\nPrivilege: call,all\r\nText: ${'x'.repeat(390)}\r\n\r\n`
const ONE = Buffer.from(EVENT)
const BATCH = 500
/** A batch of the flood: the server sends the same bytes again and again, for it runs in this very process. */
const MANY = Buffer.from(EVENT.repeat(BATCH))
const FLOOD = 20_000

/** Keeps the process busy, as a handler does that works. */
function spin(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

/**
 * How long the slowest but one of a hundred pings took: by the clock, or in this process's own time if that is less,
 * since what the machine gives to others is no fault of the client. The server sends an event along with each.
 */
async function p99(client: AmiClient, beat: () => Promise<void>): Promise<number> {
  const took: number[] = []
  for (let ping = 0; ping < PINGS; ping += 1) {
    await beat()
    const at = performance.now()
    const before = process.cpuUsage()
    await client.send('Ping', undefined, { timeoutMs: 5000 })
    const { user, system } = process.cpuUsage(before)
    took.push(Math.min(performance.now() - at, (user + system) / 1000))
  }
  return took.sort((one, other) => one - other)[PINGS - 2] ?? Number.NaN
}

/** Pings the quiet servers, all at once. */
function pingAll(stage: FleetStage): Promise<readonly number[]> {
  return Promise.all(
    QUIET.map((server) => p99(stage.cluster.server(server), () => stage.send(server, ONE, 1))),
  )
}

/** Sends a flood of 20 000 events after the other until told to stop, the last to its end. */
function floodUntil(stage: FleetStage, over: () => boolean): Promise<void> {
  const flood = async (): Promise<void> => {
    for (let sent = 0; sent < FLOOD || !over(); sent += BATCH) await stage.send('a', MANY, BATCH)
  }
  return flood()
}

describe('S12 multi-server-fairness', () => {
  it.each([0.02, 1])(
    'S12 pain 2 one server floods without end, the handler works %s ms an event: the two others do not notice',
    (workMs) =>
      fleetScenario({
        servers: ['a', ...QUIET],
        script: async (stage) => {
          stage.listen('Flood', 1000, () => spin(workMs))
          const before = await pingAll(stage)
          let over = false
          const flood = floodUntil(stage, () => over)
          while (stage.cluster.server('a').counters().eventsDropped === 0) await stage.cluster.once('Flood')
          const amid = await pingAll(stage)
          over = true
          await flood
          const slowdown = QUIET.map((server, at) => [server, Number(amid[at]) - Number(before[at])])
          stage.note('slowdownMs', Object.fromEntries(slowdown))
          // Its answer comes behind the last event.
          await stage.cluster.server('a').send('Ping')
          while (queued(stage) > 0) await new Promise((resolve) => setImmediate(resolve))
        },
        expect: {
          slowdownMs: new Bound('below 50 on each', (of) => Object.values(of).every((ms) => ms < 50)),
          droppedOn: ['a'],
          gapsOf: ['a'],
          missing: { a: 0, b: 0, c: 0 },
          sessionsLost: { a: 0, b: 0, c: 0 },
          states: { a: 'ready', b: 'ready', c: 'ready' },
          pendingAfter: 0,
        },
      })({ task: { name: `S12 ${workMs}` } }),
  )
})

/** Events that still wait for the listener. */
function queued({ cluster }: FleetStage): number {
  return [...cluster.health().values()].reduce((sum, { queuedEvents }) => sum + queuedEvents, 0)
}
