import type { EventBuffer, Gap, Pushed } from '../events/event-buffer.ts'
import { EventQueue, type QueueLimits } from '../events/event-queue.ts'
import type { AmiEvent } from '../protocol/index.ts'
import { Ring } from '../util/ring.ts'

interface Lane {
  readonly server: string
  readonly queue: EventQueue
  /** Whether it stands in line. */
  inLine: boolean
  /** The server is gone: nothing more comes. */
  left: boolean
  /** What is left of a predecessor of the same name, and comes first. */
  after: Lane | undefined
}

/** Before every session: for a server that had a predecessor of the same name, whose events are not all there. */
const REPLACED = -1
/** Most servers whose events wait after they have gone: of one more, what the first of them left is let go. */
const LEAVING_MAX = 64
/** Most names of servers that are remembered. */
const KNOWN_MAX = 10_000

/**
 * The events of several servers for one consumer: a bounded queue for each, and the servers take turns.
 *
 * ```
 *  east   Hangup   VarSet   VarSet   VarSet  ┐
 *  west   DialEnd                            ├ next(): one of east, one of west, one of north, one of east …
 *  north  Hangup                             ┘
 * ```
 * So a server that floods fills its own queue, and delays nobody for longer than the handling of one of its events.
 */
export class MergedQueue implements EventBuffer {
  readonly #limits: QueueLimits
  readonly #onDrop: (event: AmiEvent) => void
  readonly #lanes = new Map<string, Lane>()
  /** Lanes of servers that are gone, while they hold something. */
  readonly #leaving = new Set<Lane>()
  /** Servers that were here before. */
  readonly #known = new Set<string>()
  readonly #line = new Ring<Lane>()
  #droppedByGone = 0

  /** @param limits of each server's queue. */
  constructor(limits: QueueLimits, onDrop: (event: AmiEvent) => void) {
    this.#limits = limits
    this.#onDrop = onDrop
  }

  get size(): number {
    return this.#sum(({ queue }) => queue.size)
  }

  get dropped(): number {
    return this.#droppedByGone + this.#sum(({ queue }) => queue.dropped)
  }

  get isEmpty(): boolean {
    return this.#first() === undefined
  }

  sizeOf(server: string): number {
    let size = this.#lanes.get(server)?.queue.size ?? 0
    for (const lane of this.#leaving) if (lane.server === server) size += lane.queue.size
    return size
  }

  push(event: AmiEvent, noise: boolean): Pushed {
    const lane = this.#laneOf(event.server)
    const pushed = lane.queue.push(event, noise)
    this.#enqueue(lane)
    return pushed
  }

  markSession(session: number, server: string): void {
    const lane = this.#laneOf(server)
    lane.queue.markSession(session)
    this.#enqueue(lane)
  }

  release(server: string): void {
    const lane = this.#lanes.get(server)
    if (lane === undefined) return
    lane.left = true
    lane.queue.release()
    this.#lanes.delete(server)
    this.#leaving.add(lane)
    this.#enqueue(lane)
    this.#forgetIfOver(lane)
    const [oldest] = this.#leaving
    if (oldest !== undefined && this.#leaving.size > LEAVING_MAX) this.#abandon(oldest)
  }

  takeGap(): Gap | undefined {
    const lane = this.#first()
    const gap = lane?.queue.takeGap()
    if (lane !== undefined) this.#forgetIfOver(lane)
    return gap
  }

  next(): AmiEvent | undefined {
    const lane = this.#first()
    const event = lane?.queue.next()
    if (lane === undefined || event === undefined) return undefined
    this.#line.shift()
    lane.inLine = false
    this.#enqueue(lane)
    this.#forgetIfOver(lane)
    return event
  }

  clear(): void {
    for (const lane of [...this.#lanes.values(), ...this.#leaving]) {
      lane.queue.clear()
      this.#forgetIfOver(lane)
    }
  }

  /** Lets go of what a server left behind, and of its place in line. */
  #abandon(lane: Lane): void {
    lane.queue.clear()
    this.#forgetIfOver(lane)
    for (let waiting = this.#line.length; waiting > 0; waiting -= 1) {
      const one = this.#line.shift()
      if (one !== undefined && one !== lane) this.#line.push(one)
    }
  }

  /** The lane whose turn it is. One that has run empty since it got into line loses its place. */
  #first(): Lane | undefined {
    for (let lane = this.#line.peek(); lane !== undefined; lane = this.#line.peek()) {
      if (!lane.queue.isEmpty) return lane
      this.#line.shift()
      lane.inLine = false
    }
    return undefined
  }

  #enqueue(lane: Lane): void {
    if (lane.inLine || lane.after !== undefined || lane.queue.isEmpty) return
    lane.inLine = true
    this.#line.push(lane)
  }

  #laneOf(server: string): Lane {
    const known = this.#lanes.get(server)
    if (known !== undefined) return known
    const session = this.#known.has(server) ? REPLACED : 0
    const queue = new EventQueue(server, this.#limits, this.#onDrop, session)
    const former = [...this.#leaving].filter((gone) => gone.server === server)
    const lane = { server, queue, inLine: false, left: false, after: former.at(-1) }
    this.#lanes.set(server, lane)
    if (this.#known.size >= KNOWN_MAX) this.#known.clear()
    this.#known.add(server)
    return lane
  }

  #forgetIfOver(lane: Lane): void {
    if (!lane.left || !lane.queue.isEmpty || !this.#leaving.delete(lane)) return
    this.#droppedByGone += lane.queue.dropped
    for (const next of [...this.#lanes.values(), ...this.#leaving]) {
      if (next.after !== lane) continue
      next.after = lane.after
      this.#enqueue(next)
    }
  }

  #sum(of: (lane: Lane) => number): number {
    let sum = 0
    for (const lane of this.#lanes.values()) sum += of(lane)
    for (const lane of this.#leaving) sum += of(lane)
    return sum
  }
}
