import { type DeathStep, startSimulator } from '@amiable/simulator'
import { AmiAuthError, type AmiClientOptions } from 'amiable'
import { describe, expect, it } from 'vitest'
import { nextChange, reached } from '../support/reached.ts'
import { clientOf, connectedTo } from '../support/simulated-client.ts'

/** Comes back soon enough for a test. */
const soon = { reconnect: { minMs: 5, maxMs: 50 } } satisfies Partial<AmiClientOptions>

const steps: readonly DeathStep[] = ['connect', 'banner', 'challenge', 'login']

describe('pain 1', () => {
  it.each(steps)('pain 1 a server that dies at %s is connected to once it does not', async (step) => {
    await using pbx = await startSimulator({ dieAt: step })
    await using client = clientOf(pbx, soon)
    const connecting = client.connect()
    await nextChange(client, 'waiting')
    await nextChange(client, 'waiting')
    pbx.heal()
    await connecting
    const next = client.once('Newchannel')
    pbx.event('Newchannel', { Channel: 'PJSIP/1' })
    expect((await next).get('Channel')).toBe('PJSIP/1')
  })

  it('pain 1 a server that is not there yet is connected to when it comes up', async () => {
    await using pbx = await startSimulator()
    await pbx.stop()
    await using client = clientOf(pbx, soon)
    const connecting = client.connect()
    const { cause } = await nextChange(client, 'waiting')
    expect(cause).toMatchObject({ reason: 'connect', errno: 'ECONNREFUSED' })
    await pbx.start()
    await connecting
    expect(client.state).toBe('ready')
  })

  it.each([false, true])(
    'pain 1 G5 the same listeners hear the restarted server, after a gap (reset: %s)',
    async (reset) => {
      await using pbx = await startSimulator()
      await using client = await connectedTo(pbx, soon)
      const heard: string[] = []
      client.on('Hangup', (event) => heard.push(`${event.get('Channel')} in session ${event.session}`), {
        onGap: ({ reason }) => heard.push(reason),
      })
      pbx.event('Hangup', { Channel: 'a' })
      await client.send('Ping')
      const back = nextChange(client, 'ready')
      pbx.cutAll({ reset })
      await back
      const next = client.once('Hangup')
      pbx.event('Hangup', { Channel: 'b' })
      await next
      await client.send('Ping')
      expect(heard).toEqual(['a in session 1', 'reconnect', 'b in session 2'])
    },
  )

  it('pain 1 the event mask and the filters are set anew in each session', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx, { ...soon, events: ['call'], filters: ['!Event: VarSet'] })
    const back = nextChange(client, 'ready')
    pbx.cutAll()
    await back
    const [session] = pbx.sessions
    const logins = pbx.received.filter(({ action }) => action === 'Login')
    expect(logins.map((request) => request.get('Events'))).toEqual(['call', 'call'])
    expect(session?.filters).toHaveLength(1)
  })

  it('pain 5 what was asked when the link went fails at once, its fate unknown, and is not sent again', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx, soon)
    pbx.swallow('Originate')
    const asked = pbx.nextRequest('Originate')
    const sent = client.send('Originate', { Channel: 'Local/1@x' })
    await asked
    const back = nextChange(client, 'ready')
    pbx.cutAll()
    await expect(sent).rejects.toMatchObject({ code: 'AMI_CONNECTION', delivery: 'unknown' })
    await back
    await client.send('Ping')
    expect(pbx.received.filter(({ action }) => action === 'Originate')).toHaveLength(1)
  })

  it('pain 24 hundred lost sessions leave one socket and no listener behind', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx, { reconnect: { minMs: 1, maxMs: 2 } })
    for (let round = 0; round < 100; round += 1) {
      const back = nextChange(client, 'ready')
      pbx.cutAll()
      await back
    }
    await client.send('Ping')
    expect(pbx.sessions).toHaveLength(1)
    expect(client.counters()).toMatchObject({ sessions: 101, sessionsLost: 100 })
    expect(client.health()).toMatchObject({ pendingActions: 0, writeBufferBytes: 0 })
  })
})

