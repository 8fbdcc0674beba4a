import { AmiArgumentError, type AmiEvent } from 'amiable'
import { describe, expect, it } from 'vitest'
import { turns } from '../../support/fake-pbx.ts'
import { heapBytes } from '../../support/heap.ts'
import { label, subscriber } from './subscriber.ts'

/** What each of several subscriptions got of the events sent. */
async function received(names: (readonly string[] | undefined)[], sent: readonly string[]) {
  const { dispatcher, send } = subscriber({ events: ['nothing'] })
  const got = names.map((events): string[] => {
    const labels: string[] = []
    void dispatcher
      .subscribe(events === undefined ? {} : { events })
      .each((event) => labels.push(label(event)))
    return labels
  })
  for (const name of sent) send(name)
  await turns()
  return got
}

describe('names', () => {
  it('are compared without regard to case', async () => {
    const got = await received([['hangup'], ['HANGUP'], ['Hangup']], ['Hangup', 'hangup', 'DialEnd'])
    for (const labels of got) expect(labels).toEqual(['Hangup#1', 'hangup#2'])
  })

  it('left out, or with a star among them, mean every event', async () => {
    const got = await received([undefined, ['*'], ['Hangup', '*']], ['Hangup', 'Custom'])
    for (const labels of got) expect(labels).toEqual(['Hangup#1', 'Custom#2'])
  })

  it('pain 15 of an event may be anything, error included', async () => {
    const sent = ['error', 'end', 'newListener', 'constructor', '__proto__', 'toString', '']
    const [all, error, proto] = await received([undefined, ['error'], ['__proto__']], sent)
    expect(all).toHaveLength(sent.length)
    expect(error).toEqual(['error#1'])
    expect(proto).toEqual(['__proto__#5'])
  })

  it('that nobody wants are known before an event is built', () => {
    const { dispatcher, subscription } = subscriber({ events: ['Hangup'] })
    expect(['Hangup', 'hangup', 'DialEnd'].map((name) => dispatcher.wants(name))).toEqual([true, true, false])
    subscription.close()
    expect(dispatcher.wants('Hangup')).toBe(false)
    dispatcher.subscribe({})
    expect(dispatcher.wants('DialEnd')).toBe(true)
  })

  it('G5 listed in keep are not treated as noise', async () => {
    const { dispatcher, send } = subscriber({ events: ['nothing'] })
    const kept = dispatcher.subscribe({ capacity: 2, keep: ['VARSET'] })
    const shed = dispatcher.subscribe({ capacity: 2 })
    for (const name of ['VarSet', 'Hangup', 'Newexten']) send(name)
    const labels = (subscription: AsyncIterable<AmiEvent>): string[] => {
      const got: string[] = []
      void (async () => {
        for await (const event of subscription) got.push(label(event))
      })()
      return got
    }
    const [ofKept, ofShed] = [labels(kept), labels(shed)]
    await turns()
    expect(ofKept).toEqual(['VarSet#1', 'Hangup#2'])
    expect(ofShed).toEqual(['Hangup#2', 'Newexten#3'])
  })
})

