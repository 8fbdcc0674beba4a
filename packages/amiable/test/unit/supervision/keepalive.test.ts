import { describe, expect, it } from 'vitest'
import { turns } from '../../support/fake-pbx.ts'
import { type ManualClient, manualClient } from '../../support/manual-client.ts'

const MINUTE_MS = 60_000

/** Sends an event every second, for as long as the link of now stands. */
async function runWithEvents({ clock, pbx, run }: ManualClient, ms: number): Promise<void> {
  for (const until = clock.now() + ms; clock.now() < until; ) {
    pbx.link.event('RTCPSent', { To: '10.0.0.1' })
    await run(1000)
  }
}

const pings = ({ pbx }: ManualClient): number =>
  pbx.links.flatMap(({ received }) => received).filter(({ action }) => action === 'Ping').length

describe('keepalive', () => {
  it('H3 a server whose pings went unanswered while events flowed is ready again after it recovers', async () => {
    const made = manualClient()
    await Promise.all([made.client.connect(), turns()])
    made.pbx.silentFor.add('ping')
    await runWithEvents(made, 56_000)
    expect(made.changes.findLast(({ to }) => to === 'waiting')?.cause).toMatchObject({
      reason: 'pong-timeout',
    })
    made.pbx.silentFor.delete('ping')
    await runWithEvents(made, 10 * MINUTE_MS)
    expect(made.client.health()).toMatchObject({ state: 'ready', missedPongs: 0 })
    expect(made.client.counters()).toMatchObject({ sessions: 2, sessionsLost: 1 })
  })

  it('H3 the misses of one session do not weigh on the next', async () => {
    const made = manualClient()
    await Promise.all([made.client.connect(), turns()])
    made.pbx.silentFor.add('ping')
    // Each session lives its full three misses: the second is not cut at its first one.
    const lives: number[] = []
    let since = 0
    made.client.onState(({ to }) => {
      if (to === 'ready') since = made.clock.now()
      if (to === 'waiting') lives.push(made.clock.now() - since)
    })
    await runWithEvents(made, 4 * MINUTE_MS)
    expect(lives.length).toBeGreaterThan(2)
    for (const life of lives) expect(life).toBe(55_000)
  })

  it('H3 H9 a peer that falls silent is given up after silenceMs, and is ready again after it recovers', async () => {
    const made = manualClient()
    await Promise.all([made.client.connect(), turns()])
    made.pbx.onRequest = () => undefined
    await made.run(29_999)
    expect(made.client.state).toBe('ready')
    await made.run(1)
    expect(made.client.state).toBe('waiting')
    expect(made.client.health().lastError).toMatchObject({ reason: 'silence' })
    await made.run(5 * MINUTE_MS)
    expect(made.client.state).not.toBe('ready')
    made.pbx.onRequest = (request, link) => made.pbx.answer(request, link)
    await made.run(MINUTE_MS)
    expect(made.client.state).toBe('ready')
  })

  it('H9 a single byte now and then keeps the watchdog quiet, but does not stand in for pongs', async () => {
    const made = manualClient({ keepalive: { misses: 1000 } })
    await Promise.all([made.client.connect(), turns()])
    made.pbx.onRequest = () => undefined
    for (let round = 0; round < 20; round += 1) {
      await made.run(29_000)
      made.pbx.link.send('E')
    }
    expect(made.client.state).toBe('ready')
    expect(made.client.health().missedPongs).toBeGreaterThan(30)
  })

  it('H10 has one ping on its way at most, also when pongs are slow', async () => {
    const made = manualClient({
      keepalive: { intervalMs: 1000, timeoutMs: 1000, misses: 1000, silenceMs: 3_600_000 },
    })
    await Promise.all([made.client.connect(), turns()])
    made.pbx.silentFor.add('ping')
    const sent: number[] = []
    made.pbx.onRequest = (request, link) => {
      if (request.action === 'Ping') sent.push(made.client.health().pendingActions)
      made.pbx.answer(request, link)
    }
    await made.run(MINUTE_MS)
    expect(sent.length).toBeGreaterThanOrEqual(29)
    expect(Math.max(...sent)).toBe(1)
  })

  it('H10 with the defaults three pings can be missed before the watchdog would cut a link that has events', async () => {
    const made = manualClient()
    await Promise.all([made.client.connect(), turns()])
    made.pbx.silentFor.add('ping')
    await runWithEvents(made, 54_000)
    expect(made.client.health()).toMatchObject({ state: 'ready', missedPongs: 2 })
    expect(pings(made)).toBe(3)
  })

  it('pain 17 a half-open link is found without a FIN: the pending action fails, its fate unknown', async () => {
    const made = manualClient()
    await Promise.all([made.client.connect(), turns()])
    made.pbx.onRequest = () => undefined
    const sent = made.client.send('Ping', undefined, { timeoutMs: 3_600_000 })
    await made.run(30_000)
    await expect(sent).rejects.toMatchObject({ reason: 'silence', delivery: 'unknown' })
  })

  it('measures the round trip', async () => {
    const made = manualClient()
    await Promise.all([made.client.connect(), turns()])
    made.pbx.onRequest = (request, link) => {
      made.clock.setTimer(() => made.pbx.answer(request, link), 40)
    }
    await made.run(16_000)
    expect(made.client.health()).toMatchObject({ rttMs: 40, missedPongs: 0, silentMs: 960 })
  })

  it('is not there when it is switched off', async () => {
    const made = manualClient({ keepalive: false })
    await Promise.all([made.client.connect(), turns()])
    made.pbx.onRequest = () => undefined
    await made.run(24 * 60 * MINUTE_MS)
    expect(made.client.health()).toMatchObject({ state: 'ready', rttMs: undefined, missedPongs: 0 })
    expect(pings(made)).toBe(0)
  })

  it('A12 a process that was stopped does not take its own sleep for the silence of its peer', async () => {
    const made = manualClient()
    await Promise.all([made.client.connect(), turns()])
    made.clock.jump(10 * MINUTE_MS)
    await made.run(1)
    expect(made.client.state).toBe('ready')
    await made.run(MINUTE_MS)
    expect(made.client.health()).toMatchObject({ state: 'ready', missedPongs: 0 })
  })
})

