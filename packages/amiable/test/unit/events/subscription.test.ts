import { AmiBackpressureError, type AmiEvent, type Gap } from 'amiable'
import { describe, expect, it } from 'vitest'
import { turns } from '../../support/fake-pbx.ts'
import { label, subscriber } from './subscriber.ts'

/** Everything an iterator gives until it ends, with the error it ends with. */
async function collect(events: AsyncIterable<AmiEvent>): Promise<string[]> {
  const labels: string[] = []
  try {
    for await (const event of events) labels.push(label(event))
  } catch (error) {
    labels.push(`threw ${(error as Error).name}`)
  }
  return labels
}

describe('for await', () => {
  it('gives every event once, in order, those that waited first', async () => {
    const { subscription, send } = subscriber()
    send('A')
    send('B')
    const collected = collect(subscription)
    await turns()
    send('C')
    await turns()
    send('D')
    await turns()
    expect(subscription.size).toBe(0)
    subscription.close()
    expect(await collected).toEqual(['A#1', 'B#2', 'C#3', 'D#4'])
  })

  it('left by break closes the subscription and counts what still waited', async () => {
    const { subscription, send, drops } = subscriber()
    for (const name of ['A', 'B', 'C']) send(name)
    for await (const event of subscription) {
      expect(label(event)).toBe('A#1')
      break
    }
    expect(subscription.closed).toBe(true)
    expect(subscription.dropped).toBe(2)
    expect(drops).toEqual([
      { name: 'B', reason: 'closed' },
      { name: 'C', reason: 'closed' },
    ])
    expect(await collect(subscription)).toEqual([])
  })

  it('left by a throw in its body closes the subscription', async () => {
    const { subscription, send } = subscriber()
    send('A')
    const loop = async (): Promise<void> => {
      for await (const _event of subscription) throw new Error('of the body')
    }
    await expect(loop()).rejects.toThrow('of the body')
    expect(subscription.closed).toBe(true)
  })

  it('ends when the subscription is closed while it waits', async () => {
    const { subscription } = subscriber()
    const collected = collect(subscription)
    await turns()
    subscription.close()
    expect(await collected).toEqual([])
  })

  it('ends when the subscription is closed from its own body', async () => {
    const { subscription, send } = subscriber()
    send('A')
    send('B')
    const seen: string[] = []
    for await (const event of subscription) {
      seen.push(label(event))
      subscription.close()
    }
    expect(seen).toEqual(['A#1'])
    expect(subscription.dropped).toBe(1)
  })

  it('refuses a second next() while one waits, and the first still gets its event', async () => {
    const { subscription, send } = subscriber()
    const iterator = subscription[Symbol.asyncIterator]()
    const first = iterator.next()
    await expect(iterator.next()).rejects.toThrow(
      new TypeError('the subscription is already being waited for'),
    )
    send('A')
    const { value } = await first
    expect(value?.name).toBe('A')
  })

  it('may go on by hand after a pause', async () => {
    const { subscription, send } = subscriber()
    const iterator = subscription[Symbol.asyncIterator]()
    send('A')
    expect((await iterator.next()).value?.name).toBe('A')
    await turns()
    send('B')
    expect((await iterator.next()).value?.name).toBe('B')
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined })
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
  })
})

