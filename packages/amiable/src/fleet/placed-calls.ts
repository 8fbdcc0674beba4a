import type { EventSink } from '../events/event-buffer.ts'
import type { AmiEvent } from '../protocol/index.ts'

/** Most calls that one server's count remembers, and how long it believes in one of which nothing is heard. */
const CALLS_MAX = 10_000
const CALL_MAX_MS = 14_400_000
/** Channels that ended last: their OriginateResponse may come after their Hangup. */
const ENDED_MAX = 256

/**
 * The calls that a cluster placed on one server and knows to be alive: from the Originate to its refusal, its failure
 * (`OriginateResponse`) or the channel's `Hangup`.
 *
 * A count to route by, not an account: it starts anew with each session, for what ended meanwhile was not heard.
 */
export class PlacedCalls implements EventSink {
  static readonly events: readonly string[] = ['OriginateResponse', 'Hangup']
  readonly #now: () => number
  /** When each call was placed: by ActionID until its channel is known, then by Uniqueid. */
  readonly #placedAt = new Map<string, number>()
  readonly #ended: string[] = []
  #endedAt = 0

  constructor(now: () => number) {
    this.#now = now
  }

  get size(): number {
    this.#forgetOld(CALLS_MAX)
    return this.#placedAt.size
  }

  /** A call is on its way. */
  add(actionId: string): void {
    this.#forgetOld(CALLS_MAX - 1)
    this.#placedAt.set(actionId, this.#now())
  }

  /** It came to nothing before there was a channel. */
  remove(actionId: string): void {
    this.#placedAt.delete(actionId)
  }

  /** Its channel is known: from now on it ends with that. Without one, its end cannot be known, nor can it be counted. */
  become(actionId: string, uniqueid: string | undefined): void {
    const placedAt = this.#placedAt.get(actionId)
    if (placedAt === undefined) return
    this.#placedAt.delete(actionId)
    if (uniqueid !== undefined && !this.#ended.includes(uniqueid)) this.#placedAt.set(uniqueid, placedAt)
  }

  push(event: AmiEvent): void {
    if (this.#placedAt.size === 0) return
    const uniqueid = event.get('Uniqueid')
    if (event.name === 'Hangup') {
      if (uniqueid !== undefined && !this.#placedAt.delete(uniqueid)) this.#rememberEnd(uniqueid)
      return
    }
    const actionId = event.get('ActionID')
    if (actionId !== undefined) {
      this.become(actionId, event.get('Response') === 'Success' ? uniqueid : undefined)
    }
  }

  markSession(): void {
    this.#placedAt.clear()
  }

  leave(): void {
    this.#placedAt.clear()
  }

  sizeOf(): number {
    return 0
  }

  #rememberEnd(uniqueid: string): void {
    this.#ended[this.#endedAt] = uniqueid
    this.#endedAt = (this.#endedAt + 1) % ENDED_MAX
  }

  #forgetOld(most: number): void {
    const oldest = this.#now() - CALL_MAX_MS
    for (const [id, placedAt] of this.#placedAt) {
      if (placedAt > oldest && this.#placedAt.size <= most) return
      this.#placedAt.delete(id)
    }
  }
}