describe('an idle client', () => {
  it('A6 has no timers but the heartbeat and the deadline of its ping', async () => {
    const made = manualClient()
    await Promise.all([made.client.connect(), turns()])
    await made.run(MINUTE_MS)
    const firedBefore = made.clock.fired
    const pingsBefore = pings(made)
    let most = 0
    for (let step = 0; step < 600; step += 1) {
      await made.run(1000)
      most = Math.max(most, made.clock.pending)
    }
    expect(most).toBeLessThanOrEqual(2)
    expect(pings(made) - pingsBefore).toBe(40)
    expect(made.clock.fired - firedBefore).toBeLessThanOrEqual(2 * 40)
  })

  it('A6 without keepalive has no timers at all', async () => {
    const made = manualClient({ keepalive: false })
    await Promise.all([made.client.connect(), turns()])
    await made.run(MINUTE_MS)
    expect(made.clock.pending).toBe(0)
  })

  it('A8 has one timer while its server is down: that of the next attempt', async () => {
    const made = manualClient()
    made.pbx.onDial = (link) => link.cut()
    void made.client.connect()
    await turns()
    for (let step = 0; step < 100; step += 1) {
      expect(made.clock.pending).toBe(1)
      await made.run(made.client.health().retryInMs ?? Number.NaN)
    }
    expect(made.clock.fired).toBe(100)
  })

  it('A8 has none before it connects', () => {
    const { client, clock } = manualClient()
    client.subscribe()
    client.on('Hangup', () => undefined)
    expect(clock.pending).toBe(0)
  })
})
