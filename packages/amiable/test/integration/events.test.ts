import { startSimulator } from '@amiable/simulator'
import type { AmiClient, AmiEvent, Gap } from 'amiable'
import { describe, expect, it } from 'vitest'
import { connectedTo } from '../support/simulated-client.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Keeps the process busy, as a handler does that computes. */
function burn(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

/** How many events a client has read, once it has read all that was sent. */
async function eventsRead(client: AmiClient): Promise<number> {
  await client.send('Ping')
  return client.counters().events
}

/** Resolves when a condition holds, looked at each turn of the loop. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn()
}

describe('20 000 events in one burst', () => {
  it('D9 G5 K6 are delivered or dropped, exactly, to a loop that is slow, and each drop is told in a gap', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    const before = await eventsRead(client)
    const gaps: Gap[] = []
    const subscription = client.subscribe({
      events: ['Flood'],
      capacity: 500,
      onGap: (gap) => gaps.push(gap),
    })
    const sequences: number[] = []
    const loop = (async () => {
      for await (const event of subscription) {
        sequences.push(Number(event.get('Sequence')))
        if (sequences.length % 100 === 0) await turn()
      }
    })()
    const sent = await pbx.floodEvents({ count: 20_000 })
    expect((await eventsRead(client)) - before).toBe(20_000)
    await until(() => subscription.size === 0)
    await client.close()
    await loop
    const told = gaps.reduce((sum, { count }) => sum + count, 0)
    expect(sent).toBe(20_000)
    expect(sequences.length + subscription.dropped).toBe(20_000)
    expect(told).toBe(subscription.dropped)
    expect(gaps.every(({ names }) => Object.keys(names).join() === 'Flood')).toBe(true)
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b))
    expect(client.counters()).toMatchObject({
      eventsDropped: subscription.dropped,
      sessions: 1,
      sessionsLost: 0,
      anomalies: 0,
    })
  })

  it('D9 all reach a handler that keeps up, and several at once', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    const counts = [0, 0, 0]
    for (const index of counts.keys()) {
      client.on(
        index === 0 ? '*' : 'flood',
        () => {
          counts[index] = (counts[index] ?? 0) + 1
        },
        { capacity: 20_000 },
      )
    }
    await pbx.floodEvents({ count: 20_000 })
    await until(() => counts.every((count) => count === 20_000))
    expect(client.counters()).toMatchObject({ eventsDropped: 0, eventsAbandoned: 0 })
  })

  it('D9 are not even built when nobody wants them', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    client.on('Hangup', () => undefined)
    const before = await eventsRead(client)
    await pbx.floodEvents({ count: 20_000 })
    expect((await eventsRead(client)) - before).toBe(20_000)
    expect(client.counters()).toMatchObject({ eventsDropped: 0 })
    expect(client.health().queuedEvents).toBe(0)
  })
})

describe('a handler that burns 5 ms per event', () => {
  it('pain 2 pain 15 starves neither another subscription nor an answer', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    let burned = 0
    client.on('Flood', () => {
      burn(5)
      burned += 1
    })
    let fast = 0
    client.on('Flood', () => {
      fast += 1
    })
    await pbx.floodEvents({ count: 200 })
    await until(() => burned > 0)
    const before = burned
    await client.send('Ping')
    const duringPing = burned - before
    await until(() => fast === 200)
    const duringFast = burned
    expect(duringPing).toBeLessThan(20)
    expect(duringFast).toBeLessThan(100)
    expect(client.health().queuedEvents).toBe(200 - burned)
  })

  it('pain 2 iterates no differently: a loop that computes lets the answers through', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    const subscription = client.subscribe({ events: ['Flood'] })
    await pbx.floodEvents({ count: 200 })
    await until(() => subscription.size === 200)
    let burned = 0
    const loop = (async () => {
      for await (const _event of subscription) {
        burn(5)
        burned += 1
      }
    })()
    await client.send('Ping')
    expect(burned).toBeLessThan(20)
    subscription.close()
    await loop
  })

  it('pain 2 nor does it hold up the reader: what comes meanwhile is read, and counted', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    const before = await eventsRead(client)
    let burned = 0
    const subscription = client.on(
      'Flood',
      () => {
        burn(5)
        burned += 1
      },
      { capacity: 50 },
    )
    await pbx.floodEvents({ count: 5000 })
    expect((await eventsRead(client)) - before).toBe(5000)
    expect(subscription.dropped).toBeGreaterThan(4500)
    expect(burned + subscription.size + subscription.dropped).toBe(5000)
  })
})

describe('iterators', () => {
  it('yield to the loop: a timer fires while a loop takes 20 000 events without waiting for anything', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    const subscription = client.subscribe({ events: ['Flood'], capacity: 20_000 })
    await pbx.floodEvents({ count: 20_000 })
    await until(() => subscription.size === 20_000)
    let turns = 0
    let over = false
    const count = (): void => {
      turns += 1
      if (!over) setImmediate(count)
    }
    setImmediate(count)
    let taken = 0
    for await (const _event of subscription) {
      burn(0.01)
      taken += 1
      if (taken === 20_000) break
    }
    over = true
    // 200 ms of work in turns of 5 ms.
    expect(turns).toBeGreaterThan(10)
  })

  it('share out events of one name among subscriptions: each gets every event, in order', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    const subscriptions = [client.subscribe(), client.subscribe({ events: ['Flood'] })]
    const take = async (subscription: AsyncIterable<AmiEvent>): Promise<number[]> => {
      const sequences: number[] = []
      for await (const event of subscription) {
        sequences.push(Number(event.get('Sequence')))
        if (sequences.length === 1000) break
      }
      return sequences
    }
    const taken = Promise.all(subscriptions.map(take))
    await pbx.floodEvents({ count: 1000 })
    const expected = Array.from({ length: 1000 }, (_, index) => index + 1)
    expect(await taken).toEqual([expected, expected])
  })
})

describe('the noise', () => {
  it('G5 goes first: in a burst of 2000 noisy events every Hangup stays', async () => {
    await using pbx = await startSimulator()
    await using client = await connectedTo(pbx)
    const gaps: Gap[] = []
    const subscription = client.subscribe({ capacity: 100, onGap: (gap) => gaps.push(gap) })
    for (let index = 0; index < 2000; index += 1) {
      pbx.event('VarSet', { Variable: 'X', Value: index })
      if (index % 40 === 0) pbx.event('Hangup', { Channel: `PJSIP/${index}`, Cause: 16 })
    }
    await client.send('Ping')
    const hangups: (string | undefined)[] = []
    const loop = (async () => {
      for await (const event of subscription) if (event.name === 'Hangup') hangups.push(event.get('Channel'))
    })()
    await until(() => subscription.size === 0)
    subscription.close()
    await loop
    expect(hangups).toEqual(Array.from({ length: 50 }, (_, index) => `PJSIP/${index * 40}`))
    expect(gaps.map(({ reason }) => reason)).toEqual(['overflow'])
    expect(gaps[0]?.names).toEqual({ VarSet: 1950 })
  })
})
