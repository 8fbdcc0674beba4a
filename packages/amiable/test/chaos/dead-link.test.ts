import { describe, it } from 'vitest'
import { JumpClock } from './jump-clock.ts'
import { atMost, type Expectations, scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

/** Pings so often that a dead link is found out within a test. Silence alone would take too long here. */
const pinging = { keepalive: { intervalMs: 60, timeoutMs: 60, misses: 3, silenceMs: 20_000 } } as const
/** Finds out by silence, before three pings can have been missed. */
const listening = { keepalive: { intervalMs: 100, timeoutMs: 100, misses: 100, silenceMs: 400 } } as const

/** One link lost and replaced, with what the server never answered settled, and listeners still listening. */
const replaced: Expectations = {
  resolved: 1,
  deliveries: ['unknown'],
  originatesReceived: 1,
  deliveredNames: ['Hangup'],
  gaps: ['reconnect 0'],
  reconnects: 1,
  retryWaitsMs: [5],
  unsettled: 0,
  stateAfter: 'ready',
}

/** Breaks the link's server side, sends a call into it, and sees whether everything works on the link after it. */
async function outlives(stage: Stage, breakLink: (stage: Stage) => void): Promise<void> {
  stage.listen('Hangup')
  const back = stage.changed('ready')
  breakLink(stage)
  const call = stage.send('Originate', { Channel: 'Local/1@x', Application: 'Wait', Async: true })
  await back
  await call
  await stage.send('Ping')
  stage.pbx.event('Hangup')
  await stage.heard(1)
}

/** The peer of a half-open connection: it reads nothing, writes nothing, and neither closes nor resets. */
function halfOpen({ session }: Stage): void {
  session.stalled = true
  session.pauseReading()
}

describe('half-open TCP', () => {
  it(
    'pain 17 a link without FIN or RST is found dead by its unanswered pings, and replaced',
    scenario({
      client: pinging,
      script: (stage) => outlives(stage, halfOpen),
      expect: {
        ...replaced,
        originatesReceived: 0,
        lossReasons: ['pong-timeout'],
        reasons: ['pong-timeout'],
      },
    }),
  )

  it(
    'pain 17 H9 a link without FIN or RST is found dead by its silence, and replaced',
    scenario({
      client: listening,
      script: (stage) => outlives(stage, halfOpen),
      expect: { ...replaced, originatesReceived: 0, lossReasons: ['silence'], reasons: ['silence'] },
    }),
  )

  it(
    'pain 17 a server that is a black hole for new connections too is tried with backoff until it is back',
    scenario({
      client: { ...pinging, timeouts: { bannerMs: 50, closeMs: 50 } },
      script: async (stage) => {
        stage.pbx.blackHole()
        while (stage.attempts.length < 4) await stage.changed('waiting')
        stage.pbx.resume()
        await stage.changed('ready')
        await stage.send('Ping')
      },
      expect: {
        lossReasons: ['pong-timeout', 'banner-timeout', 'banner-timeout', 'banner-timeout'],
        retryWaitsMs: [5, 10, 20, 20],
        reconnects: 1,
        resolved: 1,
        stateAfter: 'ready',
      },
    }),
  )
})

describe('login accepted, then silence', () => {
  it(
    'pain 17 a server that says nothing after its login is left, with backoff, however often it does so',
    scenario({
      client: listening,
      connect: false,
      script: async (stage) => {
        const mute = (index: number): Promise<void> =>
          stage.pbx.nextLogin().then((session) => {
            session.stalled = index < 3
          })
        const login = mute(0)
        const connected = stage.client.connect()
        await login
        for (let index = 1; index <= 3; index += 1) await mute(index)
        await connected
        await stage.changed('ready')
        await stage.send('Ping')
      },
      expect: {
        lossReasons: ['silence', 'silence', 'silence'],
        retryWaitsMs: [5, 10, 20],
        attempts: 4,
        reconnects: 3,
        resolved: 1,
        stateAfter: 'ready',
      },
    }),
  )

  it(
    'pain 17 a server that takes the login and every action, and answers none, is left by its missing pongs',
    scenario({
      client: pinging,
      script: (stage) =>
        outlives(stage, ({ session }) => {
          session.stalled = true
        }),
      expect: { ...replaced, lossReasons: ['pong-timeout'], reasons: ['pong-timeout'] },
    }),
  )

  it(
    'H3 a server whose pings went unanswered while its events kept coming is ready again after it recovers',
    scenario({
      client: pinging,
      script: async (stage) => {
        stage.listen('Hangup')
        stage.pbx.swallow('Ping')
        const beat = setInterval(() => stage.pbx.event('Hangup'), 10)
        const loss = await stage.changed('waiting')
        stage.note('transcript', [loss.from, stage.events.length > 0])
        stage.pbx.heal()
        await stage.changed('ready')
        clearInterval(beat)
        await stage.send('Ping')
      },
      expect: {
        transcript: ['ready', true],
        lossReasons: ['pong-timeout'],
        resolved: 1,
        reconnects: 1,
        stateAfter: 'ready',
      },
    }),
  )
})

describe('slow-loris server', () => {
  it(
    'pain 17 a byte a second is a sign of life, but no pong: the link is replaced',
    scenario({
      client: pinging,
      script: (stage) => outlives(stage, ({ session }) => session.slowLoris(1)),
      expect: { ...replaced, lossReasons: ['pong-timeout'], reasons: ['pong-timeout'] },
    }),
  )

  it(
    'pain 5 a banner that trickles in does not hold the login up beyond its time',
    scenario({
      client: { timeouts: { bannerMs: 100, closeMs: 50 } },
      pbx: { onSession: (session, index) => index === 0 && void session.slowLoris(1) },
      connect: false,
      script: async (stage) => {
        await stage.connect()
      },
      expect: { lossReasons: ['banner-timeout'], attempts: 2, retryWaitsMs: [5], stateAfter: 'ready' },
    }),
  )

  it(
    'pain 5 a login whose answer trickles in is given up in its time',
    scenario({
      client: { timeouts: { loginMs: 100, closeMs: 50 } },
      pbx: {
        onSession: (session, index) => {
          if (index > 0) return
          session.script('Challenge', (request) => {
            session.slowLoris(10)
            session.respond(request, { Challenge: '123456789' })
          })
        },
      },
      connect: false,
      script: async (stage) => {
        await stage.connect()
      },
      expect: { lossReasons: ['login-timeout'], attempts: 2, retryWaitsMs: [5], stateAfter: 'ready' },
    }),
  )
})

describe('the host suspended for 60 s', () => {
  const suspended = (): { clock: JumpClock; keepalive: object } => ({
    clock: new JumpClock(),
    // The defaults, since keepalive is off for scenarios that are not about it.
    keepalive: { intervalMs: 15_000, timeoutMs: 10_000, misses: 3, silenceMs: 30_000 },
  })

  it('A12 a link that outlived the suspension is kept, and pinged', () => {
    const client = suspended()
    return scenario({
      client,
      script: async (stage) => {
        const ping = stage.actionSettled('Ping')
        client.clock.jump(60_000)
        await ping
        await stage.send('Ping')
      },
      expect: { lossReasons: [], reconnects: 0, actionsTimedOut: 0, resolved: 1, stateAfter: 'ready' },
    })({ task: { name: 'suspended' } })
  })

  it('A12 an answer that came meanwhile, and lies unread, is an answer and no time-out', () => {
    const client = suspended()
    return scenario({
      client,
      script: async (stage) => {
        stage.pbx.script('Slow', (request, session) => {
          session.respond(request)
          // The answer is handed to the kernel first; the client cannot have read it yet.
          process.nextTick(() => process.nextTick(() => client.clock.jump(60_000)))
        })
        await stage.send('Slow')
      },
      expect: { resolved: 1, rejected: 0, lateResponses: 0, lossReasons: [], stateAfter: 'ready' },
    })({ task: { name: 'suspended, answered' } })
  })

  it('A12 a link that was closed meanwhile is replaced at once', () => {
    const client = suspended()
    return scenario({
      client,
      script: async (stage) => {
        stage.listen('Hangup')
        const back = stage.changed('ready')
        stage.pbx.cutAll()
        client.clock.jump(60_000)
        await back
        await stage.send('Ping')
        stage.pbx.event('Hangup')
        await stage.heard(1)
      },
      expect: {
        lossReasons: ['closed-by-server'],
        reconnects: 1,
        resolved: 1,
        delivered: 1,
        gaps: ['reconnect 0'],
      },
    })({ task: { name: 'suspended, closed' } })
  })

  it('A12 pain 17 a link that died meanwhile without a word is found dead within another silence', () => {
    const client = suspended()
    return scenario({
      client,
      script: async (stage) => {
        halfOpen(stage)
        const call = stage.send('Originate', { Channel: 'Local/1@x' }, { timeoutMs: 600_000 })
        const back = stage.changed('ready')
        client.clock.jump(60_000)
        let passedMs = 0
        while (stage.client.state === 'ready' && passedMs < 120_000) {
          await new Promise((resolve) => setImmediate(resolve))
          client.clock.jump(500)
          passedMs += 500
        }
        stage.note('foundDeadMs', passedMs)
        await call
        await back
        await stage.send('Ping')
      },
      expect: {
        foundDeadMs: atMost(30_500),
        lossReasons: ['silence'],
        deliveries: ['unknown'],
        reconnects: 1,
        resolved: 1,
        stateAfter: 'ready',
      },
    })({ task: { name: 'suspended, dead' } })
  })
})
