import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { startSimulator } from '@amiable/simulator'
import { describe, expect, it } from 'vitest'
import { nextChange } from '../support/reached.ts'
import { clientOf, connectedTo } from '../support/simulated-client.ts'

const soon = { reconnect: { minMs: 5, maxMs: 50 } }

describe('code that fails', () => {
  it('F1 F6 a handler that throws, and one that rejects, disturb no other handler, event or answer', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    client.on('Hangup', () => {
      throw new Error('of a handler')
    })
    client.on('Hangup', async () => {
      throw new Error('of an asynchronous handler')
    })
    const seen: (string | undefined)[] = []
    client.on('Hangup', (event) => seen.push(event.get('Channel')))
    const failed: unknown[] = []
    const note = (report: unknown): void => {
      failed.push(report)
    }
    subscribe('amiable:handler-error', note)
    for (let index = 0; index < 100; index += 1) pbx.event('Hangup', { Channel: index })
    const last = client.once('Newchannel')
    pbx.event('Newchannel')
    await last
    expect((await client.send('Ping')).ok).toBe(true)
    expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => String(index)))
    while (failed.length < 200) await client.send('Ping')
    unsubscribe('amiable:handler-error', note)
    expect(client.counters()).toMatchObject({ handlerErrors: 200, sessions: 1, sessionsLost: 0 })
  })

  it('F4 a logger that throws disturbs neither traffic nor reconnecting', async () => {
    await using pbx = await startSimulator()
    const boom = (): never => {
      throw new Error('of the logger')
    }
    await using client = await connectedTo(pbx, {
      ...soon,
      logger: { debug: boom, info: boom, warn: boom, error: boom },
    })
    const back = nextChange(client, 'ready')
    pbx.garbage('colon', 500)
    pbx.cutAll()
    await back
    expect((await client.send('Ping')).ok).toBe(true)
    expect(client.counters().logFailures).toBeGreaterThan(1)
  })

  it('F6 a send that nobody awaits does not end the process when the link goes', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx, soon)
    const unhandled: unknown[] = []
    const note = (reason: unknown): void => {
      unhandled.push(reason)
    }
    process.on('unhandledRejection', note)
    pbx.swallow('Hangup')
    for (let index = 0; index < 100; index += 1) void client.send('Hangup', { Channel: `PJSIP/${index}` })
    await pbx.nextRequest('Hangup')
    const back = nextChange(client, 'ready')
    pbx.cutAll()
    await back
    await client.send('Ping')
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
    expect(client.counters().actionsLost).toBe(100)
  })

  it('pain 15 a handler that closes its own client ends it in good order', async () => {
    await using pbx = await startSimulator()
    const client = await connectedTo(pbx)
    const seen: string[] = []
    client.on('Hangup', async (event) => {
      seen.push(event.name)
      await client.close()
    })
    const closed = nextChange(client, 'closed')
    pbx.event('Hangup')
    await closed
    expect(seen).toEqual(['Hangup'])
    expect(pbx.received.at(-1)?.action).toBe('Logoff')
  })
})

describe('two servers', () => {
  it('A9 one that talks nonsense, floods and hangs up leaves the other as it was', async () => {
    await using noisy = await startSimulator()
    await using quiet = await startSimulator()
    await using bad = await connectedTo(noisy, { ...soon, server: 'bad' })
    await using good = await connectedTo(quiet, { server: 'good' })
    await good.send('Ping')
    const { events } = good.counters()
    const servers: string[] = []
    for (const client of [bad, good]) client.on('Hangup', (event) => servers.push(event.server))
    bad.subscribe({ capacity: 10 })
    const flood = noisy.floodEvents({ count: 5000 })
    noisy.garbage('binary', 70_000)
    quiet.event('Hangup')
    expect((await good.send('Ping')).ok).toBe(true)
    await flood
    await bad.send('Ping')
    const back = nextChange(bad, 'ready')
    noisy.cutAll({ reset: true })
    await back
    noisy.event('Hangup')
    await bad.send('Ping')
    await good.send('Ping')
    expect(servers.sort()).toEqual(['bad', 'good'])
    expect(good.counters()).toMatchObject({
      sessions: 1,
      sessionsLost: 0,
      anomalies: 0,
      eventsDropped: 0,
      events: events + 1,
    })
    expect(bad.counters().eventsDropped).toBeGreaterThan(4000)
  })

  it('A1 A3 one whose name is never resolved delays nobody, and its failure is called dns', async () => {
    await using pbx = await startSimulator()
    await using lost = clientOf(pbx, {
      server: 'lost',
      host: 'pbx.invalid',
      lookup: () => undefined,
      timeouts: { connectMs: 100 },
    })
    await using good = await connectedTo(pbx, { server: 'good' })
    const failed = nextChange(lost, 'waiting')
    lost.connect().catch(() => undefined)
    let pings = 0
    let over = false
    void failed.then(() => {
      over = true
    })
    while (!over) {
      await good.send('Ping')
      pings += 1
    }
    expect((await failed).cause).toMatchObject({ reason: 'dns' })
    expect(pings).toBeGreaterThan(10)
  })
})
