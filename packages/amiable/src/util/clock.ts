/** A running timer, as the clock that started it knows it. */
export type TimerHandle = object | number

/** Monotonic time and one-shot timers. Everything in the core that waits, waits on a clock. */
export interface Clock {
  /** Milliseconds that never jump: the wall clock may be set, this one only advances. */
  now(): number
  /** Calls `callback` once, `delayMs` from now. */
  setTimer(callback: () => void, delayMs: number): TimerHandle
  /** Stops a timer; harmless when it has fired. */
  clearTimer(timer: TimerHandle | undefined): void
}

/** The process's own monotonic clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  setTimer: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout | undefined),
}

/** The same, with timers that do not keep the process alive. */
export const unrefClock: Clock = {
  ...systemClock,
  setTimer: (callback, delayMs) => setTimeout(callback, delayMs).unref(),
}