describe('a server that goes quiet', () => {
  const watchful = { ...soon, keepalive: { intervalMs: 20, timeoutMs: 20, misses: 3, silenceMs: 2000 } }

  it('H3 whose pings go unanswered while events flow is ready again after it recovers', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx, watchful)
    pbx.swallow('Ping')
    const events = setInterval(() => pbx.event('RTCPSent'), 5)
    try {
      const { cause } = await nextChange(client, 'waiting')
      expect(cause).toMatchObject({ reason: 'pong-timeout' })
    } finally {
      clearInterval(events)
    }
    pbx.heal()
    await reached(client, 'ready')
    await client.send('Ping')
  })

  it('H3 H9 pain 17 that neither reads nor writes nor hangs up is ready again after it recovers', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx, {
      ...soon,
      keepalive: { intervalMs: 20, timeoutMs: 20, misses: 1000, silenceMs: 100 },
      timeouts: { bannerMs: 50, closeMs: 100 },
    })
    pbx.blackHole()
    const { cause } = await nextChange(client, 'waiting')
    expect(cause).toMatchObject({ reason: 'silence' })
    const { cause: again } = await nextChange(client, 'waiting')
    expect(again).toMatchObject({ reason: 'banner-timeout' })
    pbx.resume()
    await reached(client, 'ready')
  })

  it('H10 has one ping on its way at most', async () => {
    await using pbx = await startSimulator()
    pbx.lateAnswer('Ping', 15)
    await using client = await connectedTo(pbx, watchful)
    let most = 0
    for (let pings = 0; pings < 20; pings += 1) {
      await pbx.nextRequest('Ping')
      most = Math.max(most, client.health().pendingActions)
    }
    expect(most).toBe(1)
    expect(client.health()).toMatchObject({ state: 'ready' })
    expect(client.counters().sessionsLost).toBe(0)
  })
})

describe('a wrong secret', () => {
  it('H11 pain 18 rejects connect, is tried no more often than configured, and each time slowly', async () => {
    await using pbx = await startSimulator()
    await using client = clientOf(pbx, {
      secret: 'wrong',
      reconnect: { minMs: 1, maxMs: 2, authRetryMs: 20, authAttempts: 3 },
    })
    await expect(client.connect()).rejects.toBeInstanceOf(AmiAuthError)
    await nextChange(client, 'auth-failed')
    await nextChange(client, 'auth-failed')
    expect(client.health()).toMatchObject({ state: 'auth-failed', retryInMs: undefined })
    expect(client.counters()).toMatchObject({ attempts: 3, authFailures: 3 })
    expect(pbx.connections).toBe(3)
    await expect(client.send('Ping')).rejects.toMatchObject({ reason: 'not-ready', delivery: 'unsent' })
  })

  it('H11 is over when the secret changes, without anybody calling connect', async () => {
    await using pbx = await startSimulator()
    let secret = 'old'
    await using client = clientOf(pbx, { secret: () => secret, reconnect: { authRetryMs: 20 } })
    await expect(client.connect()).rejects.toBeInstanceOf(AmiAuthError)
    secret = 'amp111'
    await reached(client, 'ready')
  })

  it('H11 does not count for a server that shuts down while it is asked', async () => {
    await using pbx = await startSimulator()
    pbx.refuseLogin(true)
    await using client = clientOf(pbx, { reconnect: { authRetryMs: 60_000 } })
    await expect(client.connect()).rejects.toBeInstanceOf(AmiAuthError)
    expect(client.health().retryInMs).toBeGreaterThanOrEqual(29_000)
    pbx.refuseLogin(false)
    await client.connect()
    expect(client.state).toBe('ready')
  })
})

describe('a server that takes the login and hangs up', () => {
  it('H4 is not hammered: attempts in a second stay few', async () => {
    await using pbx = await startSimulator({
      onSession: (session) => session.script('CoreSettings', () => session.end()),
    })
    await using client = clientOf(pbx, { random: () => 0.999 })
    await client.connect()
    const begun = performance.now()
    for (let losses = 0; losses < 3; losses += 1) await nextChange(client, 'waiting')
    // 250 and 500 ms of waiting lie between three losses.
    expect(performance.now() - begun).toBeGreaterThan(700)
    expect(client.health().failures).toBe(3)
  })
})

describe('closing', () => {
  it('H14 A4 is final, and over by its deadline whatever the peer does', async () => {
    await using pbx = await startSimulator()
    const client = await connectedTo(pbx, { ...soon, timeouts: { closeMs: 50 } })
    pbx.blackHole()
    await client.close()
    expect(client.state).toBe('closed')
    pbx.resume()
    await expect(client.connect()).rejects.toMatchObject({ code: 'AMI_CLOSED' })
    expect(pbx.connections).toBe(1)
  })

  it('A4 says Logoff', async () => {
    await using pbx = await startSimulator()
    const client = await connectedTo(pbx)
    const asked = pbx.nextRequest('Logoff')
    await client.close()
    expect((await asked).action).toBe('Logoff')
  })
})
