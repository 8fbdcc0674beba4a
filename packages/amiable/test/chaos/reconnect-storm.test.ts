import type { Simulator } from '@amiable/simulator'
import { describe, it } from 'vitest'
import { atLeast, atMost, type Expecting } from './expectation.ts'
import { type FleetScenario, fleetScenario } from './fleet-scenario.ts'
import { type FleetStage, RECONNECT } from './fleet-stage.ts'
import type { fleetVocabulary } from './fleet-vocabulary.ts'

const servers = Array.from({ length: 10 }, (_, at) => `node-${at}`)
const holes = servers.map((name) => `hole-${name}`)
const each = <Value>(value: Value): Readonly<Record<string, Value>> =>
  Object.fromEntries(servers.map((server) => [server, value]))

const DIALS = { maxConcurrentDials: 3, dialsPerSecond: 100 }
/** All wait equally long, so nothing but the gate keeps them apart. */
const IN_STEP = { ...DIALS, defaults: { random: () => 0.5 } }
const WAITS_IN_STEP = [[25, 50, 100, 200, 250]]
/** How long the servers stay away. */
const OUTAGE_MS = 3000

/** What must hold whatever the servers did to whoever dialed them. */
const orderly: Expecting<typeof fleetVocabulary> = {
  waitsBeyondBackoff: [],
  dialedTooSoon: [],
  closestDialsMs: atLeast(1),
  peakDialing: atMost(DIALS.maxConcurrentDials),
  backMs: atMost(RECONNECT.maxMs + 1000),
  states: each('ready'),
  inGateAfter: 0,
  droppedOn: [],
}

/** And where no ping of the client's own may be on its way when all is over. */
const settled = { ...orderly, pendingAfter: 0 }

/** The ways in which ten servers can be away at once. */
interface Outage {
  readonly begins: (pbx: Simulator) => void | Promise<void>
  readonly ends: (pbx: Simulator) => void | Promise<void>
  /** Failures that each server must have seen before it ends. */
  readonly failures?: number
}

function storm({ begins, ends, failures }: Outage): FleetScenario['script'] {
  return async (stage) => {
    const away = failures === undefined ? forMs(OUTAGE_MS) : allFailed(stage, failures)
    await stage.each(begins)
    await away
    await stage.each(ends)
    const endedAt = performance.now()
    await stage.until(() => stage.isReady)
    stage.note('backMs', performance.now() - endedAt)
    await stage.cluster.broadcast('Ping')
  }
}

const forMs = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const allFailed = (stage: FleetStage, failures: number): Promise<void> =>
  stage.until(() => servers.every((server) => stage.failuresOf(server).length >= failures))

describe('S13 reconnect-storm', () => {
  it(
    'S13 ten servers drop at once, refuse for 3 s, then accept: dialed one after the other, in the pace of the backoff',
    fleetScenario({
      servers,
      cluster: DIALS,
      script: storm({ begins: (pbx) => pbx.stop(), ends: (pbx) => pbx.start() }),
      expect: {
        ...settled,
        lossReasons: ['closed-by-server', 'connect'],
        failuresMin: atLeast(4),
        sessionsLost: each(1),
        reconnects: each(1),
      },
    }),
  )

  it(
    'S13 accept, then RST',
    fleetScenario({
      servers,
      cluster: IN_STEP,
      script: storm({
        begins: (pbx) => {
          pbx.dieAt = 'connect'
          pbx.dieWith = 'rst'
          pbx.cutAll({ reset: true })
        },
        ends: (pbx) => pbx.heal(),
        failures: 5,
      }),
      expect: {
        ...settled,
        lossReasons: ['reset'],
        firstWaitsMs: WAITS_IN_STEP,
        sessionsLost: each(1),
        reconnects: each(1),
      },
    }),
  )

  it(
    'S13 H4 the login is accepted, then the link closed: a session that was ready for a moment is no fresh start',
    fleetScenario({
      servers,
      cluster: IN_STEP,
      script: storm({
        begins: (pbx) => {
          pbx.dieAt = 'first-action'
          pbx.cutAll()
        },
        ends: (pbx) => pbx.heal(),
        failures: 5,
      }),
      expect: {
        ...settled,
        lossReasons: ['closed-by-server'],
        firstWaitsMs: WAITS_IN_STEP,
        failuresMin: atLeast(5),
      },
    }),
  )

  it(
    'S13 pain 17 black hole: connections are accepted, and nothing is ever said',
    fleetScenario({
      servers,
      cluster: {
        ...DIALS,
        defaults: {
          timeouts: { bannerMs: 50 },
          keepalive: { intervalMs: 60, timeoutMs: 60, misses: 2, silenceMs: 20_000 },
        },
      },
      script: storm({ begins: (pbx) => pbx.blackHole(), ends: (pbx) => pbx.resume(), failures: 4 }),
      expect: {
        ...orderly,
        lossReasons: ['banner-timeout', 'pong-timeout'],
        sessionsLost: each(1),
        reconnects: each(1),
      },
    }),
  )

  it(
    'S13 H1 servers that come back are not held up by as many that have become black holes',
    fleetScenario({
      servers: [...servers, ...holes],
      cluster: { ...DIALS, defaults: { timeouts: { bannerMs: 3000 } } },
      script: async (stage) => {
        const pbxs = holes.map((name) => stage.pbx(name))
        await Promise.all(pbxs.map((pbx) => pbx.stop()))
        // By then it is known that they stay away.
        await stage.until(() => holes.every((name) => stage.failuresOf(name).length >= 4))
        for (const pbx of pbxs) pbx.blackHole()
        await Promise.all(pbxs.map((pbx) => pbx.start()))
        while (inGate(stage) < holes.length) await new Promise((resolve) => setImmediate(resolve))
        for (const name of servers) stage.pbx(name).cutAll()
        const cutAt = performance.now()
        await stage.until(() => servers.every((name) => stage.failuresOf(name).length > 0))
        await stage.until(() => servers.every((name) => stage.cluster.server(name).state === 'ready'))
        stage.note('backMs', performance.now() - cutAt)
        for (const pbx of pbxs) pbx.resume()
        await stage.until(() => stage.isReady)
      },
      expect: {
        waitsBeyondBackoff: [],
        peakDialing: atMost(DIALS.maxConcurrentDials),
        // Less than any black hole takes to be given up.
        backMs: atMost(1500),
        inGateAfter: 0,
      },
    }),
  )
})

function inGate({ cluster }: FleetStage): number {
  const { dialing, waitingToDial } = cluster.snapshot()
  return dialing + waitingToDial
}