describe('each', () => {
  it('runs its handler for every event, one at a time, and resolves when the subscription closes', async () => {
    const { subscription, send } = subscriber()
    let running = 0
    const seen: string[] = []
    const done = subscription.each(async (event) => {
      running += 1
      expect(running).toBe(1)
      await turns(3)
      seen.push(label(event))
      running -= 1
    })
    for (const name of ['A', 'B', 'C']) send(name)
    await turns(30)
    expect(seen).toEqual(['A#1', 'B#2', 'C#3'])
    subscription.close()
    await expect(done).resolves.toBeUndefined()
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('of the handler')
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('of the handler')
      },
    ],
    [
      'returns a thenable that cannot be looked at',
      () =>
        Object.defineProperty({}, 'then', {
          get: () => {
            throw new Error('of the handler')
          },
        }),
    ],
  ])('F1 F6 pain 15 goes on with the next event when its handler %s', async (_how, fail) => {
    const { subscription, send, errors } = subscriber()
    const seen: string[] = []
    void subscription.each((event) => {
      seen.push(label(event))
      return event.name === 'Bad' ? fail() : undefined
    })
    for (const name of ['A', 'Bad', 'B']) send(name)
    await turns()
    expect(seen).toEqual(['A#1', 'Bad#2', 'B#3'])
    expect(errors).toEqual([{ error: new Error('of the handler'), event: 'Bad' }])
  })

  it('pain 2 a handler that never comes back fills its own queue, and nobody else waits', async () => {
    const { subscription, dispatcher, send } = subscriber({ capacity: 3 })
    void subscription.each(() => new Promise(() => undefined))
    const other: string[] = []
    void dispatcher.subscribe({}).each((event) => other.push(label(event)))
    for (let index = 0; index < 10; index += 1) {
      send('A')
      await turns(2)
    }
    expect(other).toHaveLength(10)
    expect(subscription).toMatchObject({ size: 3, dropped: 6 })
  })

  it('pain 2 takes many events in one turn, also with an asynchronous handler that has nothing to wait for', async () => {
    const { subscription, send } = subscriber()
    let handled = 0
    void subscription.each(async () => {
      handled += 1
    })
    for (let index = 0; index < 1000; index += 1) send('A')
    await turns(2)
    expect(handled).toBe(1000)
  })

  it('can be given once, and not together with an iterator', () => {
    const { subscription, dispatcher } = subscriber()
    void subscription.each(() => undefined)
    const claimed = new TypeError('the subscription already has a handler')
    expect(() => subscription.each(() => undefined)).toThrow(claimed)
    expect(() => subscription[Symbol.asyncIterator]()).toThrow(claimed)
    const iterated = dispatcher.subscribe({})
    iterated[Symbol.asyncIterator]()
    expect(() => iterated.each(() => undefined)).toThrow(
      new TypeError('the subscription is iterated already'),
    )
  })

  it('pain 15 whose handler closes the subscription gets nothing more, and its promise resolves', async () => {
    const { subscription, send, drops } = subscriber()
    const seen: string[] = []
    const done = subscription.each((event) => {
      seen.push(label(event))
      subscription.close()
    })
    for (const name of ['A', 'B', 'C']) send(name)
    await done
    await turns()
    send('D')
    await turns()
    expect(seen).toEqual(['A#1'])
    expect(drops).toHaveLength(2)
  })
})

describe('where', () => {
  it('runs when the event is delivered, and keeps the rest out, uncounted', async () => {
    let looks = 0
    const { subscription, send } = subscriber({
      where: (event: AmiEvent) => {
        looks += 1
        return event.name === 'B'
      },
    })
    for (const name of ['A', 'B', 'A']) send(name)
    expect(looks).toBe(0)
    const collected = collect(subscription)
    await turns()
    expect(looks).toBe(3)
    subscription.close()
    expect(await collected).toEqual(['B#2'])
    expect(subscription.dropped).toBe(0)
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('of where')
      },
      'of where',
    ],
    ['gives a promise', () => Promise.resolve(true), 'where gave a promise'],
    ['gives a promise that rejects', () => Promise.reject(new Error('later')), 'where gave a promise'],
  ])('F1 E9 that %s counts as false, is reported, and stops nothing', async (_how, where, message) => {
    let first = true
    const { subscription, send, errors } = subscriber({
      where: () => {
        if (!first) return true
        first = false
        return where() as unknown as boolean
      },
    })
    send('A')
    send('B')
    const collected = collect(subscription)
    await turns()
    subscription.close()
    expect(await collected).toEqual(['B#2'])
    expect(errors).toEqual([
      { error: expect.objectContaining({ message: expect.stringContaining(message) }), event: 'A' },
    ])
  })

  it('takes any answer that is not false for yes, as filter does', async () => {
    const { subscription, send } = subscriber({
      where: ((event: AmiEvent) => event.get('Sequence')) as never,
    })
    const collected = collect(subscription)
    send('A')
    await turns()
    subscription.close()
    expect(await collected).toEqual(['A#1'])
  })
})

