import { AmiAbortedError, AmiClosedError } from 'amiable'
import { describe, expect, it } from 'vitest'
import { turns } from '../../support/fake-pbx.ts'
import { manualClient } from '../../support/manual-client.ts'

/** A client that is ready. */
async function readyClient(options: Parameters<typeof manualClient>[0] = {}) {
  const made = manualClient(options)
  await Promise.all([made.client.connect(), turns()])
  return made
}

describe('client.on', () => {
  it('runs its handler for the events of a name, in any case, and for all with a star', async () => {
    const { client, pbx } = await readyClient()
    const seen: string[] = []
    client.on('hangup', (event) => seen.push(`hangup ${event.name}`))
    client.on('*', (event) => seen.push(`* ${event.name}`))
    pbx.link.event('Hangup')
    pbx.link.event('DialEnd')
    await turns()
    expect(seen.sort()).toEqual(['* DialEnd', '* Hangup', 'hangup Hangup'])
  })

  it('gives a subscription: closed, its handler is not called any more', async () => {
    const { client, pbx } = await readyClient()
    const seen: string[] = []
    const subscription = client.on('A', (event) => seen.push(event.name))
    pbx.link.event('A')
    await turns()
    subscription.close()
    pbx.link.event('A')
    await turns()
    expect(seen).toEqual(['A'])
  })

  it('takes where, signal and bounds', async () => {
    const { client, pbx } = await readyClient()
    const controller = new AbortController()
    const seen: (string | undefined)[] = []
    const subscription = client.on('A', (event) => seen.push(event.get('N')), {
      where: (event) => event.get('N') !== '2',
      signal: controller.signal,
    })
    for (const N of [1, 2, 3]) pbx.link.event('A', { N })
    await turns()
    controller.abort()
    expect(seen).toEqual(['1', '3'])
    expect(subscription.closed).toBe(true)
  })

  it('reports a handler’s subscription that closed because it was full: nobody else could know', async () => {
    const { client, pbx } = await readyClient()
    const subscription = client.on('A', () => new Promise(() => undefined), {
      capacity: 1,
      overflow: 'close',
    })
    for (let index = 0; index < 3; index += 1) pbx.link.event('A')
    await turns()
    expect(subscription.closed).toBe(false)
    subscription.close()
    const closing = client.on('A', () => undefined, { capacity: 1, overflow: 'close' })
    for (let index = 0; index < 3; index += 1) pbx.link.event('A')
    await turns()
    expect(closing.closed).toBe(true)
    expect(client.counters().handlerErrors).toBe(2)
  })

  it('pain 15 an event called error is an event like any other, heard or not', async () => {
    const { client, pbx } = await readyClient()
    pbx.link.event('error')
    const seen: string[] = []
    client.on('error', (event) => seen.push(event.name))
    pbx.link.event('error')
    await turns()
    expect(seen).toEqual(['error'])
    expect(client.state).toBe('ready')
  })

  it('pain 15 a handler may close the client, and wait for that', async () => {
    const { client, pbx, clock } = await readyClient()
    const seen: string[] = []
    let closed = false
    client.on('A', async (event) => {
      seen.push(event.name)
      await client.close()
      closed = true
    })
    pbx.link.event('A')
    pbx.link.event('A')
    await turns(30)
    expect(closed).toBe(true)
    expect(client.state).toBe('closed')
    expect(seen).toEqual(['A', 'A'])
    expect(clock.pending).toBe(0)
  })

  it('pain 15 a handler may send, and wait for the answer', async () => {
    const { client, pbx } = await readyClient()
    const answers: boolean[] = []
    client.on('A', async () => {
      answers.push((await client.send('Ping')).ok)
    })
    pbx.link.event('A')
    pbx.link.event('A')
    await turns(40)
    expect(answers).toEqual([true, true])
  })

  it('pain 10 hands over what was sent, whatever its encoding', async () => {
    const { client, pbx } = await readyClient({ encoding: 'windows-1251' })
    const seen: (string | undefined)[] = []
    client.on('A', (event) => seen.push(event.get('Name')))
    pbx.link.event('A', { Name: Buffer.from('Привет', 'utf8').toString('latin1') })
    pbx.link.event('A', { Name: '\xcf\xf0\xe8' })
    await turns()
    expect(seen).toEqual(['Привет', 'При'])
  })
})

