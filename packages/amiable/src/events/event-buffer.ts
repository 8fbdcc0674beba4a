import type { AmiEvent } from '../protocol/index.ts'

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

/** What became of an event that was offered: `overflowed` asks the owner to close the queue. */
export type Pushed = 'queued' | 'dropped' | 'overflowed'

/** What a subscription takes its events and gaps from. */
export interface EventBuffer {
  readonly size: number
  /** Events dropped since the beginning. */
  readonly dropped: number
  /** Whether there is nothing to take now: neither an event nor a gap. */
  readonly isEmpty: boolean
  /** Events of one server. */
  sizeOf(server: string): number
  /** Adds an event, at the price of others if its queue is full. */
  push(event: AmiEvent, noise: boolean): Pushed
  /** Tells that a server's session is ready. Unless it is the first, the link had been down before it. */
  markSession(session: number, server: string): void
  /** No session of this server follows: what waits for one to be ready need not wait any longer. */
  release(server: string): void
  /** The gap that stands before the next event, once; to be asked before `next()`, until there is none. */
  takeGap(): Gap | undefined
  /** Takes the next event, unless it must wait. */
  next(): AmiEvent | undefined
  /** Drops everything that waits, counted, and forgets what there was to tell. */
  clear(): void
}

/** Makes a subscription's buffer, given who is to be told of each event let go. */
export type MakeBuffer = (onDrop: (event: AmiEvent) => void) => EventBuffer

/** Where a server's events go. Runs nobody's code when told. */
export interface EventSink {
  push(event: AmiEvent, noise: boolean): void
  /** A session of the server is ready; unless it is the first, the link had been down. */
  markSession(session: number, server: string): void
  /** The server is closed: no more will come of it. */
  leave(server: string): void
  /** Events of the server that wait. */
  sizeOf(server: string): number
}
