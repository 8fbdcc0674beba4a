/** What a {@link LoopDelay} saw, in milliseconds. */
export interface LoopDelays {
  readonly p99: number
  readonly longest: number
}

/**
 * How late the event loop runs a timer that is due every millisecond, as `monitorEventLoopDelay` measures it; but
 * each delay counts for no more than the time this process had on the processor meanwhile, since what the machine
 * gives to others is no fault of the code that is measured.
 */
export class LoopDelay {
  readonly #delays: number[] = []
  #at = performance.now()
  #used = usedMs()
  #timer: NodeJS.Timeout = this.#next()

  /** Stops, and tells. */
  end(): LoopDelays {
    clearTimeout(this.#timer)
    this.#note()
    const sorted = this.#delays.toSorted((one, other) => one - other)
    return {
      p99: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
      longest: sorted.at(-1) ?? Number.NaN,
    }
  }

  #next(): NodeJS.Timeout {
    return setTimeout(() => {
      this.#note()
      this.#timer = this.#next()
    }, 1)
  }

  #note(): void {
    const now = performance.now()
    const used = usedMs()
    this.#delays.push(Math.min(now - this.#at, used - this.#used))
    this.#at = now
    this.#used = used
  }
}

function usedMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