describe('client.once', () => {
  it('resolves to the next event of the name, and no other', async () => {
    const { client, pbx } = await readyClient()
    const next = client.once('A')
    pbx.link.event('B')
    pbx.link.event('A', { N: 1 })
    pbx.link.event('A', { N: 2 })
    expect((await next).get('N')).toBe('1')
  })

  it('resolves to the next one that where lets through, however many it does not', async () => {
    const { client, pbx } = await readyClient()
    const next = client.once('A', { where: (event) => event.get('N') === '4999' })
    for (let N = 0; N < 5000; N += 1) pbx.link.event('A', { N })
    expect((await next).get('N')).toBe('4999')
  })

  it('rejects when its signal aborts, before or while it waits', async () => {
    const { client } = await readyClient()
    const controller = new AbortController()
    const waiting = client.once('A', { signal: controller.signal })
    await turns()
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toMatchObject({ code: 'AMI_ABORTED', cause: { message: 'enough' } })
    await expect(client.once('A', { signal: controller.signal })).rejects.toBeInstanceOf(AmiAbortedError)
  })

  it('rejects when the client closes, and on a closed client', async () => {
    const { client } = await readyClient()
    const waiting = client.once('A')
    await Promise.all([client.close(), turns()])
    await expect(waiting).rejects.toBeInstanceOf(AmiClosedError)
    await expect(client.once('A')).rejects.toBeInstanceOf(AmiClosedError)
  })

  it('pain 24 leaves no subscription behind', async () => {
    const { client, pbx } = await readyClient()
    const next = client.once('A')
    pbx.link.event('A')
    await next
    for (let index = 0; index < 100; index += 1) pbx.link.event('A')
    expect(client.health().queuedEvents).toBe(0)
  })

  it('G4 what it did not wait for is no loss, but is counted', async () => {
    const { client, pbx } = await readyClient()
    const next = client.once('A')
    for (let index = 0; index < 5; index += 1) pbx.link.event('A')
    await next
    expect(client.counters()).toMatchObject({ eventsDropped: 0, eventsAbandoned: 4 })
  })
})

