import type { AmiEvent } from '../protocol/index.ts'
import { Ring } from '../util/ring.ts'

/** Events that a consumer does not get, told in their place among those it does. */
export interface Gap {
  readonly server: string
  /** `overflow`: the consumer was too slow. `reconnect`: the link was down, and what happened meanwhile is unknown. */
  readonly reason: 'overflow' | 'reconnect'
  /** How many were dropped: exact for `overflow`, 0 for `reconnect`. */
  readonly count: number
  /** How many of each name; at most 64 names, the rest under `(other)`. */
  readonly names: Readonly<Record<string, number>>
}

/** What a full queue does with one event more. */
export type Overflow = 'drop-oldest' | 'drop-newest' | 'close'

/** Bounds of one queue. */
export interface QueueLimits {
  readonly capacity: number
  readonly maxBytes: number
  readonly overflow: Overflow
}

/** What became of an event that was offered: `overflowed` asks the owner to close the queue. */
export type Pushed = 'queued' | 'dropped' | 'overflowed'

const NAMES_MAX = 64

/** One lane of the queue, in order of arrival. */
class Lane {
  readonly events: Ring<AmiEvent> = new Ring()
  readonly order: Ring<number> = new Ring()
}

/**
 * A queue of events for one consumer, bounded in entries and bytes.
 *
 * ```
 *  vital  Hangup#3   DialEnd#7              ┐  next() takes the lower number,
 *  noise  VarSet#4   VarSet#5   Newexten#6  ┘  so arrival order is kept
 * ```
 * Full, it drops the oldest noise before anything that tells a call's fate. Each drop is counted, and told as a
 * {@link Gap} before the first event that arrived after it.
 */
export class EventQueue {
  readonly #server: string
  readonly #limits: QueueLimits
  readonly #onDrop: (event: AmiEvent) => void
  readonly #vital = new Lane()
  readonly #noise = new Lane()
  #bytes = 0
  #sequence = 0
  #dropped = 0
  #gap: { at: number; count: number; names: Map<string, number> } | undefined
  #reconnectedAt: number | undefined

  constructor(server: string, limits: QueueLimits, onDrop: (event: AmiEvent) => void) {
    this.#server = server
    this.#limits = limits
    this.#onDrop = onDrop
  }

  get size(): number {
    return this.#vital.events.length + this.#noise.events.length
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Events dropped since the beginning. */
  get dropped(): number {
    return this.#dropped
  }

  /** Adds an event, at the price of another one if the queue is full. */
  push(event: AmiEvent, noise: boolean): Pushed {
    this.#sequence += 1
    while (this.#isFullFor(event)) {
      if (this.#limits.overflow === 'close') return 'overflowed'
      const victim = this.#limits.overflow === 'drop-oldest' ? this.#takeVictim(noise) : undefined
      if (victim === undefined) {
        this.#drop(event, this.#sequence)
        return 'dropped'
      }
    }
    const lane = noise ? this.#noise : this.#vital
    lane.events.push(event)
    lane.order.push(this.#sequence)
    this.#bytes += event.sizeBytes
    return 'queued'
  }

  /** Marks that the link was down between the events before and those to come. */
  markReconnect(): void {
    this.#sequence += 1
    this.#reconnectedAt ??= this.#sequence
  }

  /** The gap that stands before the next event, once; to be asked before `next()`. */
  takeGap(): Gap | undefined {
    const next = this.#nextLane()?.order.peek() ?? Number.POSITIVE_INFINITY
    const gap = this.#gap
    if (gap !== undefined && gap.at < next) {
      this.#gap = undefined
      return {
        server: this.#server,
        reason: 'overflow',
        count: gap.count,
        names: Object.fromEntries(gap.names),
      }
    }
    if (this.#reconnectedAt === undefined || this.#reconnectedAt > next) return undefined
    this.#reconnectedAt = undefined
    return { server: this.#server, reason: 'reconnect', count: 0, names: {} }
  }

  /** Takes the oldest event. */
  next(): AmiEvent | undefined {
    const lane = this.#nextLane()
    return lane === undefined ? undefined : this.#takeFrom(lane)
  }

  /** Drops everything that waits, counted. */
  clear(): void {
    for (let event = this.next(); event !== undefined; event = this.next()) {
      this.#dropped += 1
      this.#onDrop(event)
    }
    this.#vital.events.clear()
    this.#noise.events.clear()
  }

  #isFullFor(event: AmiEvent): boolean {
    return this.size >= this.#limits.capacity || this.#bytes + event.sizeBytes > this.#limits.maxBytes
  }

  /** Makes room for one event; noise cannot push out anything vital. */
  #takeVictim(forNoise: boolean): AmiEvent | undefined {
    const lane = this.#noise.events.length > 0 || forNoise ? this.#noise : this.#vital
    const order = lane.order.peek()
    if (order === undefined) return undefined
    const event = this.#takeFrom(lane)
    if (event !== undefined) this.#drop(event, order)
    return event
  }

  #drop(event: AmiEvent, order: number): void {
    this.#dropped += 1
    this.#gap ??= { at: order, count: 0, names: new Map() }
    this.#gap.at = Math.min(this.#gap.at, order)
    this.#gap.count += 1
    const { names } = this.#gap
    const name = names.has(event.name) || names.size < NAMES_MAX ? event.name : '(other)'
    names.set(name, (names.get(name) ?? 0) + 1)
    this.#onDrop(event)
  }

  #nextLane(): Lane | undefined {
    const vital = this.#vital.order.peek()
    const noise = this.#noise.order.peek()
    if (vital === undefined) return noise === undefined ? undefined : this.#noise
    return noise === undefined || vital < noise ? this.#vital : this.#noise
  }

  #takeFrom(lane: Lane): AmiEvent | undefined {
    lane.order.shift()
    const event = lane.events.shift()
    if (event !== undefined) this.#bytes -= event.sizeBytes
    return event
  }
}
