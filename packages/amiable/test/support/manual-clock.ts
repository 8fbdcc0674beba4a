import type { Clock } from 'amiable'

interface ManualTimer {
  readonly at: number
  readonly callback: () => void
}

/** A clock that stands still until it is told to advance. */
export class ManualClock implements Clock {
  readonly #timers = new Set<ManualTimer>()
  #now = 0
  #fired = 0

  /** Timers that run. */
  get pending(): number {
    return this.#timers.size
  }

  /** Timers that have fired so far. */
  get fired(): number {
    return this.#fired
  }

  /** When the next timer fires; `undefined` when none runs. */
  get nextAt(): number | undefined {
    return this.#earliest()?.at
  }

  now(): number {
    return this.#now
  }

  setTimer(callback: () => void, delayMs: number): object {
    const timer = { at: this.#now + Math.max(0, delayMs), callback }
    this.#timers.add(timer)
    return timer
  }

  clearTimer(timer: object | number | undefined): void {
    this.#timers.delete(timer as ManualTimer)
  }

  /** Moves on, running timers when their moment comes, those that are set meanwhile included. */
  advance(ms: number): void {
    const until = this.#now + ms
    for (let due = this.#earliest(); due !== undefined && due.at <= until; due = this.#earliest()) {
      this.#timers.delete(due)
      this.#now = Math.max(this.#now, due.at)
      this.#fired += 1
      due.callback()
    }
    this.#now = until
  }

  /** Moves on without running anything, as the clock does while the process is stopped. */
  jump(ms: number): void {
    this.#now += ms
  }

  #earliest(): ManualTimer | undefined {
    let earliest: ManualTimer | undefined
    for (const timer of this.#timers) {
      if (earliest === undefined || timer.at < earliest.at) earliest = timer
    }
    return earliest
  }
}
