import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { AmiEvent, DropReport, Gap } from 'amiable'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { turns } from '../support/fake-pbx.ts'
import { type LogRecord, recordingLogger } from '../support/simulated-client.ts'
import { failureOf, nextState, readyFleet, until } from './fleet.ts'
import { type ManualFleet, manualFleet } from './manual-fleet.ts'

const names = ['east', 'west', 'north']

/** What a consumer was given of each server, in order: an event's number, or a gap. */
class Consumer {
  readonly #given = new Map<string, (number | Gap)[]>()

  readonly onEvent = (event: AmiEvent): void => this.#take(event.server, Number(event.get('Sequence')))
  readonly onGap = (gap: Gap): void => this.#take(gap.server, gap)

  of(server: string): readonly (number | Gap)[] {
    return this.#given.get(server) ?? []
  }

  /**
   * How many events the consumer was given or told the loss of. No loss is told later than the first event after it;
   * where the oldest are dropped, nor earlier.
   */
  accountedFor(server: string, overflow: 'drop-oldest' | 'drop-newest' = 'drop-oldest'): number {
    let last = 0
    for (const one of this.of(server)) {
      if (typeof one !== 'number') last += one.count
      else if (overflow === 'drop-oldest') expect(one).toBe(last++ + 1)
      else expect(one).toBeLessThanOrEqual(last++ + 1)
    }
    return last
  }

  #take(server: string, one: number | Gap): void {
    this.#given.set(server, [...this.of(server), one])
  }
}

function countOf({ count }: LogRecord['context']): number {
  return Number(count)
}

/** Lets a server send numbered events, from one number to another. */
function send({ pbx }: ManualFleet, server: string, from: number, to: number): void {
  for (let sequence = from; sequence <= to; sequence += 1)
    pbx(server).link.event('Hangup', { Sequence: sequence })
}