describe('subscriptions', () => {
  it('F1 do not see what another one does to itself', async () => {
    const { dispatcher, subscription, send, errors } = subscriber()
    const seen: string[] = []
    void subscription.each(() => {
      throw new Error('of the first')
    })
    void dispatcher.subscribe({}).each((event) => {
      seen.push(label(event))
    })
    send('A')
    await turns()
    subscription.close()
    send('B')
    await turns()
    expect(seen).toEqual(['A#1', 'B#2'])
    expect(errors).toHaveLength(1)
  })

  it('may be made and closed by handlers while events are handed out', async () => {
    const { dispatcher, subscription, send } = subscriber()
    const seen: string[] = []
    void subscription.each((event) => {
      seen.push(label(event))
      const extra = dispatcher.subscribe({})
      void extra.each((also) => {
        seen.push(`extra ${label(also)}`)
        extra.close()
      })
    })
    send('A')
    await turns()
    send('B')
    await turns()
    expect(seen).toEqual(['A#1', 'B#2', 'extra B#2'])
  })

  it('of somebody else’s are given nothing once there will be nothing more', () => {
    const { dispatcher } = subscriber({ events: ['nothing'] })
    dispatcher.finish()
    const sink = {
      push: () => undefined,
      markSession: () => undefined,
      leave: () => undefined,
      sizeOf: () => 1,
    }
    dispatcher.attach(sink, {})
    expect(dispatcher.wants('Hangup')).toBe(false)
    expect(dispatcher.queued).toBe(0)
  })

  it('tell how many events wait, all together', () => {
    const { dispatcher, subscription, send } = subscriber()
    const other = dispatcher.subscribe({ events: ['A'] })
    for (const name of ['A', 'B']) send(name)
    expect([subscription.size, other.size, dispatcher.queued]).toEqual([2, 1, 3])
    other.close()
    expect(dispatcher.queued).toBe(2)
  })

  it('pain 24 keep no memory of the names that came by', () => {
    const { dispatcher, subscription } = subscriber()
    subscription.close()
    const keeper = dispatcher.subscribe({ events: ['Hangup'] })
    const before = heapBytes()
    for (let index = 0; index < 20_000; index += 1) dispatcher.wants(`Custom${index}`)
    // Flat strings, as the decoder makes them: a name put together by + would be kept as its parts.
    for (let index = 0; index < 1000; index += 1) {
      const name = Buffer.alloc(20_000, 0x41)
      name.write(String(index))
      dispatcher.wants(name.toString('latin1'))
    }
    expect(heapBytes() - before).toBeLessThan(500_000)
    expect(dispatcher.wants('Hangup')).toBe(true)
    keeper.close()
  })
})

describe('what cannot be meant', () => {
  const cases: [string, object, string, RegExp][] = [
    ['no room', { capacity: 0 }, 'capacity', /whole number from 1, not 0/],
    ['less than no room', { capacity: -1 }, 'capacity', /not -1/],
    ['half an event', { capacity: 1.5 }, 'capacity', /not 1.5/],
    ['room that is no number', { capacity: Number.NaN }, 'capacity', /not NaN/],
    ['endless room', { capacity: Number.POSITIVE_INFINITY }, 'capacity', /not Infinity/],
    ['room as text', { capacity: '10' }, 'capacity', /not 10/],
    ['too few bytes', { maxBytes: 1023 }, 'maxBytes', /from 1024, not 1023/],
    ['an unknown policy', { overflow: 'block' }, 'overflow', /drop-oldest, drop-newest or close, not block/],
    ['no names', { events: [] }, 'events', /is empty/],
    ['one name alone', { events: 'Hangup' }, 'events', /must be a list of names/],
    ['names that are none', { events: ['Hangup', 7] }, 'events', /must be a list of names/],
    ['an empty name', { events: [''] }, 'events', /must be a list of names/],
    ['keep as text', { keep: 'VarSet' }, 'keep', /must be a list of names/],
    ['where as text', { where: 'x' }, 'where', /must be a function/],
    ['onGap as text', { onGap: {} }, 'onGap', /must be a function/],
  ]

  it.each(cases)('G1 %s is refused', (_what, options, path, message) => {
    const { dispatcher } = subscriber()
    expect(() => dispatcher.subscribe(options)).toThrow(AmiArgumentError)
    try {
      dispatcher.subscribe(options)
    } catch (error) {
      expect((error as AmiArgumentError).problems).toEqual([
        { path, message: expect.stringMatching(message) },
      ])
    }
  })

  it('G1 is told all at once', () => {
    const { dispatcher } = subscriber()
    expect(() => dispatcher.subscribe({ capacity: 0, maxBytes: 0, events: [] })).toThrow(
      /capacity: .*; maxBytes: .*; events: /,
    )
  })

  it('is not where the bounds are', () => {
    const { dispatcher } = subscriber()
    expect(dispatcher.subscribe({ capacity: 1, maxBytes: 1024 }).closed).toBe(false)
  })
})