describe('subscriptions', () => {
  it('G5 pain 1 outlive the link: the same ones get the events of the next session, after a gap', async () => {
    const { client, pbx, run } = await readyClient()
    const seen: string[] = []
    client.on('A', (event) => seen.push(`A of session ${event.session}`), {
      onGap: ({ reason, server }) => seen.push(`${reason} ${server}`),
    })
    pbx.link.event('A')
    await turns()
    pbx.link.cut()
    await run(1000)
    pbx.link.event('A')
    await turns()
    expect(seen).toEqual(['A of session 1', 'reconnect pbx', 'A of session 2'])
  })

  it('G5 the client is ready when onGap is called: a resync can send, though events came before the filters stood', async () => {
    const { client, pbx, run } = manualClient({ filters: ['!Event: VarSet'] })
    pbx.onRequest = async (request, link) => {
      if (request.action === 'Filter') await turns(8)
      pbx.answer(request, link)
      if (request.action === 'Login') link.event('FullyBooted')
    }
    const seen: string[] = []
    client.on('*', (event) => seen.push(`${event.name} of session ${event.session} when ${client.state}`), {
      onGap: async ({ reason }) => {
        seen.push(`${reason} ${(await client.send('Ping').catch((error) => error)).message ?? 'synced'}`)
      },
    })
    await Promise.all([client.connect(), turns(40)])
    pbx.link.cut()
    await run(125)
    await turns(60)
    expect(seen).toEqual([
      'FullyBooted of session 1 when ready',
      'reconnect synced',
      'FullyBooted of session 2 when ready',
    ])
  })

  it('G4 events of a session that never became ready are delivered in their place, or when the client closes', async () => {
    const made = manualClient({ filters: ['!Event: VarSet'], reconnect: { minMs: 1000, maxMs: 1000 } })
    const { client, pbx, run } = made
    pbx.silentFor.add('filter')
    pbx.onRequest = (request, link) => {
      pbx.answer(request, link)
      if (request.action !== 'Login') return
      link.event('A')
      if (pbx.links.length === 1) setImmediate(() => link.cut())
    }
    const seen: string[] = []
    client.on('A', (event) => seen.push(`A of session ${event.session}`), {
      onGap: ({ reason }) => seen.push(reason),
    })
    void client.connect()
    await turns()
    await run(500)
    expect(client.health().queuedEvents).toBe(2)
    expect(seen).toEqual([])
    await Promise.all([client.close(), turns()])
    expect(seen).toEqual(['A of session 1', 'reconnect', 'A of session 2'])
  })

  it('G5 hear of no gap before the first session, however many attempts it took', async () => {
    const { client, pbx, run } = manualClient()
    const seen: string[] = []
    client.on('A', (event) => seen.push(`A of session ${event.session}`), {
      onGap: ({ reason }) => seen.push(reason),
    })
    pbx.onDial = (link) => link.cut()
    void client.connect()
    await turns()
    pbx.onDial = (link) => link.greet()
    await run(125)
    pbx.link.event('A')
    await turns()
    expect(seen).toEqual(['A of session 2'])
  })

  it('G4 events of one session that wait are still told apart from those of the next', async () => {
    const { client, pbx, run } = await readyClient()
    const seen: (string | number)[] = []
    const subscription = client.subscribe({ events: ['A'], onGap: ({ reason }) => seen.push(reason) })
    pbx.link.event('A')
    pbx.link.event('A')
    pbx.link.cut()
    await run(1000)
    pbx.link.event('A')
    void (async () => {
      for await (const event of subscription) seen.push(event.session)
    })()
    await turns()
    expect(seen).toEqual([1, 1, 'reconnect', 2])
  })

  it('G4 the events at hand when the client closes are all delivered, then the loops end', async () => {
    const { client, pbx } = await readyClient()
    const handled: string[] = []
    client.on('A', (event) => handled.push(event.get('N') ?? ''))
    const iterated: string[] = []
    const loop = (async () => {
      for await (const event of client.subscribe()) iterated.push(event.get('N') ?? '')
    })()
    await turns()
    for (let N = 0; N < 50; N += 1) pbx.link.event('A', { N })
    await Promise.all([client.close(), turns()])
    await loop
    expect([handled.length, iterated.length]).toEqual([50, 50])
    expect(client.counters()).toMatchObject({ events: 50, eventsDropped: 0, eventsAbandoned: 0 })
  })

  it('D10 G4 the events that come just before the server cuts the link are delivered', async () => {
    const { client, pbx } = await readyClient()
    const seen: string[] = []
    client.on('A', (event) => seen.push(event.name))
    for (let index = 0; index < 50; index += 1) pbx.link.event('A')
    pbx.link.cut()
    await turns()
    expect(seen).toHaveLength(50)
  })

  it('G3 events are delivered while pings go unanswered', async () => {
    const { client, pbx, run } = await readyClient()
    pbx.silentFor.add('ping')
    await run(26_000)
    expect(client.health()).toMatchObject({ state: 'ready', missedPongs: 1 })
    const seen: string[] = []
    client.on('Hangup', (event) => seen.push(event.name))
    for (let index = 0; index < 50; index += 1) pbx.link.event('Hangup')
    await turns()
    expect(seen).toHaveLength(50)
  })

  it('made on a closed client are closed', async () => {
    const { client } = await readyClient()
    await Promise.all([client.close(), turns()])
    expect(client.subscribe().closed).toBe(true)
    expect(client.on('A', () => undefined).closed).toBe(true)
  })

  it('G1 refuse bounds that cannot be', async () => {
    const { client } = await readyClient()
    expect(() => client.subscribe({ capacity: 0 })).toThrow(/capacity/)
    expect(() => client.on('A', () => undefined, { maxBytes: 1 })).toThrow(/maxBytes/)
  })
})

