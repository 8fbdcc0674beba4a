import type { Gap } from 'amiable'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { QueueLimits } from '../../../src/events/event-queue.ts'
import { MergedQueue } from '../../../src/fleet/merged-queue.ts'
import { heapBytes } from '../../support/heap.ts'
import { serverEvent } from './server-event.ts'

/** A queue of servers whose first session is ready, and what it let go. */
function queueOf(servers: readonly string[], limits: Partial<QueueLimits> = {}) {
  const drops: string[] = []
  const queue = new MergedQueue(
    { capacity: 100, maxBytes: 1_000_000, overflow: 'drop-oldest', ...limits },
    ({ server, name }) => drops.push(`${server} ${name}`),
  )
  for (const server of servers) queue.markSession(1, server)
  const push = (server: string, name: string, session = 1, noise = false) =>
    queue.push(serverEvent(server, name, {}, session), noise)
  return { queue, drops, push }
}

/** Everything that can be taken, gaps included, in order. */
function drain(queue: MergedQueue): string[] {
  const taken: string[] = []
  for (;;) {
    const gap = queue.takeGap()
    if (gap !== undefined) {
      taken.push(text(gap))
      continue
    }
    const event = queue.next()
    if (event === undefined) return taken
    taken.push(`${event.server} ${event.name}`)
  }
}

function text({ server, reason, count }: Gap): string {
  return `${server} (${reason} ${count})`
}

describe('servers', () => {
  it('take turns, each in its own order', () => {
    const { queue, push } = queueOf(['east', 'west', 'north'])
    for (const name of ['1', '2', '3', '4']) push('east', name)
    push('west', '1')
    push('north', '1')
    push('north', '2')
    expect(drain(queue)).toEqual(['east 1', 'west 1', 'north 1', 'east 2', 'north 2', 'east 3', 'east 4'])
  })

  it('that speak while others are being taken get in line behind them, once', () => {
    const { queue, push } = queueOf(['east', 'west'])
    push('east', '1')
    push('east', '2')
    push('east', '3')
    expect(queue.next()?.name).toBe('1')
    push('west', '1')
    push('west', '2')
    expect(drain(queue)).toEqual(['east 2', 'west 1', 'east 3', 'west 2'])
  })

  it('that flood lose their own events only, each counted, named and told in its place', () => {
    const { queue, drops, push } = queueOf(['flood', 'quiet'], { capacity: 3 })
    push('quiet', 'Hangup')
    for (let index = 0; index < 50; index += 1) push('flood', `E${index}`)
    push('quiet', 'DialEnd')
    expect(queue.dropped).toBe(47)
    expect(drops).toEqual(Array.from({ length: 47 }, (_, index) => `flood E${index}`))
    expect(drain(queue)).toEqual([
      'quiet Hangup',
      'flood (overflow 47)',
      'flood E47',
      'quiet DialEnd',
      'flood E48',
      'flood E49',
    ])
  })

  it('bound by bytes lose their own events only', () => {
    const size = serverEvent('flood', 'Ping').sizeBytes
    const { queue, push } = queueOf(['flood', 'quiet'], { maxBytes: size * 2 })
    for (let index = 0; index < 5; index += 1) push('flood', 'Ping')
    push('quiet', 'Ping')
    expect([queue.size, queue.dropped, queue.sizeOf('flood'), queue.sizeOf('quiet')]).toEqual([3, 3, 2, 1])
  })

  it('lose the newest instead, or ask for the end, as the policy says', () => {
    const newest = queueOf(['east', 'west'], { capacity: 1, overflow: 'drop-newest' })
    expect([newest.push('east', '1'), newest.push('east', '2'), newest.push('west', '1')]).toEqual([
      'queued',
      'dropped',
      'queued',
    ])
    expect(drain(newest.queue)).toEqual(['east 1', 'west 1', 'east (overflow 1)'])
    const closing = queueOf(['east', 'west'], { capacity: 1, overflow: 'close' })
    expect([closing.push('east', '1'), closing.push('west', '1'), closing.push('east', '2')]).toEqual([
      'queued',
      'queued',
      'overflowed',
    ])
  })

  it('shed their own noise first', () => {
    const { queue, push } = queueOf(['east', 'west'], { capacity: 2 })
    push('east', 'VarSet', 1, true)
    push('west', 'VarSet', 1, true)
    push('east', 'Hangup')
    push('east', 'DialEnd')
    expect(drain(queue)).toEqual(['east (overflow 1)', 'east Hangup', 'west VarSet', 'east DialEnd'])
  })
})

