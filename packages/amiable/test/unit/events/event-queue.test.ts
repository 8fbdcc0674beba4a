import type { AmiEvent } from 'amiable'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Gap } from '../../../src/events/event-buffer.ts'
import { EventQueue, type QueueLimits } from '../../../src/events/event-queue.ts'
import { makeEvent } from './make-event.ts'

interface Offered {
  readonly name: string
  readonly noise?: boolean
  readonly session?: number
}

function queueOf(limits: Partial<QueueLimits> = {}, session = 1) {
  const dropped: AmiEvent[] = []
  const queue = new EventQueue(
    'pbx',
    { capacity: 4, maxBytes: 100_000, overflow: 'drop-oldest', ...limits },
    (event) => dropped.push(event),
    session,
  )
  let sequence = 0
  const push = ({ name, noise = false, session: from = 1 }: Offered): string => {
    sequence += 1
    return queue.push(makeEvent(name, { Sequence: sequence }, from), noise)
  }
  return { queue, push, dropped }
}

/** Takes everything there is, gaps in their place. */
function drain(queue: EventQueue): (string | Gap)[] {
  const taken: (string | Gap)[] = []
  for (;;) {
    const gap = queue.takeGap()
    if (gap !== undefined) {
      taken.push(gap)
      continue
    }
    const event = queue.next()
    if (event === undefined) return taken
    taken.push(`${event.name}#${event.get('Sequence')}`)
  }
}

const overflow = (count: number, names: Record<string, number>): Gap => ({
  server: 'pbx',
  reason: 'overflow',
  count,
  names,
})
const reconnect: Gap = { server: 'pbx', reason: 'reconnect', count: 0, names: {} }

describe('a queue with room', () => {
  it('keeps the order of arrival, noise or not', () => {
    const { queue, push } = queueOf()
    for (const name of ['A', 'B', 'C', 'D']) push({ name, noise: name === 'B' || name === 'C' })
    expect(queue.isEmpty).toBe(false)
    expect(drain(queue)).toEqual(['A#1', 'B#2', 'C#3', 'D#4'])
    expect(queue).toMatchObject({ size: 0, bytes: 0, dropped: 0, isEmpty: true })
  })
})

describe('a full queue', () => {
  it('G5 sheds the oldest noise before anything vital', () => {
    const { queue, push } = queueOf()
    push({ name: 'Hangup' })
    push({ name: 'VarSet', noise: true })
    push({ name: 'VarSet', noise: true })
    push({ name: 'DialEnd' })
    expect(push({ name: 'Hangup' })).toBe('queued')
    expect(drain(queue)).toEqual([
      'Hangup#1',
      overflow(1, { VarSet: 1 }),
      'VarSet#3',
      'DialEnd#4',
      'Hangup#5',
    ])
  })

  it('G5 drops the oldest of what is vital only when there is no noise left', () => {
    const { queue, push } = queueOf({ capacity: 2 })
    push({ name: 'Hangup' })
    push({ name: 'VarSet', noise: true })
    push({ name: 'DialEnd' })
    push({ name: 'DialBegin' })
    expect(drain(queue)).toEqual([overflow(2, { VarSet: 1, Hangup: 1 }), 'DialEnd#3', 'DialBegin#4'])
  })

  it('G5 lets no noise push out what is vital', () => {
    const { queue, push } = queueOf({ capacity: 2 })
    push({ name: 'Hangup' })
    push({ name: 'DialEnd' })
    expect(push({ name: 'VarSet', noise: true })).toBe('dropped')
    expect(drain(queue)).toEqual(['Hangup#1', 'DialEnd#2', overflow(1, { VarSet: 1 })])
  })

  it('G5 tells one gap, exact, before the first event that came after it', () => {
    const { queue, push } = queueOf({ capacity: 2 })
    for (let index = 0; index < 10; index += 1) push({ name: index % 2 === 0 ? 'A' : 'B' })
    expect(drain(queue)).toEqual([overflow(8, { A: 4, B: 4 }), 'A#9', 'B#10'])
    push({ name: 'C' })
    expect(drain(queue)).toEqual(['C#11'])
  })

  it('keeps what it has with drop-newest, and tells the gap behind it', () => {
    const { queue, push } = queueOf({ capacity: 2, overflow: 'drop-newest' })
    const pushed = ['A', 'B', 'C', 'D'].map((name) => push({ name }))
    expect(pushed).toEqual(['queued', 'queued', 'dropped', 'dropped'])
    expect(drain(queue)).toEqual(['A#1', 'B#2', overflow(2, { C: 1, D: 1 })])
  })

  it('asks to be closed with close, and counts the event that did not fit', () => {
    const { queue, push, dropped } = queueOf({ capacity: 1, overflow: 'close' })
    expect(push({ name: 'A' })).toBe('queued')
    expect(push({ name: 'B' })).toBe('overflowed')
    expect(queue.dropped).toBe(1)
    expect(dropped.map(({ name }) => name)).toEqual(['B'])
  })

  it('pain 24 names 64 kinds of events in a gap, and the rest together', () => {
    const { queue, push } = queueOf({ capacity: 1 })
    for (let index = 0; index < 101; index += 1) push({ name: `Custom${index}` })
    const [gap] = drain(queue)
    expect(gap).toMatchObject({ count: 100, names: { Custom0: 1, Custom63: 1, '(other)': 36 } })
    expect(Object.keys((gap as Gap).names)).toHaveLength(65)
  })

  it('pain 24 keeps no endless name, and takes none for a prototype', () => {
    const { queue, push } = queueOf({ capacity: 1 })
    push({ name: 'x'.repeat(129) })
    push({ name: '__proto__' })
    push({ name: 'Hangup' })
    const [gap] = drain(queue)
    expect(Object.entries((gap as Gap).names)).toEqual([
      ['(other)', 1],
      ['__proto__', 1],
    ])
  })
})

