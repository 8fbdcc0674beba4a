import { Latencies, Rate } from './meters.mjs'

/** What one server of the demo did: the actions it answered, the events that came from it. */
export class Site {
  answered = 0
  /** Events that the subscription delivered, by the number of the session they came in. */
  deliveredIn = new Map()
  listEvents = 0
  gaps = { overflow: 0, reconnect: 0 }
  /** True from an announced kill until the server is ready again. */
  killed = false
  latencies = new Latencies()
  #look
  #eventRate = new Rate()
  #actionRate = new Rate()

  /** @param look gives the server's part of the cluster's snapshot. */
  constructor(name, look) {
    this.name = name
    this.#look = look
  }

  get delivered() {
    return [...this.deliveredIn.values()].reduce((sum, count) => sum + count, 0)
  }

  get dropped() {
    return this.#look().counters.eventsDropped
  }

  /** Events that the client read, those among answers included. */
  get read() {
    return this.#look().counters.events
  }

  get reconnects() {
    return Math.max(0, this.#look().counters.sessions - 1)
  }

  onEvent({ session }) {
    this.deliveredIn.set(session, (this.deliveredIn.get(session) ?? 0) + 1)
  }

  onGap({ reason, count }) {
    this.gaps[reason] += reason === 'overflow' ? count : 1
  }

  onAnswer(ms) {
    this.answered += 1
    this.latencies.add(ms)
  }

  /** The site as the table shows it. */
  row(now) {
    const { health, calls } = this.#look()
    const { status, reasons, failures, retryInMs } = health
    return {
      name: this.name,
      status,
      reasons,
      failures,
      retryInMs,
      eventsPerSecond: this.#eventRate.at(now, this.delivered + this.dropped),
      actionsPerSecond: this.#actionRate.at(now, this.answered),
      p50: this.latencies.percentile(0.5),
      p99: this.latencies.percentile(0.99),
      calls,
      dropped: this.dropped,
      reconnects: this.reconnects,
    }
  }
}
