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

/** What Node's timers take: 31 bits of milliseconds. */
export const TIMER_MAX_MS = 2_147_483_647

/** Whether a timer can be set for so long, and not for no time at all. */
export function fitsTimer(delayMs: unknown): boolean {
  return typeof delayMs === 'number' && delayMs > 0 && delayMs <= TIMER_MAX_MS
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
