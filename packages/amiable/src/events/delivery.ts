import type { Clock } from '../util/clock.ts'

/** Somebody with events to hand to a user's code. */
export interface Consumer {
  /** How many to hand over at once, whole ones; the delivery adapts it to what they cost. */
  slice: number
  /** Hands over up to so many; true when there is more to do at once. Must not throw. */
  deliver(count: number): boolean
}

/** Most calls of a handler between two looks at the clock: a look costs a tenth of what handing over an event does. */
const SLICE_MAX = 8
/** By how much a slice grows when it was cheap: a hundred cheap ones must follow a dear one before calls are lumped again. */
const SLICE_GROWTH = 1 + 1 / 64
/** What one slice may cost before it is made smaller, and how long one consumer goes on before it is the next one's turn. */
const SHARE_MS = 0.5

/**
 * Hands events to users' code in turns of the event loop, apart from the reader.
 *
 * Each turn has a budget of time; consumers take turns within it. So neither a slow handler nor a server that
 * floods keeps the loop from its sockets for longer than the budget and one call of a handler that is known to be
 * slow, or a few of one that has been fast so far.
 */
export class Delivery {
  readonly #clock: Clock
  readonly #budgetMs: number
  readonly #waiting = new Set<Consumer>()
  readonly #onBudgetSpent: () => void
  #scheduled = false
  #now = 0
  #spendableUntil: number | undefined
  #mayNotPull = false

  /**
   * @param budgetMs time per turn, in milliseconds.
   * @param onBudgetSpent told of each turn that ended with more to do.
   */
  constructor(clock: Clock, budgetMs: number, onBudgetSpent: () => void = () => undefined) {
    this.#clock = clock
    this.#budgetMs = budgetMs
    this.#onBudgetSpent = onBudgetSpent
  }

  /** Puts a consumer in line for the next turn. */
  wake(consumer: Consumer): void {
    this.#waiting.add(consumer)
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => this.#turn())
  }

  /** Whether code that pulls events itself may take one more in this turn. */
  mayPull(): boolean {
    const now = this.#clock.now()
    if (this.#spendableUntil === undefined) {
      this.#spendableUntil = now + this.#budgetMs
      setImmediate(() => {
        this.#spendableUntil = undefined
        this.#mayNotPull = false
      })
    }
    if (now < this.#spendableUntil) return true
    if (!this.#mayNotPull) {
      this.#mayNotPull = true
      this.#onBudgetSpent()
    }
    return false
  }

  #turn(): void {
    this.#now = this.#clock.now()
    const until = this.#now + this.#budgetMs
    // A set keeps insertion order: taken from the front and put back at the end, consumers go round.
    for (const consumer of this.#waiting) {
      this.#waiting.delete(consumer)
      if (this.#serve(consumer)) this.#waiting.add(consumer)
      if (this.#now >= until) break
    }
    // Only now: whoever was woken by a handler is in line already, and one turn is enough for all.
    this.#scheduled = this.#waiting.size > 0
    if (!this.#scheduled) return
    this.#onBudgetSpent()
    setImmediate(() => this.#turn())
  }

  /** One consumer's share of the turn; true when it has more to do. */
  #serve(consumer: Consumer): boolean {
    const until = this.#now + SHARE_MS
    for (;;) {
      const startedAt = this.#now
      const hasMore = consumer.deliver(Math.floor(consumer.slice))
      this.#now = this.#clock.now()
      const isDear = this.#now - startedAt > SHARE_MS
      consumer.slice = isDear ? 1 : Math.min(SLICE_MAX, consumer.slice * SLICE_GROWTH)
      if (!hasMore || this.#now >= until) return hasMore
    }
  }
}
