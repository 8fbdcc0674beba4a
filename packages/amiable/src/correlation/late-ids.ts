import type { AmiEvent, AmiResponse } from '../protocol/index.ts'
import type { Clock } from '../util/clock.ts'
import { announcesList } from './collector.ts'
import type { PendingAction } from './pending-action.ts'

const REMEMBERED = 1024
/** How long an answer may be late and still be known. */
const REMEMBERED_MS = 120_000

interface LateId {
  readonly givenUpAt: number
  list: boolean
}

/** Ids of actions that were given up, the last 1024 of them, for two minutes: their answers are late, not strange. */
export class LateIds {
  readonly #clock: Clock
  readonly #ids = new Map<string, LateId>()
  #lists = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether items of a list that was given up may still come. */
  get expectsEvents(): boolean {
    if (this.#lists > 0) this.#forgetOld()
    return this.#lists > 0
  }

  add(pending: PendingAction, now: number): void {
    const list = pending.collector.takesEvents
    // A caller's own id may be given up more than once.
    this.#forget(pending.actionId)
    this.#ids.set(pending.actionId, { givenUpAt: now, list })
    if (list) this.#lists += 1
    for (const id of this.#ids.keys()) {
      if (this.#ids.size <= REMEMBERED) break
      this.#forget(id)
    }
  }

  /**
   * How many milliseconds ago its action was given up; `undefined` when it was not. A response that begins a list
   * stays known until that closes.
   */
  onResponse(id: string, response: AmiResponse): number | undefined {
    const late = this.#ids.get(id)
    if (late === undefined) return undefined
    const begins = response.ok && (late.list || announcesList(response))
    if (!begins) this.#forget(id)
    else if (!late.list) {
      late.list = true
      this.#lists += 1
    }
    return this.#clock.now() - late.givenUpAt
  }

  /** True when the event belongs to a list that was given up. */
  onEvent(id: string, event: AmiEvent): boolean {
    const late = this.#ids.get(id)
    if (late?.list !== true) return false
    if (event.get('EventList')?.toLowerCase() === 'complete') this.#forget(id)
    return true
  }

  #forgetOld(): void {
    const oldest = this.#clock.now() - REMEMBERED_MS
    for (const [id, { givenUpAt }] of this.#ids) {
      if (givenUpAt > oldest) break
      this.#forget(id)
    }
  }

  #forget(id: string): void {
    if (this.#ids.get(id)?.list === true) this.#lists -= 1
    this.#ids.delete(id)
  }
}