describe('onGap', () => {
  it('G5 is called in order, before the next event', async () => {
    const order: (string | Gap)[] = []
    const { subscription, send } = subscriber({ capacity: 2, onGap: (gap) => order.push(gap) })
    for (const name of ['A', 'B', 'C', 'D']) send(name)
    void subscription.each((event) => order.push(label(event)))
    await turns()
    expect(order).toEqual([
      { server: 'pbx', reason: 'overflow', count: 2, names: { A: 1, B: 1 } },
      'C#3',
      'D#4',
    ])
  })

  it('G5 is called for an iterator too, before its next() resolves', async () => {
    const order: string[] = []
    const { subscription, send, dispatcher } = subscriber({ onGap: ({ reason }) => order.push(reason) })
    const iterator = subscription[Symbol.asyncIterator]()
    const next = iterator.next().then(({ value }) => order.push(value?.name ?? 'end'))
    await turns()
    dispatcher.markSession(2)
    send('A', 2)
    await next
    expect(order).toEqual(['reconnect', 'A'])
  })

  it('G5 is called at once when the link is back, also when no event follows', async () => {
    const gaps: Gap[] = []
    const { subscription, dispatcher } = subscriber({ onGap: (gap) => gaps.push(gap) })
    void subscription.each(() => undefined)
    dispatcher.markSession(2)
    await turns()
    expect(gaps).toEqual([{ server: 'pbx', reason: 'reconnect', count: 0, names: {} }])
  })

  it('G5 is waited for: the next event comes when its promise has settled, so a resync can finish first', async () => {
    const order: string[] = []
    const { subscription, send, dispatcher } = subscriber({
      onGap: async () => {
        order.push('resync')
        await turns(5)
        order.push('synced')
      },
    })
    dispatcher.markSession(2)
    send('A', 2)
    void subscription.each((event) => order.push(event.name))
    await turns(20)
    expect(order).toEqual(['resync', 'synced', 'A'])
  })

  it('G5 is waited for by an iterator as well', async () => {
    const order: string[] = []
    const { subscription, send, dispatcher } = subscriber({
      onGap: async () => {
        await turns(5)
        order.push('synced')
      },
    })
    dispatcher.markSession(2)
    send('A', 2)
    for await (const event of subscription) {
      order.push(event.name)
      break
    }
    expect(order).toEqual(['synced', 'A'])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('of onGap')
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('of onGap')
      },
    ],
  ])('F1 F6 that %s is reported, and the event still comes', async (_how, onGap) => {
    const { subscription, send, errors } = subscriber({ capacity: 1, onGap })
    send('A')
    send('B')
    const collected = collect(subscription)
    await turns()
    subscription.close()
    expect(await collected).toEqual(['B#2'])
    expect(errors).toEqual([{ error: new Error('of onGap'), event: '(gap)' }])
  })

  it('may close the subscription: then nothing follows', async () => {
    const holder: { close?: () => void } = {}
    const { subscription, send, drops } = subscriber({ capacity: 1, onGap: () => holder.close?.() })
    holder.close = () => subscription.close()
    send('A')
    send('B')
    expect(await collect(subscription)).toEqual([])
    expect(drops).toEqual([
      { name: 'A', reason: 'overflow' },
      { name: 'B', reason: 'closed' },
    ])
  })

  it('is not called any more once the subscription is closed', async () => {
    const gaps: Gap[] = []
    const { subscription, send } = subscriber({ capacity: 1, onGap: (gap) => gaps.push(gap) })
    void subscription.each(() => undefined)
    send('A')
    send('B')
    subscription.close()
    await turns()
    expect(gaps).toEqual([])
  })
})

describe('a full subscription', () => {
  it('with overflow close delivers what it holds, tells the gap, and ends with AmiBackpressureError', async () => {
    const gaps: number[] = []
    const { subscription, send, drops, dispatcher } = subscriber({
      capacity: 2,
      overflow: 'close',
      onGap: ({ count }) => gaps.push(count),
    })
    for (const name of ['A', 'B', 'C', 'D']) send(name)
    expect(dispatcher.wants('A')).toBe(false)
    expect(await collect(subscription)).toEqual(['A#1', 'B#2', 'threw AmiBackpressureError'])
    expect(gaps).toEqual([1])
    expect(drops).toEqual([{ name: 'C', reason: 'overflow' }])
    expect(subscription).toMatchObject({ closed: true, dropped: 1 })
    expect(await collect(subscription)).toEqual([])
  })

  it('with overflow close rejects what each gave', async () => {
    const { subscription, send } = subscriber({ capacity: 1, overflow: 'close' })
    const seen: string[] = []
    const done = subscription.each((event) => seen.push(label(event)))
    send('A')
    send('B')
    await expect(done).rejects.toMatchObject({
      code: 'AMI_BACKPRESSURE',
      server: 'pbx',
      message: '1 events wait in a subscription that closes when full; B did not fit',
    })
    await expect(done).rejects.toBeInstanceOf(AmiBackpressureError)
    expect(seen).toEqual(['A#1'])
  })

  it('with overflow close tells its error also when it is closed before the loop comes back', async () => {
    const { subscription, send } = subscriber({ capacity: 1, overflow: 'close' })
    const iterator = subscription[Symbol.asyncIterator]()
    send('A')
    send('B')
    subscription.close()
    await expect(iterator.next()).rejects.toBeInstanceOf(AmiBackpressureError)
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
  })

  it('with overflow close needs nobody to catch its error', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown): void => {
      unhandled.push(reason)
    }
    process.on('unhandledRejection', note)
    const { subscription, send } = subscriber({ capacity: 1, overflow: 'close' })
    void subscription.each(() => undefined)
    send('A')
    send('B')
    await turns()
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })
})

