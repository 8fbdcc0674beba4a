/** Thrown to whoever still waits for something of a simulator that was closed. */
export class SimulatorClosedError extends Error {
  static readonly code = 'SIMULATOR_CLOSED'
  readonly code: string = SimulatorClosedError.code
  override readonly name: string = 'SimulatorClosedError'
}

interface Waiter<T> {
  matches: (value: T) => boolean
  resolve: (value: T) => void
  reject: (reason: Error) => void
}

/** Promises for the next value that fits, each kept by whoever asked before the value came. */
export class Waiters<T> {
  readonly #what: string
  #waiting: Waiter<T>[] = []

  constructor(what: string) {
    this.#what = what
  }

  /** The next announced value that matches. Rejects with `SimulatorClosedError` when the simulator closes first. */
  next(matches: (value: T) => boolean = () => true): Promise<T> {
    const promise = new Promise<T>((resolve, reject) => {
      this.#waiting.push({ matches, resolve, reject })
    })
    // A waiter nobody looks at any more must not bring the test process down on close.
    promise.catch(() => undefined)
    return promise
  }

  /** Gives the value to every waiter it fits. */
  announce(value: T): void {
    if (this.#waiting.length === 0) return
    const fits = this.#waiting.filter((waiter) => waiter.matches(value))
    if (fits.length === 0) return
    this.#waiting = this.#waiting.filter((waiter) => !fits.includes(waiter))
    for (const waiter of fits) waiter.resolve(value)
  }

  /** Rejects whoever still waits. */
  close(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const waiter of waiting)
      waiter.reject(new SimulatorClosedError(`the simulator closed before ${this.#what}`))
  }
}