describe('gaps', () => {
  it('tell which server’s link had been down, before its first event since', () => {
    const { queue, push } = queueOf(['east', 'west'])
    push('east', '1')
    push('west', '1')
    queue.markSession(2, 'west')
    push('west', '2', 2)
    expect(drain(queue)).toEqual(['east 1', 'west 1', 'west (reconnect 0)', 'west 2'])
  })

  it('tell it also when nothing comes', () => {
    const { queue } = queueOf(['east', 'west'])
    expect(drain(queue)).toEqual([])
    queue.markSession(2, 'east')
    expect(queue.isEmpty).toBe(false)
    expect(drain(queue)).toEqual(['east (reconnect 0)'])
    expect(queue.isEmpty).toBe(true)
  })

  it('are not told of a server’s first session', () => {
    const { queue, push } = queueOf([])
    queue.markSession(1, 'east')
    push('east', '1')
    expect(drain(queue)).toEqual(['east 1'])
  })

  it('are told of a server that took the place of another, at its first session', () => {
    const { queue, push } = queueOf(['east'])
    push('east', 'old')
    queue.release('east')
    push('east', 'new', 1)
    expect(drain(queue)).toEqual(['east old'])
    queue.markSession(1, 'east')
    expect(drain(queue)).toEqual(['east (reconnect 0)', 'east new'])
  })

  it('hold what a session sends before it is ready, and hold up no other server', () => {
    const { queue, push } = queueOf(['east', 'west'])
    push('east', 'early', 2)
    push('west', '1')
    expect(drain(queue)).toEqual(['west 1'])
    expect(queue.isEmpty).toBe(true)
    expect(queue.size).toBe(1)
    queue.markSession(2, 'east')
    expect(drain(queue)).toEqual(['east (reconnect 0)', 'east early'])
  })
})

describe('a server that leaves', () => {
  it('is known again when it comes back, whoever came meanwhile', () => {
    const { queue } = queueOf(['gone', 'stays'])
    queue.release('gone')
    queue.markSession(1, 'late')
    queue.markSession(1, 'gone')
    expect(drain(queue)).toEqual(['gone (reconnect 0)'])
  })

  it('still delivers what waited, in turn with the others', () => {
    const { queue, push } = queueOf(['gone', 'stays'])
    for (const name of ['1', '2', '3']) push('gone', name)
    push('stays', '1')
    queue.release('gone')
    expect([queue.size, queue.sizeOf('gone'), queue.sizeOf('stays')]).toEqual([4, 3, 1])
    push('stays', '2')
    expect(drain(queue)).toEqual(['gone 1', 'stays 1', 'gone 2', 'stays 2', 'gone 3'])
    expect([queue.size, queue.sizeOf('gone'), queue.isEmpty]).toEqual([0, 0, true])
  })

  it('delivers also what waited for a session that will never be ready', () => {
    const { queue, push } = queueOf(['gone'])
    push('gone', 'early', 2)
    queue.release('gone')
    expect(drain(queue)).toEqual(['gone (reconnect 0)', 'gone early'])
  })

  it('keeps its drops counted, and told as its own', () => {
    const { queue, push } = queueOf(['gone'], { capacity: 1, overflow: 'drop-newest' })
    for (const name of ['1', '2', '3']) push('gone', name)
    queue.release('gone')
    expect(queue.dropped).toBe(2)
    expect(drain(queue)).toEqual(['gone 1', 'gone (overflow 2)'])
    expect(queue.dropped).toBe(2)
  })

  it('is gone: to tell that it left twice, or of one that never was here, changes nothing', () => {
    const { queue, push } = queueOf(['gone'])
    push('gone', '1')
    queue.release('gone')
    queue.release('gone')
    queue.release('stranger')
    expect(drain(queue)).toEqual(['gone 1'])
  })
})

describe('clearing', () => {
  it('leaves what only so many of its kind may: the first that left is let go of, counted, and not in line', () => {
    const names = Array.from({ length: 66 }, (_, index) => `s${index}`)
    const { queue, drops, push } = queueOf(names)
    for (const name of names) {
      push(name, 'Hangup')
      push(name, 'DialEnd')
    }
    for (const name of names) queue.release(name)
    expect(drops).toEqual(['s0 Hangup', 's0 DialEnd', 's1 Hangup', 's1 DialEnd'])
    expect(queue.dropped).toBe(4)
    expect(queue.size).toBe(128)
    const taken = drain(queue)
    expect(taken.slice(0, 3)).toEqual(['s2 Hangup', 's3 Hangup', 's4 Hangup'])
    expect(taken).toHaveLength(128)
    expect(queue.isEmpty).toBe(true)
  })

  it('lets everything go and counts it, also of servers that have left', () => {
    const { queue, drops, push } = queueOf(['gone', 'stays'])
    push('gone', '1')
    push('stays', '1')
    queue.release('gone')
    queue.clear()
    expect([queue.size, queue.dropped, queue.isEmpty]).toEqual([0, 2, true])
    expect(drops.sort()).toEqual(['gone 1', 'stays 1'])
    push('stays', '2')
    expect(drain(queue)).toEqual(['stays 2'])
  })
})