describe('bytes', () => {
  const sizeOf = (event: AmiEvent): number => event.sizeBytes

  it('H13 are bounded as events are', () => {
    const big = makeEvent('Big', { Data: 'x'.repeat(400) })
    const { queue, dropped } = queueOf({ capacity: 1000, maxBytes: sizeOf(big) * 2 })
    for (let index = 0; index < 5; index += 1) queue.push(big, false)
    expect(queue).toMatchObject({ size: 2, bytes: sizeOf(big) * 2, dropped: 3 })
    expect(dropped).toHaveLength(3)
  })

  it('H13 one event that could never fit is dropped alone', () => {
    const { queue, push } = queueOf({ maxBytes: 1024 })
    push({ name: 'Hangup' })
    push({ name: 'VarSet', noise: true })
    queue.push(makeEvent('Huge', { Data: 'x'.repeat(2000) }), false)
    expect(drain(queue)).toEqual(['Hangup#1', 'VarSet#2', overflow(1, { Huge: 1 })])
  })

  it('H13 one event that just fits pushes out all the others', () => {
    const huge = makeEvent('Huge', { Data: 'x'.repeat(2000) })
    const { queue, push } = queueOf({ maxBytes: huge.sizeBytes })
    push({ name: 'Hangup' })
    push({ name: 'VarSet', noise: true })
    expect(queue.push(huge, false)).toBe('queued')
    expect(queue).toMatchObject({ size: 1, bytes: huge.sizeBytes, dropped: 2 })
  })

  it('are none once the queue is cleared, everything counted', () => {
    const { queue, push, dropped } = queueOf({ capacity: 2 })
    for (const name of ['A', 'B', 'C']) push({ name, noise: name === 'B' })
    queue.clear()
    expect(dropped).toHaveLength(3)
    expect(queue).toMatchObject({ size: 0, bytes: 0, dropped: 3, isEmpty: true })
    expect(drain(queue)).toEqual([])
  })
})

