import type { Clock, TimerHandle } from '../util/clock.ts'
import type { LogLevel, SafeLog } from './logger.ts'

interface Kind {
  level: LogLevel
  /** Of the newest occurrence, until it is reported. */
  context: object
  message: string
  total: number
  reported: number
  nextAt: number
}

/**
 * Reports what may happen thousands of times a second: the first at once, then at most one summary per kind and
 * interval, with the number since the last. The numbers are exact; only the records are few.
 *
 * The kinds are the caller's, and few: nothing that a server sends may become one.
 */
export class ThrottledLog {
  readonly #log: SafeLog
  readonly #clock: Clock
  readonly #intervalMs: number
  readonly #kinds = new Map<string, Kind>()
  #timer: TimerHandle | undefined
  #closed = false

  constructor(log: SafeLog, clock: Clock, intervalMs = 1000) {
    this.#log = log
    this.#clock = clock
    this.#intervalMs = intervalMs
  }

  /** Counts one more of a kind, and reports it now, or when the kind's interval is over. */
  report(name: string, level: LogLevel, context: object, message: string): void {
    if (!this.#log.enabled) return
    let kind = this.#kinds.get(name)
    if (kind === undefined) {
      kind = { level, context, message, total: 0, reported: 0, nextAt: Number.NEGATIVE_INFINITY }
      this.#kinds.set(name, kind)
    }
    kind.total += 1
    kind.context = context
    const now = this.#clock.now()
    if (now >= kind.nextAt) this.#write(kind, now)
    else if (this.#timer === undefined && !this.#closed) this.#arm(kind.nextAt - now)
  }

  /** Reports what is still unreported, and leaves no timer. What comes later is reported as it comes. */
  close(): void {
    this.#closed = true
    this.#clock.clearTimer(this.#timer)
    this.#timer = undefined
    for (const kind of this.#kinds.values()) {
      if (kind.total > kind.reported) this.#write(kind, this.#clock.now())
    }
  }

  #write(kind: Kind, now: number): void {
    const count = kind.total - kind.reported
    kind.reported = kind.total
    kind.nextAt = now + this.#intervalMs
    this.#log.write(kind.level, { ...kind.context, count, total: kind.total }, kind.message)
    kind.context = {}
  }

  #arm(delayMs: number): void {
    this.#timer = this.#clock.setTimer(() => this.#flush(), delayMs)
  }

  /** The end of a burst: its last records would never be told of, were it for its next one. */
  #flush(): void {
    this.#timer = undefined
    const now = this.#clock.now()
    let nextAt = Number.POSITIVE_INFINITY
    for (const kind of this.#kinds.values()) {
      if (kind.total === kind.reported) continue
      if (now >= kind.nextAt) this.#write(kind, now)
      else nextAt = Math.min(nextAt, kind.nextAt)
    }
    if (nextAt !== Number.POSITIVE_INFINITY) this.#arm(nextAt - now)
  }
}
