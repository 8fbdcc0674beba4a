import type { AmiEvent } from '../protocol/index.ts'
import { Ring } from '../util/ring.ts'
import type { EventBuffer, Gap, Pushed } from './event-buffer.ts'

/** What a full queue does with one event more. */
export type Overflow = 'drop-oldest' | 'drop-newest' | 'close'

/** Bounds of one queue. */
export interface QueueLimits {
  readonly capacity: number
  readonly maxBytes: number
  readonly overflow: Overflow
}

const NAMES_MAX = 64
/** A name longer than any of Asterisk's is counted under `(other)`: what is kept of a flood must stay small. */
const NAME_LENGTH_MAX = 128

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
 * {@link Gap} before the first event that arrived after it. So is each change of session between two events. What a
 * session sends before it is ready waits until it is: whoever hears of a gap can ask the server what it missed.
 */
export class EventQueue implements EventBuffer {
  readonly #server: string
  readonly #limits: QueueLimits
  readonly #onDrop: (event: AmiEvent) => void
  readonly #vital = new Lane()
  readonly #noise = new Lane()
  #bytes = 0
  #sequence = 0
  #dropped = 0
  #gap: { at: number; session: number; count: number; names: Map<string, number> } | undefined
  /** The session that the consumer was last told of, or had an event of; 0 for none yet. */
  #toldSession: number
  /** The newest session that is ready, or was. */
  #readySession: number
  /** The newest session that an event came from. */
  #heardSession: number
  #released = false

  /** @param session the session that is ready, or was last; 0 when there has been none. */
  constructor(server: string, limits: QueueLimits, onDrop: (event: AmiEvent) => void, session = 0) {
    this.#server = server
    this.#limits = limits
    this.#onDrop = onDrop
    this.#toldSession = session
    this.#readySession = session
    this.#heardSession = session
  }

  get size(): number {
    return this.#vital.events.length + this.#noise.events.length
  }

  sizeOf(): number {
    return this.size
  }

  get bytes(): number {
    return this.#bytes
  }

  get dropped(): number {
    return this.#dropped
  }

  get isEmpty(): boolean {
    const lane = this.#nextLane()
    return (lane === undefined || this.#isHeld(lane)) && this.#gapAhead() === undefined
  }

  push(event: AmiEvent, noise: boolean): Pushed {
    this.#sequence += 1
    if (this.#isFullFor(event) && !this.#makeRoomFor(event, noise)) {
      this.#drop(event, this.#sequence)
      return this.#limits.overflow === 'close' ? 'overflowed' : 'dropped'
    }
    const lane = noise ? this.#noise : this.#vital
    lane.events.push(event)
    lane.order.push(this.#sequence)
    this.#bytes += event.sizeBytes
    this.#heardSession = Math.max(this.#heardSession, event.session)
    return 'queued'
  }

  markSession(session: number): void {
    this.#readySession = session
    if (this.#toldSession === 0) this.#toldSession = this.#nextLane()?.events.peek()?.session ?? session
  }

  release(): void {
    this.#released = true
  }

  takeGap(): Gap | undefined {
    const gap = this.#gap
    // Nearly always so, and asked for each event.
    if (gap === undefined && this.#readySession === this.#toldSession && !this.#released) return undefined
    const reason = this.#gapAhead()
    if (reason === 'overflow' && gap !== undefined) return this.#takeOverflow(gap)
    if (reason === undefined) return undefined
    const isFirst = this.#toldSession === 0
    this.#toldSession = this.#sessionAhead()
    return isFirst ? this.takeGap() : { server: this.#server, reason: 'reconnect', count: 0, names: {} }
  }

  next(): AmiEvent | undefined {
    const lane = this.#nextLane()
    return lane === undefined || this.#isHeld(lane) ? undefined : this.#takeFrom(lane)
  }

  clear(): void {
    for (let lane = this.#nextLane(); lane !== undefined; lane = this.#nextLane()) {
      const event = this.#takeFrom(lane)
      this.#dropped += 1
      if (event !== undefined) this.#onDrop(event)
    }
    this.#gap = undefined
    this.#toldSession = this.#readySession
    this.#vital.events.clear()
    this.#noise.events.clear()
  }

  #gapAhead(): Gap['reason'] | undefined {
    const isNewSession = this.#sessionAhead() > this.#toldSession
    const gap = this.#gap
    const next = this.#nextLane()?.order.peek() ?? Number.POSITIVE_INFINITY
    if (gap !== undefined && gap.at < next && gap.session <= this.#lastOpenSession) {
      // In the order in which things were lost: what one session could not be taken of, then that it ended.
      if (!isNewSession || gap.session <= this.#toldSession) return 'overflow'
    }
    return isNewSession ? 'reconnect' : undefined
  }

  /** The session that the consumer comes to next, as far as it may be told. */
  #sessionAhead(): number {
    const session = this.#nextLane()?.events.peek()?.session ?? this.#readySession
    return Math.min(session, this.#lastOpenSession)
  }

  get #lastOpenSession(): number {
    return this.#released ? Number.POSITIVE_INFINITY : this.#readySession
  }

  /** Whether a lane's next event is of a session that is not ready yet. */
  #isHeld(lane: Lane): boolean {
    if (this.#heardSession <= this.#readySession) return false
    return (lane.events.peek()?.session ?? 0) > this.#lastOpenSession
  }

  #isFullFor(event: AmiEvent): boolean {
    return this.size >= this.#limits.capacity || this.#bytes + event.sizeBytes > this.#limits.maxBytes
  }

  /** Drops what is oldest until the event fits; false when it cannot be made to fit. */
  #makeRoomFor(event: AmiEvent, noise: boolean): boolean {
    if (this.#limits.overflow !== 'drop-oldest' || event.sizeBytes > this.#limits.maxBytes) return false
    while (this.#isFullFor(event)) {
      // Noise cannot push out anything vital.
      const lane = noise || this.#noise.events.length > 0 ? this.#noise : this.#vital
      const order = lane.order.peek()
      const victim = this.#takeFrom(lane)
      if (victim === undefined || order === undefined) return false
      this.#drop(victim, order)
    }
    return true
  }

  #drop(event: AmiEvent, order: number): void {
    this.#dropped += 1
    this.#gap ??= { at: order, session: event.session, count: 0, names: new Map() }
    this.#gap.at = Math.min(this.#gap.at, order)
    this.#gap.session = Math.min(this.#gap.session, event.session)
    this.#gap.count += 1
    const { names } = this.#gap
    const isKept = event.name.length <= NAME_LENGTH_MAX && (names.has(event.name) || names.size < NAMES_MAX)
    const name = isKept ? event.name : '(other)'
    names.set(name, (names.get(name) ?? 0) + 1)
    this.#onDrop(event)
  }

  #takeOverflow({ count, names }: { count: number; names: Map<string, number> }): Gap {
    this.#gap = undefined
    return { server: this.#server, reason: 'overflow', count, names: Object.fromEntries(names) }
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