describe('invariant 10: every drop is observable, counted exactly, logged at a throttled rate, told as a gap', () => {
  it('S10 floods of several servers: delivered and told of is what each sent, and so says every counter', async () => {
    const reports = new Map<string, number>()
    const take = (message: unknown): void => {
      const { server } = message as DropReport
      reports.set(server, (reports.get(server) ?? 0) + 1)
    }
    subscribe('amiable:drop', take)
    await using fleet = await readyFleet(names)
    const { cluster } = fleet
    const consumer = new Consumer()
    const subscription = cluster.subscribe({ events: ['Flood'], capacity: 500, onGap: consumer.onGap })
    const sent = new Map([
      ['east', 4000],
      ['west', 300],
      ['north', 1234],
    ])
    await Promise.all([...sent].map(([name, count]) => fleet.pbx(name).floodEvents({ count })))
    await cluster.broadcast('Ping')
    const held = subscription.size
    expect(held).toBe(500 + 300 + 500)
    void subscription.each(consumer.onEvent)
    await until(() => subscription.size === 0)
    unsubscribe('amiable:drop', take)
    for (const [name, count] of sent) {
      expect(consumer.accountedFor(name)).toBe(count)
      const lost = Math.max(0, count - 500)
      expect(cluster.server(name).counters().eventsDropped).toBe(lost)
      expect(reports.get(name) ?? 0).toBe(lost)
    }
    expect(subscription.dropped).toBe(4000 + 300 + 1234 - held)
    expect(consumer.of('west')).toHaveLength(300)
  })

  it('G5 each gap stands in its place, however servers send and consumers pause', async () => {
    const step = fc.oneof(
      fc.record({ server: fc.constantFrom(...names), count: fc.integer({ min: 1, max: 30 }) }),
      fc.constant('consume' as const),
    )
    const policy = fc.constantFrom('drop-oldest' as const, 'drop-newest' as const)
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), policy, async (steps, overflow) => {
        const fleet = manualFleet(names)
        await fleet.ready()
        const consumer = new Consumer()
        const sent = new Map<string, number>(names.map((name) => [name, 0]))
        let go: () => void = () => undefined
        const pause = (): Promise<void> => new Promise((resolve) => (go = resolve))
        const subscription = fleet.cluster.subscribe({ capacity: 10, overflow, onGap: consumer.onGap })
        void subscription.each((event) => {
          consumer.onEvent(event)
          return pause()
        })
        for (const one of steps) {
          if (one === 'consume') go()
          else {
            const last = sent.get(one.server) ?? 0
            send(fleet, one.server, last + 1, last + one.count)
            sent.set(one.server, last + one.count)
          }
          await turns(2)
        }
        while (subscription.size > 0) {
          go()
          await turns(2)
        }
        // A gap at the very end is told without waiting for an event.
        go()
        await turns(2)
        for (const name of names) expect(consumer.accountedFor(name, overflow)).toBe(sent.get(name))
        void fleet.cluster.close()
      }),
      { numRuns: 60 },
    )
  })

  it('G2 K6 one record at once and one a second tell of thousands of drops, and their counts are exact', async () => {
    const logger = recordingLogger()
    const fleet = manualFleet(names, { defaults: { logger } })
    await fleet.ready()
    fleet.cluster.subscribe({ events: ['Hangup'], capacity: 10 })
    const rounds = 5
    for (let round = 0; round < rounds; round += 1) {
      send(fleet, 'east', 1, 1000)
      send(fleet, 'west', 1, 100)
      await fleet.run(500)
    }
    await fleet.run(2000)
    const told = (server: string): readonly Record<string, unknown>[] =>
      logger.records
        .filter(({ message }) => message === 'events dropped')
        .map(({ context }) => context)
        .filter(({ server: of }) => of === server)
    for (const [server, dropped] of [
      ['east', 5000 - 10],
      ['west', 500 - 10],
    ] as const) {
      const records = told(server)
      expect(records.length).toBeGreaterThanOrEqual(2)
      expect(records.length).toBeLessThanOrEqual(4)
      expect(records.reduce((sum, { count }) => sum + Number(count), 0)).toBe(dropped)
      expect(records.at(-1)).toMatchObject({
        total: dropped,
        queueDepth: expect.any(Number),
        event: 'Hangup',
        reason: 'overflow',
      })
    }
    expect(told('north')).toEqual([])
    void fleet.cluster.close()
  })

  it('G4 what a consumer leaves behind when it closes is counted, apart from what it could not take', async () => {
    const fleet = manualFleet(names)
    await fleet.ready()
    const subscription = fleet.cluster.subscribe({ events: ['Hangup'], capacity: 50 })
    for (const name of names) send(fleet, name, 1, 80)
    subscription.close()
    for (const name of names) {
      expect(fleet.cluster.server(name).counters()).toMatchObject({ eventsDropped: 30, eventsAbandoned: 50 })
    }
    expect(subscription.dropped).toBe(240)
    void fleet.cluster.close()
  })

  it('a subscription that closes when it is full says which server was too fast, and hands over what it holds', async () => {
    const fleet = manualFleet(names)
    await fleet.ready()
    const subscription = fleet.cluster.subscribe({ events: ['Hangup'], capacity: 10, overflow: 'close' })
    send(fleet, 'east', 1, 5)
    send(fleet, 'west', 1, 11)
    const consumer = new Consumer()
    const ended = failureOf(subscription.each(consumer.onEvent))
    await turns()
    expect(await ended).toMatchObject({ code: 'AMI_BACKPRESSURE', server: 'west' })
    expect([consumer.accountedFor('east'), consumer.accountedFor('west')]).toEqual([5, 10])
    expect(fleet.cluster.server('west').counters().eventsDropped).toBe(1)
    void fleet.cluster.close()
  })

  it('G5 what a server said while its link was down is told as a gap of that server, before what follows', async () => {
    await using fleet = await readyFleet(names)
    const { cluster } = fleet
    const told: string[] = []
    cluster.on('Hangup', (event) => void told.push(`${event.server} ${event.get('Channel')}`), {
      onGap: ({ server, reason, count }) => void told.push(`${server} ${reason} ${count}`),
    })
    for (const pbx of fleet.servers) pbx.event('Hangup', { Channel: 'a' })
    await until(() => told.length === 3)
    const back = nextState(cluster, 'west', 'ready')
    fleet.pbx('west').cutAll()
    fleet.pbx('west').event('Hangup', { Channel: 'lost' })
    await back
    for (const pbx of fleet.servers) pbx.event('Hangup', { Channel: 'b' })
    await until(() => told.length >= 7)
    expect(told.filter((line) => line.startsWith('west'))).toEqual(['west a', 'west reconnect 0', 'west b'])
    expect(told.filter((line) => line.startsWith('east'))).toEqual(['east a', 'east b'])
  })

  it('what a server leaves behind when it is replaced or removed is delivered before anything of its successor', async () => {
    const fleet = manualFleet(names)
    await fleet.ready()
    const { cluster, optionsOf, run } = fleet
    const consumer = new Consumer()
    const subscription = cluster.subscribe({ events: ['Hangup'], capacity: 10, onGap: consumer.onGap })
    for (const name of names) send(fleet, name, 1, 25)
    const west = cluster.server('west')
    cluster.replace('west', optionsOf('west'))
    void cluster.remove('north')
    await run(5000)
    send(fleet, 'west', 26, 27)
    expect(subscription.dropped).toBe(45)
    expect(west.counters().eventsDropped).toBe(15)
    void subscription.each(consumer.onEvent)
    await turns()
    const lost = { reason: 'overflow', count: 15, names: { Hangup: 15 } }
    const rest = Array.from({ length: 10 }, (_, index) => index + 16)
    expect(consumer.of('north')).toEqual([{ server: 'north', ...lost }, ...rest])
    expect(consumer.of('east')).toEqual([{ server: 'east', ...lost }, ...rest])
    const back = { server: 'west', reason: 'reconnect', count: 0, names: {} }
    expect(consumer.of('west')).toEqual([{ server: 'west', ...lost }, ...rest, back, 26, 27])
    void cluster.close()
  })

  it('D5 bytes that make no message are counted to the last one, and told of once a second', async () => {
    const logger = recordingLogger()
    const fleet = manualFleet(names, { defaults: { logger } })
    await fleet.ready()
    const garbage = `${'lorem ipsum '.repeat(20)}\r\n\r\n`
    for (let index = 0; index < 1000; index += 1) fleet.pbx('east').link.send(garbage)
    send(fleet, 'east', 1, 1)
    const { anomalies, discardedBytes } = fleet.cluster.server('east').counters()
    expect(discardedBytes).toBeGreaterThanOrEqual(1000 * (garbage.length - 4))
    expect(discardedBytes).toBeLessThanOrEqual(1000 * garbage.length)
    expect(anomalies).toBeGreaterThan(0)
    expect(fleet.cluster.server('west').counters()).toMatchObject({ anomalies: 0, discardedBytes: 0 })
    await fleet.run(2000)
    const told = logger.records.filter(({ message }) => message === 'bytes that make no message')
    expect(told.length).toBeLessThanOrEqual(2)
    expect(told.reduce((sum, { context }) => sum + countOf(context), 0)).toBe(anomalies)
    void fleet.cluster.close()
  })
})
