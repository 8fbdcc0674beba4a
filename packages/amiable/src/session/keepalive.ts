import type { Clock, TimerHandle } from '../util/clock.ts'

/** When a link counts as dead. */
export interface KeepaliveOptions {
  /** Time between pings. */
  readonly intervalMs: number
  /** How long a pong may take; less than the interval, so that one ping at most is on its way. */
  readonly timeoutMs: number
  /** So many pings in a row without an answer end the session, even while events keep coming. */
  readonly misses: number
  /** So long without a single byte ends the session; more than the interval. */
  readonly silenceMs: number
}

/** What keepalive needs of a session. */
export interface KeepaliveHost {
  /** Sends one ping; true when its answer came in time. Never rejects. */
  ping(timeoutMs: number): Promise<boolean>
  /** When the last byte came, on the same clock. */
  readonly vitals: { readonly heardAt: number }
  /** A ping was answered, or given up. */
  onPulse(): void
  /** The link is dead. Called once at most. */
  onDead(reason: 'pong-timeout' | 'silence', detail: string): void
}

/** A timer this late, or by a quarter of a silence, means that this process was not running, whatever the peer did. */
const DEAF_MS = 1000

/** Pings, measures and watches one session. Holds one timer, and nothing once stopped. */
export class Keepalive {
  readonly #options: KeepaliveOptions
  readonly #host: KeepaliveHost
  readonly #clock: Clock
  #timer: TimerHandle | undefined
  #pinging = false
  #stopped = true
  #nextPingAt = 0
  #tickAt = 0
  #listeningSince = 0
  /** Round-trip of the last answered ping in milliseconds. */
  rttMs: number | undefined
  /** Pings in a row that went unanswered. */
  misses = 0

  constructor(options: KeepaliveOptions, host: KeepaliveHost, clock: Clock) {
    this.#options = options
    this.#host = host
    this.#clock = clock
  }

  /** Begins; the first ping leaves after one interval. */
  start(): void {
    this.#stopped = false
    this.#listeningSince = this.#clock.now()
    this.#nextPingAt = this.#listeningSince + this.#options.intervalMs
    this.#arm()
  }

  stop(): void {
    this.#stopped = true
    this.#clock.clearTimer(this.#timer)
    this.#timer = undefined
  }

  get #quietSince(): number {
    return Math.max(this.#host.vitals.heardAt, this.#listeningSince)
  }

  #arm(): void {
    const silentAt = this.#quietSince + this.#options.silenceMs
    this.#tickAt = this.#pinging ? silentAt : Math.min(silentAt, this.#nextPingAt)
    this.#timer = this.#clock.setTimer(() => this.#tick(), Math.max(1, this.#tickAt - this.#clock.now()))
  }

  #tick(): void {
    const now = this.#clock.now()
    // A process that was stopped or blocked could not hear: what it missed may be in the socket, unread.
    if (now - this.#tickAt > Math.min(DEAF_MS, this.#options.silenceMs / 4)) this.#listeningSince = now
    const silence = now - this.#quietSince
    if (silence >= this.#options.silenceMs) {
      this.#die('silence', `nothing was heard for ${Math.round(silence)} ms`)
      return
    }
    if (!this.#pinging && now >= this.#nextPingAt) {
      this.#nextPingAt = now + this.#options.intervalMs
      void this.#ping(now)
    }
    this.#arm()
  }

  async #ping(startedAt: number): Promise<void> {
    this.#pinging = true
    const answered = await this.#host.ping(this.#options.timeoutMs)
    this.#pinging = false
    if (this.#stopped) return
    if (answered) {
      this.rttMs = this.#clock.now() - startedAt
      this.misses = 0
    } else {
      this.misses += 1
    }
    if (this.misses >= this.#options.misses) {
      this.#die('pong-timeout', `${this.misses} pings in a row were not answered`)
      return
    }
    this.#clock.clearTimer(this.#timer)
    this.#arm()
    this.#host.onPulse()
  }

  #die(reason: 'pong-timeout' | 'silence', detail: string): void {
    this.stop()
    this.#host.onDead(reason, detail)
  }
}
