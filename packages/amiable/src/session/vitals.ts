import type { AmiBanner, AmiEvent, AmiResponse } from '../protocol/index.ts'
import { lagMs } from './lag.ts'
import { refusedByShutdown } from './loss.ts'

const LAG_EVERY_MS = 1000

/** What one session has heard of how its server is; times are on the session's clock. */
export class Vitals {
  /** When the last byte came. */
  heardAt: number
  /** The greeting; Asterisk's own, where a proxy greeted before it. */
  banner: AmiBanner | undefined
  /** What the server calls itself in `CoreSettings`; undefined until it was asked, or when the login may not ask. */
  asteriskVersion: string | undefined
  /** Whether Asterisk has said that all its modules are loaded. Not every login may hear of it. */
  booted = false
  /** When the last event came that answered nothing. */
  eventAt: number | undefined
  /** How much later than its own time stamp an event came, the difference of the two clocks included. */
  eventLagMs: number | undefined
  #lagDueAt = Number.NEGATIVE_INFINITY
  #shutdownAnnounced = false
  #refusesToGoOn = false

  constructor(now: number) {
    this.heardAt = now
  }

  /** Whether events of this name tell of the server's own state. */
  static hears(name: string): boolean {
    return name === 'Shutdown' || name === 'FullyBooted'
  }

  /** Whether Asterisk has announced its end, or refused the latest action because of it; it may yet be told to stay. */
  get shuttingDown(): boolean {
    return this.#shutdownAnnounced || this.#refusesToGoOn
  }

  onBanner(banner: AmiBanner): void {
    if (banner.version !== undefined || this.banner === undefined) this.banner = banner
  }

  onResponse(response: AmiResponse): void {
    this.#refusesToGoOn = refusedByShutdown(response)
  }

  /** True when the event changes what the server is good for. */
  onEvent(event: AmiEvent): boolean {
    if (this.heardAt >= this.#lagDueAt) this.#measureLag(event)
    if (!Vitals.hears(event.name)) return false
    if (event.name === 'Shutdown') this.#shutdownAnnounced = true
    else this.booted = true
    return true
  }

  #measureLag(event: AmiEvent): void {
    // Also when there is nothing to measure: most servers stamp nothing, and this is asked for each event.
    this.#lagDueAt = this.heardAt + LAG_EVERY_MS
    this.eventLagMs = lagMs(event, Date.now()) ?? this.eventLagMs
  }
}