describe('bounds', () => {
  it('H13 one client’s backlog is its own: bytes are bounded per subscription, and the other loses nothing', async () => {
    const noisy = await readyClient({ server: 'noisy' })
    const quiet = await readyClient({ server: 'quiet' })
    const backlog = noisy.client.subscribe({ maxBytes: 10_000 })
    const kept = quiet.client.subscribe({ maxBytes: 10_000 })
    quiet.pbx.link.event('Hangup')
    for (let index = 0; index < 1000; index += 1) noisy.pbx.link.event('VarSet', { Value: 'x'.repeat(1000) })
    expect(backlog.size).toBe(9)
    expect(backlog.dropped).toBe(991)
    expect(kept).toMatchObject({ size: 1, dropped: 0 })
    expect(noisy.client.health()).toMatchObject({ server: 'noisy', state: 'ready', queuedEvents: 9 })
    expect(quiet.client.health()).toMatchObject({ server: 'quiet', state: 'ready', queuedEvents: 1 })
  })

  it('H13 bytes that wait to be written are bounded per client', async () => {
    const { client } = await readyClient({ limits: { writeBufferBytes: 2000 } })
    const sent = Array.from({ length: 60 }, () =>
      client.send('Ping').then(
        () => 'sent',
        (error) => error.code,
      ),
    )
    const health = client.health()
    expect(health.writeBufferBytes).toBeLessThanOrEqual(2000)
    await turns()
    const outcomes = await Promise.all(sent)
    expect(outcomes).toContain('sent')
    expect(outcomes).toContain('AMI_BACKPRESSURE')
    expect(client.health()).toMatchObject({ state: 'ready', writeBufferBytes: 0, pendingActions: 0 })
  })

  it('pain 24 subscribing and closing a thousand times leaves nothing', async () => {
    const { client, pbx } = await readyClient()
    const controller = new AbortController()
    for (let index = 0; index < 1000; index += 1) {
      client.subscribe({ signal: controller.signal }).close()
      client.on(`Name${index}`, () => undefined).close()
      client.onState(() => undefined)()
    }
    pbx.link.event('A')
    expect(client.health().queuedEvents).toBe(0)
    controller.abort()
    expect(client.counters().eventsDropped).toBe(0)
  })
})

describe('completion', () => {
  it('F2 code that throws when its answer comes disturbs neither the next answer nor the link', async () => {
    const { client } = await readyClient()
    const first = client.send('Ping').then(() => {
      throw new Error('of the caller')
    })
    first.catch(() => undefined)
    const second = client.send('Ping')
    await turns()
    await expect(first).rejects.toThrow('of the caller')
    await expect(second).resolves.toMatchObject({ ok: true })
    const third = client.send('Ping')
    await turns()
    await expect(third).resolves.toMatchObject({ ok: true })
    expect(client.state).toBe('ready')
  })

  it('list gives the items, and then what went wrong', async () => {
    const { client, pbx } = await readyClient()
    pbx.onRequest = (request, link) => {
      link.respond(request, 'Success', 'EventList: start\r\n')
      for (const Channel of ['a', 'b']) link.event('CoreShowChannel', { ActionID: request.actionId, Channel })
      link.cut()
    }
    const seen: (string | undefined)[] = []
    const loop = (async () => {
      for await (const item of client.list('CoreShowChannels')) seen.push(item.get('Channel'))
    })()
    loop.catch(() => undefined)
    await turns()
    await expect(loop).rejects.toMatchObject({ code: 'AMI_CONNECTION', delivery: 'unknown' })
    expect(seen).toEqual(['a', 'b'])
  })

  it('list takes a signal, and sends nothing when nobody iterates', async () => {
    const { client, pbx } = await readyClient()
    const before = pbx.link.received.length
    client.list('CoreShowChannels')
    await turns()
    expect(pbx.link.received).toHaveLength(before)
    const controller = new AbortController()
    pbx.onRequest = () => undefined
    const loop = (async () => {
      for await (const _item of client.list('CoreShowChannels', {}, { signal: controller.signal }));
    })()
    loop.catch(() => undefined)
    await turns()
    controller.abort()
    await expect(loop).rejects.toMatchObject({ code: 'AMI_ABORTED' })
  })

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2_147_483_648])(
    'refuses a deadline of %d ms',
    async (timeoutMs) => {
      const { client } = await readyClient()
      await expect(client.send('Ping', {}, { timeoutMs })).rejects.toMatchObject({
        code: 'AMI_ARGUMENT',
        problems: [{ path: 'timeoutMs' }],
      })
    },
  )
})