describe('a change of session', () => {
  it('G5 is told before the first event of the new one', () => {
    const { queue, push } = queueOf()
    push({ name: 'A', session: 1 })
    queue.markSession(2)
    push({ name: 'B', session: 2 })
    expect(drain(queue)).toEqual(['A#1', reconnect, 'B#2'])
  })

  it('G5 is told also when no event follows', () => {
    const { queue } = queueOf()
    queue.markSession(2)
    expect(queue.isEmpty).toBe(false)
    expect(drain(queue)).toEqual([reconnect])
    expect(queue.isEmpty).toBe(true)
  })

  it('G5 is told once, before events that came while the new session was not yet ready', () => {
    const { queue, push } = queueOf()
    push({ name: 'A', session: 1 })
    push({ name: 'FullyBooted', session: 2 })
    queue.markSession(2)
    push({ name: 'B', session: 2 })
    expect(drain(queue)).toEqual(['A#1', reconnect, 'FullyBooted#2', 'B#3'])
  })

  it('G5 is told each time, however far behind the consumer is', () => {
    const { queue, push } = queueOf()
    for (const session of [2, 3, 4]) {
      queue.markSession(session)
      push({ name: 'E', session })
    }
    expect(drain(queue)).toEqual([reconnect, 'E#1', reconnect, 'E#2', reconnect, 'E#3'])
  })

  it('is told once for several sessions without an event between them', () => {
    const { queue, push } = queueOf()
    for (const session of [2, 3, 7]) queue.markSession(session)
    push({ name: 'E', session: 7 })
    expect(drain(queue)).toEqual([reconnect, 'E#1'])
  })

  it('stands in order with what was dropped before and after it', () => {
    const before = queueOf({ capacity: 1 })
    before.push({ name: 'Old', session: 1 })
    before.queue.markSession(2)
    before.push({ name: 'New', session: 2 })
    expect(drain(before.queue)).toEqual([overflow(1, { Old: 1 }), reconnect, 'New#2'])

    const after = queueOf({ capacity: 1 })
    after.queue.markSession(2)
    after.push({ name: 'New', session: 2 })
    after.push({ name: 'Newer', session: 2 })
    expect(drain(after.queue)).toEqual([reconnect, overflow(1, { New: 1 }), 'Newer#2'])
  })

  it('is none for the first session, whenever its first event comes', () => {
    const early = queueOf({}, 0)
    early.push({ name: 'FullyBooted', session: 3 })
    early.queue.markSession(3)
    early.push({ name: 'A', session: 3 })
    expect(drain(early.queue)).toEqual(['FullyBooted#1', 'A#2'])

    const late = queueOf({}, 0)
    late.queue.markSession(3)
    late.push({ name: 'A', session: 3 })
    expect(drain(late.queue)).toEqual(['A#1'])
  })

  it('is told although the first session brought no event', () => {
    const { queue, push } = queueOf({}, 0)
    queue.markSession(1)
    queue.markSession(2)
    push({ name: 'A', session: 2 })
    expect(drain(queue)).toEqual([reconnect, 'A#1'])
  })

  it('is told when an attempt that sent events never became ready', () => {
    const { queue, push } = queueOf({}, 0)
    push({ name: 'A', session: 1 })
    queue.markSession(2)
    push({ name: 'B', session: 2 })
    expect(drain(queue)).toEqual(['A#1', reconnect, 'B#2'])
  })

  it('leaves an overflow before the first session to be told as one', () => {
    const { queue, push } = queueOf({ capacity: 1 }, 0)
    push({ name: 'A', session: 1 })
    push({ name: 'B', session: 1 })
    queue.markSession(1)
    expect(drain(queue)).toEqual([overflow(1, { A: 1 }), 'B#2'])
  })
})

describe('a session that is not ready yet', () => {
  it('G5 has its events wait, and the gap before them, while those of the one before are handed over', () => {
    const { queue, push } = queueOf()
    push({ name: 'A', session: 1 })
    push({ name: 'FullyBooted', session: 2 })
    expect(drain(queue)).toEqual(['A#1'])
    expect(queue).toMatchObject({ size: 1, isEmpty: true })
    queue.markSession(2)
    expect(queue.isEmpty).toBe(false)
    expect(drain(queue)).toEqual([reconnect, 'FullyBooted#2'])
  })

  it('has its events wait although it is the first', () => {
    const { queue, push } = queueOf({}, 0)
    push({ name: 'FullyBooted', session: 1 })
    expect(drain(queue)).toEqual([])
    expect(queue.isEmpty).toBe(true)
    queue.markSession(1)
    expect(drain(queue)).toEqual(['FullyBooted#1'])
  })

  it('has what was dropped of it told only when it is ready', () => {
    const { queue, push } = queueOf({ capacity: 1 })
    push({ name: 'A', session: 2 })
    push({ name: 'B', session: 2 })
    expect(drain(queue)).toEqual([])
    expect(queue.isEmpty).toBe(true)
    queue.markSession(2)
    expect(drain(queue)).toEqual([reconnect, overflow(1, { A: 1 }), 'B#2'])
  })

  it('does not keep back what was dropped before it, and has its own told with that', () => {
    const { queue, push } = queueOf({ capacity: 1, overflow: 'drop-newest' })
    push({ name: 'A' })
    push({ name: 'B' })
    push({ name: 'C', session: 2 })
    expect(drain(queue)).toEqual(['A#1', overflow(2, { B: 1, C: 1 })])
  })

  it('that never becomes ready has its events told apart from those of the next one', () => {
    const { queue, push } = queueOf()
    push({ name: 'A', session: 2 })
    push({ name: 'B', session: 3 })
    queue.markSession(3)
    expect(drain(queue)).toEqual([reconnect, 'A#1', reconnect, 'B#2'])
  })

  it('does not keep the gap of the session before it back', () => {
    const { queue, push } = queueOf()
    queue.markSession(2)
    push({ name: 'A', session: 3 })
    expect(drain(queue)).toEqual([reconnect])
    queue.markSession(3)
    expect(drain(queue)).toEqual([reconnect, 'A#1'])
  })

  it('G4 need not be waited for once no session follows', () => {
    const { queue, push } = queueOf()
    push({ name: 'A', session: 1 })
    push({ name: 'B', session: 2 })
    queue.release()
    expect(drain(queue)).toEqual(['A#1', reconnect, 'B#2'])

    const first = queueOf({}, 0)
    first.push({ name: 'A', session: 1 })
    first.queue.release()
    expect(drain(first.queue)).toEqual(['A#1'])
  })

  it('is cleared with the rest', () => {
    const { queue, push, dropped } = queueOf()
    push({ name: 'A', session: 1 })
    push({ name: 'B', session: 2 })
    queue.clear()
    expect(dropped).toHaveLength(2)
    expect(queue).toMatchObject({ size: 0, bytes: 0, dropped: 2, isEmpty: true })
  })
})

