import type { Clock, TimerHandle } from 'amiable'

interface JumpTimer {
  readonly at: number
  readonly callback: () => void
  real: NodeJS.Timeout
}

/**
 * The process's clock, which can also jump, as after the host was suspended: whatever came due meanwhile runs at
 * once, late, before any socket is read. Timers run first in a turn of Node's event loop, so this is its order too.
 */
export class JumpClock implements Clock {
  readonly #timers = new Set<JumpTimer>()
  #skippedMs = 0

  now(): number {
    return performance.now() + this.#skippedMs
  }

  setTimer(callback: () => void, delayMs: number): TimerHandle {
    const timer: JumpTimer = { at: this.now() + delayMs, callback, real: this.#start(() => timer, delayMs) }
    this.#timers.add(timer)
    return timer
  }

  clearTimer(handle: TimerHandle | undefined): void {
    for (const timer of this.#timers) if (timer === handle) this.#stop(timer)
  }

  /** Moves on by so much between two instructions. */
  jump(ms: number): void {
    this.#skippedMs += ms
    const now = this.now()
    for (const timer of this.#inOrder()) {
      if (timer.at > now) this.#restart(timer, timer.at - now)
      else if (this.#timers.has(timer)) this.#fire(timer)
    }
  }

  #inOrder(): JumpTimer[] {
    return [...this.#timers].sort((one, other) => one.at - other.at)
  }

  #start(timer: () => JumpTimer, delayMs: number): NodeJS.Timeout {
    return setTimeout(() => this.#fire(timer()), delayMs)
  }

  #restart(timer: JumpTimer, delayMs: number): void {
    if (!this.#timers.has(timer)) return
    clearTimeout(timer.real)
    timer.real = this.#start(() => timer, delayMs)
  }

  #fire(timer: JumpTimer): void {
    this.#stop(timer)
    timer.callback()
  }

  #stop(timer: JumpTimer): void {
    clearTimeout(timer.real)
    this.#timers.delete(timer)
  }
}
