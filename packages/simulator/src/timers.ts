/**
 * Timers that end with their owner.
 *
 * They use the `setTimeout` of the moment, so a test's fake clock moves them like everything else.
 */
export class Timers {
  readonly #running = new Set<NodeJS.Timeout>()
  #closed = false

  /** Calls `run` after `delayMs`, unless closed before. Nothing is scheduled once closed. */
  after(delayMs: number, run: () => void): void {
    if (this.#closed) return
    const timer = setTimeout(() => {
      this.#running.delete(timer)
      run()
    }, delayMs)
    this.#running.add(timer)
  }

  /** Calls `run` every `periodMs` until stopped or closed. */
  every(periodMs: number, run: () => void): { stop(): void } {
    if (this.#closed) return { stop: () => undefined }
    const timer = setInterval(run, periodMs)
    this.#running.add(timer)
    return {
      stop: () => {
        clearInterval(timer)
        this.#running.delete(timer)
      },
    }
  }

  /** Cancels whatever still runs, for good. */
  close(): void {
    this.#closed = true
    for (const timer of this.#running) clearTimeout(timer)
    this.#running.clear()
  }
}