describe('whatever comes and goes', () => {
  const steps = fc.array(
    fc.oneof(
      fc.tuple(fc.constantFrom('Hangup', 'DialEnd', 'VarSet'), fc.nat(900)).map(
        ([name, bytes]) =>
          (ledger: Ledger) =>
            ledger.push(name, bytes),
      ),
      fc.integer({ min: 1, max: 6 }).map((count) => (ledger: Ledger) => ledger.take(count)),
      fc.constantFrom(
        (ledger: Ledger) => ledger.dial(),
        (ledger: Ledger) => ledger.becomeReady(),
      ),
    ),
    { maxLength: 200, size: 'max' },
  )
  const limits = fc.record({
    capacity: fc.integer({ min: 1, max: 12 }),
    maxBytes: fc.integer({ min: 1024, max: 4096 }),
    overflow: fc.constantFrom('drop-oldest' as const, 'drop-newest' as const),
  })

  it('K6 delivered, dropped and waiting add up, in order and within bounds, and gaps tell every drop', () => {
    fc.assert(
      fc.property(limits, steps, (bounds, walk) => {
        const ledger = new Ledger(bounds)
        for (const step of walk) {
          step(ledger)
          ledger.check()
        }
        ledger.release()
        ledger.take(Number.POSITIVE_INFINITY)
        ledger.check()
        expect(ledger.queue.isEmpty).toBe(true)
        expect(ledger.told).toBe(ledger.queue.dropped)
      }),
      { numRuns: 60 },
    )
  })
})

/** Books what goes into a queue against what comes out. */
class Ledger {
  readonly queue: EventQueue
  readonly #bounds: QueueLimits
  readonly #dropped: number[] = []
  readonly #taken: number[] = []
  #sent = 0
  #session = 1
  #ready = 1
  #released = false
  #toldSession = 1
  /** Drops that gaps have told of. */
  told = 0

  constructor(bounds: QueueLimits) {
    this.#bounds = bounds
    this.queue = new EventQueue(
      'pbx',
      bounds,
      (event) => this.#dropped.push(Number(event.get('Sequence'))),
      1,
    )
  }

  push(name: string, bytes: number): void {
    this.#sent += 1
    const event = makeEvent(name, { Sequence: this.#sent, Data: 'x'.repeat(bytes) }, this.#session)
    this.queue.push(event, name === 'VarSet')
  }

  dial(): void {
    this.#session += 1
  }

  becomeReady(): void {
    if (this.#ready === this.#session) return
    this.#ready = this.#session
    this.queue.markSession(this.#session)
  }

  release(): void {
    this.#released = true
    this.queue.release()
  }

  take(count: number): void {
    for (let step = 0; step < count; step += 1) {
      const gap = this.queue.takeGap()
      this.told += gap?.count ?? 0
      if (gap?.reason === 'reconnect') this.#toldSession = Number.POSITIVE_INFINITY
      if (gap !== undefined) continue
      const event = this.queue.next()
      if (event === undefined) return
      this.#take(Number(event.get('Sequence')), event.session)
    }
  }

  check(): void {
    expect(this.queue.size).toBeLessThanOrEqual(this.#bounds.capacity)
    expect(this.queue.bytes).toBeLessThanOrEqual(this.#bounds.maxBytes)
    expect(this.#dropped).toHaveLength(this.queue.dropped)
    expect(this.#taken.length + this.queue.dropped + this.queue.size).toBe(this.#sent)
  }

  /**
   * Every drop and every change of session before this event has been told, it comes after all that were taken, and
   * its session is ready.
   */
  #take(sequence: number, session: number): void {
    expect(session).toBeLessThanOrEqual(this.#toldSession)
    this.#toldSession = session
    if (!this.#released) expect(session).toBeLessThanOrEqual(this.#ready)
    expect(sequence).toBeGreaterThan(this.#taken.at(-1) ?? 0)
    expect(this.#dropped.filter((dropped) => dropped < sequence).length).toBeLessThanOrEqual(this.told)
    this.#taken.push(sequence)
  }
}