/** A queue driven at random, and the books kept of it. */
class Ledger {
  readonly pushed = new Map<string, number>()
  readonly dropped = new Map<string, number>()
  readonly told = new Map<string, number>()
  readonly taken = new Map<string, number[]>()
  readonly queue: MergedQueue
  readonly #sessions = new Map<string, number>()

  constructor(capacity: number, overflow: 'drop-oldest' | 'drop-newest') {
    this.queue = new MergedQueue({ capacity, maxBytes: 1e6, overflow }, ({ server }) =>
      add(this.dropped, server, 1),
    )
  }

  push(server: string, noise: boolean): void {
    if (!this.#sessions.has(server)) this.#ready(server, 1)
    add(this.pushed, server, 1)
    const headers = { Sequence: this.pushed.get(server) ?? 0 }
    this.queue.push(serverEvent(server, 'E', headers, this.#sessions.get(server)), noise)
  }

  reconnect(server: string): void {
    const session = this.#sessions.get(server)
    if (session !== undefined) this.#ready(server, session + 1)
  }

  leave(server: string): void {
    this.queue.release(server)
    this.#sessions.delete(server)
  }

  /** Takes one thing; false when there is none. */
  take(): boolean {
    const gap = this.queue.takeGap()
    if (gap !== undefined) {
      if (gap.reason === 'overflow') add(this.told, gap.server, gap.count)
      return true
    }
    const event = this.queue.next()
    if (event === undefined) return false
    this.taken.set(event.server, [...(this.taken.get(event.server) ?? []), Number(event.get('Sequence'))])
    return true
  }

  #ready(server: string, session: number): void {
    this.#sessions.set(server, session)
    this.queue.markSession(session, server)
  }
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count)
}

const anyServer = fc.constantFrom('a', 'b', 'c', 'd')
const anyStep: fc.Arbitrary<(ledger: Ledger) => unknown> = fc.oneof(
  fc.tuple(anyServer, fc.boolean()).map(
    ([server, noise]) =>
      (ledger: Ledger) =>
        ledger.push(server, noise),
  ),
  fc.constant((ledger: Ledger) => ledger.take()),
  anyServer.map((server) => (ledger: Ledger) => ledger.reconnect(server)),
  anyServer.map((server) => (ledger: Ledger) => ledger.leave(server)),
)

describe('whatever happens', () => {
  it('K6 what was taken and what was dropped is what was pushed, per server, in order, and told', () => {
    fc.assert(
      fc.property(
        fc.array(anyStep, { maxLength: 150, size: 'max' }),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom('drop-oldest' as const, 'drop-newest' as const),
        (steps, capacity, overflow) => {
          const ledger = new Ledger(capacity, overflow)
          for (const step of steps) step(ledger)
          while (ledger.take());
          const { queue, pushed, taken, dropped, told } = ledger
          expect([queue.isEmpty, queue.size]).toEqual([true, 0])
          expect(told).toEqual(dropped)
          let sum = 0
          for (const [server, count] of pushed) {
            const own = taken.get(server) ?? []
            const lost = dropped.get(server) ?? 0
            expect(own).toEqual([...own].sort((one, other) => one - other))
            expect(own.length + lost).toBe(count)
            sum += lost
          }
          expect(queue.dropped).toBe(sum)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('pain 24 nothing grows with servers that come and go, also when only a gap was left of them', () => {
    const { queue, push } = queueOf([])
    const churn = (count: number): void => {
      for (let index = 0; index < count; index += 1) {
        const server = `pbx${index}`
        queue.markSession(1, server)
        if (index % 2 === 0) push(server, 'E')
        queue.markSession(2, server)
        queue.release(server)
        drain(queue)
      }
    }
    churn(12_000)
    const before = heapBytes()
    churn(12_000)
    expect(heapBytes() - before).toBeLessThan(2_000_000)
    expect(queue.size).toBe(0)
  })

  it('pain 24 nothing grows with servers that come and go while nobody reads', () => {
    const { queue, push } = queueOf([])
    const churn = (count: number): void => {
      for (let index = 0; index < count; index += 1) {
        push(`pbx${index}`, 'E')
        queue.release(`pbx${index}`)
      }
    }
    churn(12_000)
    const before = heapBytes()
    churn(12_000)
    expect(heapBytes() - before).toBeLessThan(2_000_000)
    expect(queue.size).toBe(64)
  })
})
