import type { AmiClient, AmiEvent, EventOf, Gap, Subscription } from 'amiable'
import { describe, expectTypeOf, it } from 'vitest'

declare const client: AmiClient
declare const anyName: string

describe('on', () => {
  it('gives its handler the event of that name', () => {
    const subscription = client.on('Hangup', (event) => {
      expectTypeOf(event).toEqualTypeOf<EventOf<'Hangup'>>()
      expectTypeOf(event.name).toEqualTypeOf<'Hangup'>()
      expectTypeOf(event.get('Cause-txt')).toEqualTypeOf<string | undefined>()
    })
    expectTypeOf(subscription).toEqualTypeOf<Subscription<EventOf<'Hangup'>>>()
  })

  it('takes a name nobody has typed, and a star for all', () => {
    client.on('SomethingNew', (event) => {
      expectTypeOf(event.name).toEqualTypeOf<'SomethingNew'>()
      expectTypeOf(event.get('Anything')).toEqualTypeOf<string | undefined>()
    })
    client.on('*', (event) => {
      expectTypeOf(event.name).toEqualTypeOf<string>()
    })
    client.on(anyName, (event) => {
      expectTypeOf(event.name).toEqualTypeOf<string>()
    })
  })

  it('takes a handler that is asynchronous, and refuses what is none', () => {
    client.on('Hangup', async () => undefined)
    // @ts-expect-error a handler is required
    client.on('Hangup')
    // @ts-expect-error a handler is a function
    client.on('Hangup', 'log')
    // @ts-expect-error a handler takes one event
    client.on('Hangup', (_event: AmiEvent, _next: () => void) => undefined)
    // @ts-expect-error and it is not another event's
    client.on('Hangup', (_event: EventOf<'DialEnd'>) => undefined)
  })

  it('takes bounds, and refuses names among them', () => {
    client.on('Hangup', () => undefined, { capacity: 10, overflow: 'close', keep: ['VarSet'] })
    // @ts-expect-error the name is given already
    client.on('Hangup', () => undefined, { events: ['DialEnd'] })
    // @ts-expect-error no such policy
    client.on('Hangup', () => undefined, { overflow: 'block' })
  })
})

describe('once', () => {
  it('resolves to the event of that name', () => {
    expectTypeOf(client.once('Hangup')).resolves.toEqualTypeOf<EventOf<'Hangup'>>()
    expectTypeOf(client.once('SomethingNew')).resolves.toEqualTypeOf<EventOf<'SomethingNew'>>()
    client.once('Hangup', { where: (event) => event.get('Cause') === '16' })
    // @ts-expect-error where answers yes or no
    client.once('Hangup', { where: (event) => event.get('Cause') })
    // @ts-expect-error once has no queue of its own to bound
    client.once('Hangup', { capacity: 1 })
  })
})

describe('subscribe', () => {
  it('gives events of the names asked for, or of all', () => {
    expectTypeOf(client.subscribe()).toExtend<AsyncIterable<AmiEvent>>()
    const subscription = client.subscribe({ events: ['Hangup', 'DialEnd'] })
    expectTypeOf(subscription).toExtend<AsyncIterable<EventOf<'Hangup' | 'DialEnd'>>>()
    void subscription.each((event) => {
      expectTypeOf(event.name).toEqualTypeOf<'Hangup' | 'DialEnd'>()
    })
    expectTypeOf(subscription.each(() => undefined)).resolves.toEqualTypeOf<void>()
  })

  it('has where and onGap typed', () => {
    client.subscribe({
      events: ['Hangup'],
      where: (event) => {
        expectTypeOf(event).toEqualTypeOf<EventOf<'Hangup'>>()
        return true
      },
      onGap: (gap) => {
        expectTypeOf(gap).toEqualTypeOf<Gap>()
      },
    })
    expectTypeOf<Gap['reason']>().toEqualTypeOf<'overflow' | 'reconnect'>()
    // @ts-expect-error where answers at once
    client.subscribe({ where: async () => true })
    // @ts-expect-error names are a list
    client.subscribe({ events: 'Hangup' })
    // @ts-expect-error no such bound
    client.subscribe({ maxEvents: 7 })
  })

  it('gives something that closes by itself', () => {
    expectTypeOf<Subscription>().toExtend<Disposable>()
    expectTypeOf<Subscription['size']>().toEqualTypeOf<number>()
    expectTypeOf<Subscription['dropped']>().toEqualTypeOf<number>()
    // @ts-expect-error what was dropped cannot be undone
    client.subscribe().dropped = 0
    // @ts-expect-error the reader's side is not the user's
    client.subscribe().push
  })
})

describe('an event', () => {
  it('has its headers as text, the known ones by name and any other', () => {
    client.on('DialEnd', (event) => {
      expectTypeOf(event.fields.DialStatus).toEqualTypeOf<string>()
      expectTypeOf(event.get('DestChannel')).toEqualTypeOf<string | undefined>()
      expectTypeOf(event.get('X-Custom')).toEqualTypeOf<string | undefined>()
      expectTypeOf(event.getAll('ChanVariable')).toEqualTypeOf<string[]>()
      expectTypeOf(event.server).toEqualTypeOf<string>()
      expectTypeOf(event.session).toEqualTypeOf<number>()
      // @ts-expect-error headers are read only
      event.fields.DialStatus = 'ANSWER'
      // @ts-expect-error and so is the name
      event.name = 'DialEnd'
      // @ts-expect-error a header has a name
      event.get(7)
    })
  })
})
