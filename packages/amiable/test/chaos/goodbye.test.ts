import { describe, it } from 'vitest'
import { scenario } from './scenario.ts'

describe('wrong secret', () => {
  it(
    'pain 18 H11 a refused login is told to the caller and not repeated, until somebody asks for it',
    scenario({
      connect: false,
      script: async (stage) => {
        stage.pbx.refuseLogin(true)
        const refusal = await stage.client.connect().catch((error: unknown) => error)
        stage.note('transcript', [String(refusal), stage.client.state, stage.pbx.connections])
        // Nothing is pending but a slow retry: an action is refused at once, and is not kept for later.
        await stage.send('Ping')
        stage.pbx.refuseLogin(false)
        await stage.connect()
        await stage.send('Ping')
      },
      expect: {
        transcript: [
          'AmiAuthError: login of "admin" refused: Authentication failed ' +
            "(user, secret, and the user's permit/deny in manager.conf decide)",
          'auth-failed',
          1,
        ],
        lossReasons: ['AMI_AUTH'],
        // Half of authRetryMs and half of the rest, at random 0.5.
        retryWaitsMs: [225_000],
        rejectedWith: ['AMI_CONNECTION'],
        deliveries: ['unsent'],
        attempts: 2,
        resolved: 1,
        stateAfter: 'ready',
      },
    }),
  )

  it(
    'pain 18 a secret that changes on the server while the client is connected does not become a storm of logins',
    scenario({
      client: { reconnect: { minMs: 10, maxMs: 40, authRetryMs: 60, authAttempts: 3 } },
      script: async (stage) => {
        stage.pbx.refuseLogin(true)
        stage.pbx.cutAll()
        while (stage.attempts.at(-1)?.retryInMs !== undefined || stage.attempts.length < 4) {
          await stage.changed('auth-failed')
        }
        await stage.send('Ping')
      },
      expect: {
        lossReasons: ['closed-by-server', 'AMI_AUTH', 'AMI_AUTH', 'AMI_AUTH'],
        retryWaitsMs: [5, 45, 45, undefined],
        deliveries: ['unsent'],
        connections: 4,
        stateAfter: 'auth-failed',
      },
    }),
  )
})

describe('a server that takes its leave', () => {
  it(
    'pain 1 `Response: Goodbye` that nobody asked for ends the session, and the next one follows',
    scenario({
      script: async (stage) => {
        stage.listen('Hangup')
        stage.pbx.script('Held', () => undefined)
        const asked = stage.pbx.nextRequest('Held')
        const held = stage.send('Held')
        await asked
        const back = stage.changed('ready')
        stage.pbx.goodbye()
        await held
        await back
        await stage.send('Ping')
        stage.pbx.event('Hangup')
        await stage.heard(1)
      },
      expect: {
        lossReasons: ['goodbye'],
        rejectedWith: ['AMI_CONNECTION'],
        reasons: ['goodbye'],
        deliveries: ['unknown'],
        resolved: 1,
        delivered: 1,
        gaps: ['reconnect 0'],
        reconnects: 1,
        stateAfter: 'ready',
      },
    }),
  )

  it.each([false, true])(
    'pain 1 `Event: Shutdown` is delivered, is named as the reason, and the client waits for the server (restart: %s)',
    (restart) =>
      scenario({
        script: async (stage) => {
          stage.listen('Shutdown')
          const lost = stage.changed('waiting')
          stage.pbx.shutdown({ restart })
          await lost
          await stage.changed('ready')
          await stage.send('Ping')
        },
        expect: {
          deliveredEntries: [
            [
              'Event: Shutdown',
              'Privilege: system,all',
              'Shutdown: Cleanly',
              `Restart: ${restart ? 'True' : 'False'}`,
            ],
          ],
          lossReasons: ['closed-by-server'],
          lossMessages: ['Asterisk was shut down or restarted'],
          gaps: ['reconnect 0'],
          resolved: 1,
          reconnects: 1,
          stateAfter: 'ready',
        },
      })({ task: { name: `Shutdown ${restart}` } }),
  )

  it(
    'D10 what the server said before its FIN is delivered, to the last of 50 events',
    scenario({
      script: async (stage) => {
        stage.listen('Flood')
        const lost = stage.changed('waiting')
        void stage.pbx.floodEvents({ count: 50 })
        stage.session.end()
        await lost
        await stage.heard(50)
      },
      expect: { delivered: 50, dropped: 0, lastSequence: 50, lossReasons: ['closed-by-server'] },
    }),
  )

  it(
    'pain 18 a server that refuses the login because it shuts down is tried again soon, and not given up',
    scenario({
      connect: false,
      pbx: {
        onSession: (session, index) => {
          if (index > 1) return
          session.script('Login', (request) => {
            session.refuse(request, 'Asterisk is shutting down')
            session.end()
          })
        },
      },
      script: async (stage) => {
        await stage.connect()
      },
      expect: {
        lossReasons: ['closed-by-server', 'closed-by-server'],
        retryWaitsMs: [5, 10],
        attempts: 3,
        stateAfter: 'ready',
      },
    }),
  )

  it(
    'pain 1 a server that is down at first, and down again later, is found each time it comes up',
    scenario({
      connect: false,
      script: async (stage) => {
        stage.listen('Hangup')
        await stage.pbx.stop()
        const connected = stage.client.connect()
        while (stage.attempts.length < 2) await stage.changed('waiting')
        await stage.pbx.start()
        await connected
        await stage.pbx.stop()
        while (stage.client.state !== 'waiting') await stage.changed('waiting')
        await stage.pbx.start()
        await stage.changed('ready')
        stage.pbx.event('Hangup')
        await stage.heard(1)
        stage.note('transcript', [...new Set(stage.attempts.map(({ error }) => `${error.code}`))])
      },
      expect: {
        transcript: ['AMI_CONNECTION'],
        reconnects: 1,
        gaps: ['reconnect 0'],
        delivered: 1,
        stateAfter: 'ready',
      },
    }),
  )
})
