import { describe, expect, it } from 'vitest'
import { Delivery } from '../../../src/events/delivery.ts'
import { Dispatcher } from '../../../src/events/dispatcher.ts'
import type { QueueLimits } from '../../../src/events/event-queue.ts'
import { EventSubscription } from '../../../src/events/subscription.ts'
import { turns } from '../../support/fake-pbx.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { makeEvent } from './make-event.ts'

/** A subscription alone with its host; nothing is delivered but what the test asks for. */
function setUp(limits: Partial<QueueLimits> = {}) {
  const told = { closed: 0, gaps: 0, drops: 0 }
  let onDrop: () => void = () => undefined
  const subscription = new EventSubscription(
    {
      server: 'pbx',
      delivery: new Delivery(new ManualClock(), 5),
      onDrop: () => {
        told.drops += 1
        onDrop()
      },
      onUserError: () => undefined,
      onClosed: () => {
        told.closed += 1
      },
    },
    {
      capacity: 10,
      maxBytes: 100_000,
      overflow: 'drop-oldest',
      where: undefined,
      onGap: () => {
        told.gaps += 1
      },
      signal: undefined,
      session: 1,
      ...limits,
    },
  )
  return {
    subscription,
    told,
    send: (name: string) => subscription.push(makeEvent(name), false),
    whenDropped: (react: () => void) => {
      onDrop = react
    },
  }
}

describe('a slice', () => {
  it('hands over so many events and no more, and says whether there is more to do at once', () => {
    const { subscription, send } = setUp()
    const seen: string[] = []
    void subscription.each(({ name }) => seen.push(name))
    for (const name of ['A', 'B', 'C']) send(name)
    expect(subscription.deliver(2)).toBe(true)
    expect(seen).toEqual(['A', 'B'])
    expect(subscription.deliver(1)).toBe(false)
    expect(seen).toEqual(['A', 'B', 'C'])
  })

  it('has no more to do at once while a promise of the handler is waited for', () => {
    const { subscription, send } = setUp()
    void subscription.each(() => new Promise(() => undefined))
    for (const name of ['A', 'B']) send(name)
    expect(subscription.deliver(1)).toBe(false)
    expect(subscription.size).toBe(1)
  })

  it('has the end to tell after the last event', () => {
    const { subscription, send } = setUp()
    void subscription.each(() => undefined)
    send('A')
    subscription.finish()
    expect(subscription.deliver(1)).toBe(true)
    expect(subscription.closed).toBe(false)
    expect(subscription.deliver(1)).toBe(false)
    expect(subscription.closed).toBe(true)
  })
})

describe('a subscription that is over', () => {
  it('tells its host once', () => {
    const { subscription, told, send } = setUp()
    send('A')
    subscription.finish()
    subscription.finish()
    subscription.close()
    subscription.close()
    expect(told.closed).toBe(1)
  })

  it('tells no gap of a session that begins later', async () => {
    const { subscription, told } = setUp()
    subscription.finish()
    subscription.markSession(2, 'pbx')
    await subscription.each(() => undefined)
    expect(told.gaps).toBe(0)
  })

  it('stays closed when whoever is told of the overflow closes it', async () => {
    const { subscription, told, send, whenDropped } = setUp({ capacity: 1, overflow: 'close' })
    whenDropped(() => subscription.close())
    send('A')
    send('B')
    expect(subscription).toMatchObject({ closed: true, size: 0, dropped: 2 })
    expect(told.closed).toBe(1)
    await turns()
    expect(subscription.closed).toBe(true)
  })

  it('is not closed anew within, when whoever is told of a drop closes it', () => {
    const { subscription, told, send, whenDropped } = setUp()
    let [depth, deepest] = [0, 0]
    whenDropped(() => {
      depth += 1
      deepest = Math.max(deepest, depth)
      subscription.close()
      depth -= 1
    })
    for (const name of ['A', 'B', 'C']) send(name)
    subscription.close()
    expect(told).toMatchObject({ drops: 3, closed: 1 })
    expect(deepest).toBe(1)
  })

  it('takes nothing of an event that is being given out when another’s overflow closes it', () => {
    const holder: { close?: () => void } = {}
    const dispatcher = new Dispatcher({
      server: 'pbx',
      delivery: new Delivery(new ManualClock(), 5),
      onDrop: () => holder.close?.(),
      onUserError: () => undefined,
    })
    const full = dispatcher.subscribe({ capacity: 1 })
    const closed = dispatcher.subscribe({})
    holder.close = () => closed.close()
    for (const name of ['A', 'B']) dispatcher.dispatch(makeEvent(name))
    expect(full).toMatchObject({ size: 1, dropped: 1 })
    expect(closed).toMatchObject({ closed: true, size: 0, dropped: 1 })
  })

  it('is what is left behind by the scope of `using`', () => {
    const { subscription, told, send } = setUp()
    send('A')
    {
      using scoped = subscription
      expect(scoped.closed).toBe(false)
    }
    expect(subscription.closed).toBe(true)
    expect(told.drops).toBe(1)
  })
})