describe('the end', () => {
  it.each([1, 2, 7, 8, 9, 64, 100])('G4 comes after the rest is delivered: %i events', async (count) => {
    const { subscription, dispatcher, send, drops } = subscriber()
    const seen: string[] = []
    const done = subscription.each((event) => seen.push(label(event)))
    for (let index = 0; index < count; index += 1) send('A')
    dispatcher.finish()
    send('Late')
    await done
    expect(seen).toHaveLength(count)
    expect(drops).toEqual([])
    expect(subscription).toMatchObject({ closed: true, size: 0, dropped: 0 })
  })

  it('G4 an iterator that comes late still gets what waited', async () => {
    const { subscription, dispatcher, send } = subscriber()
    send('A')
    send('B')
    dispatcher.finish()
    await turns()
    expect(subscription.closed).toBe(false)
    expect(await collect(subscription)).toEqual(['A#1', 'B#2'])
  })

  it('G4 a gap that stands behind the last event is told before the end', async () => {
    const gaps: number[] = []
    const { subscription, dispatcher, send } = subscriber({
      capacity: 1,
      overflow: 'drop-newest',
      onGap: ({ count }) => gaps.push(count),
    })
    const done = subscription.each(() => undefined)
    send('A')
    send('B')
    dispatcher.finish()
    await done
    expect(gaps).toEqual([1])
  })

  it('comes at once for an iterator that waits', async () => {
    const { subscription, dispatcher } = subscriber()
    const collected = collect(subscription)
    await turns()
    dispatcher.finish()
    expect(await collected).toEqual([])
    expect(subscription.closed).toBe(true)
  })

  it('has come already for a subscription made after it', async () => {
    const { dispatcher } = subscriber()
    dispatcher.finish()
    const late = dispatcher.subscribe({})
    expect(late.closed).toBe(true)
    expect(await collect(late)).toEqual([])
    await expect(dispatcher.subscribe({}).each(() => undefined)).resolves.toBeUndefined()
  })

  it('G4 is counted when it is a close: what waits is dropped, each with its reason', () => {
    const { subscription, send, drops } = subscriber()
    for (const name of ['A', 'B', 'C', 'D', 'E']) send(name)
    subscription.close()
    subscription.close()
    subscription[Symbol.dispose]()
    expect(drops.map(({ reason }) => reason)).toEqual(['closed', 'closed', 'closed', 'closed', 'closed'])
    expect(subscription).toMatchObject({ dropped: 5, size: 0, closed: true })
  })
})

describe('a signal', () => {
  it('that aborts closes the subscription', async () => {
    const controller = new AbortController()
    const { subscription, send, dispatcher } = subscriber({ signal: controller.signal })
    send('A')
    const collected = collect(subscription)
    await turns()
    controller.abort()
    expect(await collected).toEqual(['A#1'])
    expect(dispatcher.wants('A')).toBe(false)
  })

  it('that has aborted already gives a closed subscription', async () => {
    const { subscription, dispatcher } = subscriber({ signal: AbortSignal.abort() })
    expect(subscription.closed).toBe(true)
    expect(dispatcher.wants('A')).toBe(false)
    expect(await collect(subscription)).toEqual([])
  })

  it('still closes a subscription that delivers its rest', async () => {
    const controller = new AbortController()
    const { subscription, dispatcher, send, drops } = subscriber({ signal: controller.signal })
    for (const name of ['A', 'B', 'C']) send(name)
    const done = subscription.each(() => new Promise(() => undefined))
    await turns()
    dispatcher.finish()
    controller.abort()
    await done
    expect(drops).toHaveLength(2)
  })

  it('pain 24 is let go of when the subscription closes first', () => {
    const { signal } = new AbortController()
    let listeners = 0
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1
      add(...args)
    }
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1
      remove(...args)
    }
    const { subscription } = subscriber({ signal })
    expect(listeners).toBe(1)
    subscription.close()
    expect(listeners).toBe(0)
  })
})
