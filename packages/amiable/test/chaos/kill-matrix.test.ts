import type { DeathStep } from '@amiable/simulator'
import { describe, it } from 'vitest'
import { CERTIFICATE, KEY } from './certificate.ts'
import { atLeast, atMost, type Expectations, type Scenario, scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

const DEATHS = ['fin', 'rst'] as const
type Death = (typeof DEATHS)[number]
const BEFORE_READY = ['connect', 'banner', 'challenge', 'login'] as const
const CALL = { Channel: 'Local/1@x', Application: 'Wait', Async: true }

const lossBy: Record<Death, string> = { fin: 'closed-by-server', rst: 'reset' }

/** What must hold on the link that stands in the end. */
const alive: Expectations = {
  unsettled: 0,
  resolved: 1,
  delivered: 1,
  dropped: 0,
  pendingAfter: 0,
  stateAfter: 'ready',
  outageMs: atMost(3000),
  // Nothing but what this session itself was asked: no byte of an earlier one.
  lastSessionReceived: ['Challenge', 'Login', 'CoreSettings', 'Ping'],
}

/** The server stops dying when the client has lost it so many times. */
function healAfter(stage: Stage, losses: number): void {
  stage.client.onState(({ to }) => {
    if (to === 'waiting' && stage.attempts.length === losses) stage.pbx.heal()
  })
}

/** Whether the link works both ways, and still for whoever listened from the beginning. */
async function proveAlive(stage: Stage): Promise<void> {
  await stage.send('Ping')
  stage.pbx.event('Newchannel')
  await stage.heard(1)
}

function tls(on: boolean): Pick<Scenario, 'pbx' | 'client'> {
  if (!on) return {}
  return { pbx: { tls: { key: KEY, cert: CERTIFICATE } }, client: { tls: { ca: CERTIFICATE } } }
}

const atBoot = [false, true].flatMap((encrypted) =>
  BEFORE_READY.flatMap((step) => DEATHS.map((how) => ({ encrypted, step, how }))),
)

describe('pain 1 pain 5 the server dies while it is dialled for the first time', () => {
  it.each(atBoot)('pain 1 at $step, by $how (TLS: $encrypted)', ({ encrypted, step, how }) =>
    scenario({
      ...tls(encrypted),
      connect: false,
      script: async (stage) => {
        stage.listen('Newchannel')
        stage.pbx.dieAt = step
        stage.pbx.dieWith = how
        healAfter(stage, 1)
        const connected = stage.connect()
        await stage.send('Originate', CALL)
        await connected
        await proveAlive(stage)
      },
      expect: {
        ...alive,
        lossReasons: [lossBy[how]],
        retryWaitsMs: [5],
        attempts: 2,
        connections: 2,
        reconnects: 0,
        gaps: [],
        rejectedWith: ['AMI_CONNECTION'],
        deliveries: ['unsent'],
        originatesReceived: 0,
      },
    })({ task: { name: `boot ${step} ${how} ${encrypted}` } }),
  )
})

const atReturn = BEFORE_READY.flatMap((step) => DEATHS.map((how) => ({ step, how })))

describe('pain 1 pain 25 the server cuts a working link, and dies once more while it is dialled again', () => {
  it.each(atReturn)('pain 1 pain 25 at $step, by $how', ({ step, how }) =>
    scenario({
      pbx: { actions: { Originate: () => undefined } },
      script: async (stage) => {
        stage.listen('Newchannel')
        const dialled = stage.pbx.nextRequest('Originate')
        const call = stage.send('Originate', CALL)
        await dialled
        stage.pbx.dieAt = step
        stage.pbx.dieWith = how
        healAfter(stage, 2)
        const back = stage.changed('ready')
        stage.pbx.cutAll({ reset: how === 'rst' })
        await call
        // Refused at once, kept for nobody.
        await stage.send('Originate', CALL)
        const asked = stage.actionSettled('CoreSettings')
        await back
        await asked
        await proveAlive(stage)
      },
      expect: {
        ...alive,
        lossReasons: [lossBy[how], lossBy[how]],
        retryWaitsMs: [5, 10],
        attempts: 3,
        reconnects: 1,
        gaps: ['reconnect 0'],
        rejectedWith: ['AMI_CONNECTION', 'AMI_CONNECTION'],
        deliveries: ['unknown', 'unsent'],
        originatesReceived: 1,
      },
    })({ task: { name: `return ${step} ${how}` } }),
  )
})

/** The steps of a session that is ready, and how many actions each is met with. */
const whileReady = {
  'first-action': { actions: ['Originate', 'Ping', 'QueueStatus'], originates: 1, partial: 0 },
  'mid-frame': { actions: ['Originate', 'Ping'], originates: 1, partial: 0 },
  'mid-list': { actions: ['QueueStatus', 'Originate'], originates: 1, partial: 1 },
} as const satisfies Partial<Record<DeathStep, object>>

const atWork = Object.entries(whileReady).flatMap(([step, what]) =>
  DEATHS.map((how) => ({ step: step as keyof typeof whileReady, how, ...what })),
)

describe('pain 1 pain 5 pain 25 the server dies at work', () => {
  it.each(atWork)('pain 5 pain 25 at $step, by $how', ({ step, how, actions, originates, partial }) =>
    scenario({
      script: async (stage) => {
        stage.listen('Newchannel')
        stage.pbx.dieAt = step
        stage.pbx.dieWith = how
        healAfter(stage, 1)
        const back = stage.changed('ready')
        await Promise.all(actions.map((action) => stage.send(action, action === 'Originate' ? CALL : {})))
        const asked = stage.actionSettled('CoreSettings')
        await back
        await asked
        await proveAlive(stage)
      },
      expect: {
        ...alive,
        lossReasons: [lossBy[how]],
        retryWaitsMs: [5],
        attempts: 2,
        reconnects: 1,
        gaps: ['reconnect 0'],
        rejectedWith: actions.map(() => 'AMI_CONNECTION'),
        deliveries: actions.map(() => 'unknown' as const),
        reasons: actions.map(() => lossBy[how]),
        partialItems: atLeast(partial),
        originatesReceived: originates,
        discardedBytes: 0,
      },
    })({ task: { name: `work ${step} ${how}` } }),
  )
})

describe('what was queued for a session dies with it', () => {
  it.each(DEATHS)('C1 C2 pain 25 bytes that the server never read reach no other session (by %s)', (how) =>
    scenario({
      script: async (stage) => {
        stage.listen('Newchannel')
        const { session } = stage
        session.pauseReading()
        const stuffing = Array.from({ length: 4000 }, (_, Index) =>
          stage.send('Stuffing', { Index, Text: 'x'.repeat(900) }),
        )
        while (stage.client.health().writeBufferBytes === 0) {
          await new Promise((resolve) => setImmediate(resolve))
        }
        const back = stage.changed('ready')
        const asked = stage.actionSettled('CoreSettings')
        how === 'rst' ? session.reset() : session.destroy()
        await Promise.all(stuffing)
        await back
        await asked
        await proveAlive(stage)
      },
      expect: {
        ...alive,
        rejected: 4000,
        deliveries: Array(4000).fill('unknown'),
        writeBufferAfter: 0,
        reconnects: 1,
        gaps: ['reconnect 0'],
      },
    })({ task: { name: `stuffing ${how}` } }),
  )

  it(
    'C1 pain 5 an action sent in the turn in which the link breaks is either unsent or unknown, never sent again',
    scenario({
      script: async (stage) => {
        stage.listen('Newchannel')
        const back = stage.changed('ready')
        const lost = stage.changed('waiting')
        stage.pbx.cutAll({ reset: true })
        const call = stage.send('Originate', CALL)
        await lost
        await call
        const asked = stage.actionSettled('CoreSettings')
        await back
        await asked
        await proveAlive(stage)
      },
      expect: { ...alive, rejectedWith: ['AMI_CONNECTION'], deliveries: ['unknown'], originatesReceived: 0 },
    }),
  )
})
