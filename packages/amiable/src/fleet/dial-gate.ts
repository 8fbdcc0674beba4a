import type { Gate } from '../supervision/gate.ts'
import type { Clock, TimerHandle } from '../util/clock.ts'

/** How fast a fleet may dial. */
export interface DialGateOptions {
  /** Most servers between dialing and login at once. */
  readonly maxConcurrentDials: number
  /** Most attempts begun in any second. */
  readonly dialsPerSecond: number
}

interface Turn {
  /** Counts those who entered. */
  readonly order: number
  readonly go: () => void
  readonly suspect: boolean
  state: 'waiting' | 'dialing' | 'left'
}

/**
 * Lets the servers of a fleet dial a few at a time, first come, first served.
 *
 * ```
 *  fresh    east ← west ← north   ┐  the older first; suspects hold half of
 *  suspect  lab ← old             ┘  the places at most
 * ```
 * A server that fails again and again, each time for the whole of its time-out, would otherwise hold the place that
 * one needs which was lost a second ago and would be back at once.
 */
export class DialGate implements Gate {
  readonly #options: DialGateOptions
  readonly #clock: Clock
  readonly #fresh: Turn[] = []
  readonly #suspects: Turn[] = []
  #dialing = 0
  #dialingSuspects = 0
  /** When the next attempt may begin, at the rate. */
  #nextAt = Number.NEGATIVE_INFINITY
  #timer: TimerHandle | undefined
  #entered = 0
  #turning = false

  constructor(options: DialGateOptions, clock: Clock) {
    this.#options = options
    this.#clock = clock
  }

  /** Servers between dialing and login. */
  get dialing(): number {
    return this.#dialing
  }

  /** Servers waiting for their turn. */
  get waiting(): number {
    return this.#fresh.length + this.#suspects.length
  }

  enter(go: () => void, suspect: boolean): () => void {
    this.#entered += 1
    const turn: Turn = { order: this.#entered, go, suspect, state: 'waiting' }
    this.#lane(suspect).push(turn)
    this.#turn()
    return () => this.#leave(turn)
  }

  #leave(turn: Turn): void {
    if (turn.state === 'waiting') {
      const lane = this.#lane(turn.suspect)
      lane.splice(lane.indexOf(turn), 1)
    } else if (turn.state === 'dialing') {
      this.#dialing -= 1
      if (turn.suspect) this.#dialingSuspects -= 1
    }
    turn.state = 'left'
    if (this.waiting === 0) this.#stopTimer()
    this.#turn()
  }

  #lane(suspect: boolean): Turn[] {
    return suspect ? this.#suspects : this.#fresh
  }

  /** Lets in whoever may go now. What is begun may end, or enter anew, while this runs: that waits for the next look. */
  #turn(): void {
    if (this.#turning) return
    this.#turning = true
    try {
      for (let turn = this.#next(); turn !== undefined; turn = this.#next()) this.#begin(turn)
    } finally {
      this.#turning = false
    }
  }

  #begin(turn: Turn): void {
    turn.state = 'dialing'
    this.#dialing += 1
    if (turn.suspect) this.#dialingSuspects += 1
    try {
      turn.go()
    } catch (error) {
      // What cannot even begin must not keep a place that everybody needs.
      this.#leave(turn)
      throw error
    }
  }

  #next(): Turn | undefined {
    const { maxConcurrentDials, dialsPerSecond } = this.#options
    if (this.#dialing >= maxConcurrentDials) return undefined
    const lane = this.#nextLane()
    if (lane === undefined) return undefined
    const now = this.#clock.now()
    if (now < this.#nextAt) {
      this.#wakeAt(this.#nextAt, now)
      return undefined
    }
    this.#nextAt = Math.max(this.#nextAt, now) + 1000 / dialsPerSecond
    return lane.shift()
  }

  #nextLane(): Turn[] | undefined {
    const suspectsMax = Math.max(1, Math.floor(this.#options.maxConcurrentDials / 2))
    const fresh = this.#fresh[0]
    const suspect = this.#dialingSuspects < suspectsMax ? this.#suspects[0] : undefined
    if (fresh === undefined) return suspect === undefined ? undefined : this.#suspects
    return suspect !== undefined && suspect.order < fresh.order ? this.#suspects : this.#fresh
  }

  #stopTimer(): void {
    this.#clock.clearTimer(this.#timer)
    this.#timer = undefined
  }

  #wakeAt(at: number, now: number): void {
    if (this.#timer !== undefined) return
    this.#timer = this.#clock.setTimer(
      () => {
        this.#timer = undefined
        this.#turn()
      },
      Math.ceil(at - now),
    )
  }
}
