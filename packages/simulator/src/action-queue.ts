import type { SimulatedRequest } from './request.ts'

/**
 * Runs a session's actions one after another: the next starts when the promise of the one before settled.
 *
 * Tells when it is too full to read on, and when it has room again.
 */
export class ActionQueue {
  static readonly #FULL = 1024
  readonly #run: (request: SimulatedRequest) => void | Promise<void>
  readonly #onRoom: (room: boolean) => void
  #waiting: SimulatedRequest[] = []
  #running = false
  #idle: (() => void)[] = []

  constructor(run: (request: SimulatedRequest) => void | Promise<void>, onRoom: (room: boolean) => void) {
    this.#run = run
    this.#onRoom = onRoom
  }

  /** Runs the request now, or after those before it. */
  push(request: SimulatedRequest): void {
    if (!this.#running) {
      this.#start(request)
      return
    }
    this.#waiting.push(request)
    if (this.#waiting.length === ActionQueue.#FULL) this.#onRoom(false)
  }

  /** Calls `run` when nothing runs and nothing waits, which may be now. */
  whenIdle(run: () => void): void {
    if (this.#running) this.#idle.push(run)
    else run()
  }

  #start(request: SimulatedRequest): void {
    const running = this.#run(request)
    if (running === undefined) return
    this.#running = true
    void running.then(() => this.#next())
  }

  #next(): void {
    this.#running = false
    const waiting = this.#waiting
    this.#waiting = []
    if (waiting.length >= ActionQueue.#FULL) this.#onRoom(true)
    for (const request of waiting) this.push(request)
    if (this.#running) return
    const idle = this.#idle
    this.#idle = []
    for (const run of idle) run()
  }
}
