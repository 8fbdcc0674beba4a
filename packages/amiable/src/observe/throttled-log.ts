import type { Clock } from '../util/clock.ts'
import type { LogLevel, SafeLog } from './logger.ts'

/**
 * Reports what may happen thousands of times a second: the first at once, then at most one summary per kind and
 * interval, with the number since the last. The numbers are exact; only the records are few.
 */
export class ThrottledLog {
  readonly #log: SafeLog
  readonly #clock: Clock
  readonly #intervalMs: number
  readonly #kinds = new Map<string, { total: number; reported: number; nextAt: number }>()

  constructor(log: SafeLog, clock: Clock, intervalMs = 1000) {
    this.#log = log
    this.#clock = clock
    this.#intervalMs = intervalMs
  }

  /** Counts `count` more of a kind, and reports them when the kind's interval is over. */
  report(kind: string, level: LogLevel, context: object, message: string, count = 1): void {
    if (!this.#log.enabled) return
    let state = this.#kinds.get(kind)
    if (state === undefined) {
      state = { total: 0, reported: 0, nextAt: Number.NEGATIVE_INFINITY }
      this.#kinds.set(kind, state)
    }
    state.total += count
    const now = this.#clock.now()
    if (now < state.nextAt) return
    const since = state.total - state.reported
    state.reported = state.total
    state.nextAt = now + this.#intervalMs
    this.#log.write(level, { ...context, count: since, total: state.total }, message)
  }
}
