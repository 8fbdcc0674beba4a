import { setTimeout as delay } from 'node:timers/promises'
import { AmiClient, AmiError, AmiList } from 'amiable'
import { Latencies, Rate, Tally } from './meters.mjs'

/** What is sent, how often, and how its answer is known to be the right one. */
const WORKLOAD = [
  { pauseMs: 5, action: 'Ping', isRight: (pong) => pong.get('Ping') === 'Pong' },
  { pauseMs: 5, action: 'Ping', isRight: (pong) => pong.get('Ping') === 'Pong' },
  { pauseMs: 200, action: 'CoreShowChannels', isRight: (list) => !list.truncated },
  { pauseMs: 200, action: 'QueueStatus', isRight: (list) => !list.truncated },
  {
    pauseMs: 100,
    action: 'Command',
    fields: { Command: 'core show uptime' },
    isRight: (answer) => answer.output.length > 0,
  },
]

/** One server of the demo: its client, the actions sent to it all the time, and the count of everything. */
export class Site {
  asked = 0
  answered = 0
  refused = new Tally()
  /** Failed because of an announced kill. */
  cutOff = new Tally()
  /** Failed although nothing was announced. */
  failed = new Tally()
  wrong = new Tally()
  /** Events that the subscription delivered, by the number of the session they came in. */
  deliveredIn = new Map()
  listEvents = 0
  gaps = { overflow: 0, reconnect: 0 }
  /** True from an announced kill until the client is ready again. */
  killed = false
  latencies = new Latencies()
  #eventRate = new Rate()
  #actionRate = new Rate()
  #stopping = new AbortController()
  #workers = []
  #subscription
  #delivered

  /** @param onChange told of each change of state: `(site, change)`. */
  constructor(options, onChange) {
    this.client = new AmiClient(options)
    this.client.onState((change) => {
      if (change.to === 'ready') this.killed = false
      onChange(this, change)
    })
    this.#subscription = this.client.subscribe({ onGap: (gap) => this.#onGap(gap) })
    this.#delivered = this.#subscription.each(({ session }) => {
      this.deliveredIn.set(session, (this.deliveredIn.get(session) ?? 0) + 1)
    })
  }

  get name() {
    return this.client.server
  }

  get delivered() {
    return [...this.deliveredIn.values()].reduce((sum, count) => sum + count, 0)
  }

  get dropped() {
    return this.#subscription.dropped
  }

  get reconnects() {
    return Math.max(0, this.client.counters().sessions - 1)
  }

  /** Sends actions from now on. */
  startWork() {
    this.#workers = WORKLOAD.map((work) => this.#work(work))
  }

  /** Sends no more, and waits until everything sent has settled. */
  async stopWork() {
    this.#stopping.abort()
    await Promise.all(this.#workers)
  }

  /** Reads what the server has sent so far, then closes and delivers it all. */
  async close() {
    // Answers come in the order of what was sent: with this one, every event before it is here.
    await this.#ask({ action: 'Ping', isRight: () => true })
    await this.client.close()
    await this.#delivered
  }

  /** The site as the table shows it. */
  row(now) {
    const { state, failures, retryInMs } = this.client.health()
    const p50 = this.latencies.percentile(0.5)
    const p99 = this.latencies.percentile(0.99)
    return {
      name: this.name,
      state,
      attempt: failures,
      retryInMs,
      eventsPerSecond: this.#eventRate.at(now, this.delivered + this.dropped),
      actionsPerSecond: this.#actionRate.at(now, this.answered),
      p50,
      p99,
      dropped: this.dropped,
      reconnects: this.reconnects,
    }
  }

  async #work(work) {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      await this.#ask(work)
      await delay(work.pauseMs, undefined, { signal }).catch(() => undefined)
    }
  }

  async #ask({ action, fields, isRight }) {
    const startedAt = performance.now()
    this.asked += 1
    try {
      const answer = await this.client.send(action, fields)
      this.answered += 1
      this.latencies.add(performance.now() - startedAt)
      if (answer instanceof AmiList) this.listEvents += answer.length + (answer.closing === undefined ? 0 : 1)
      if (!isRight(answer)) this.wrong.add(action)
    } catch (error) {
      if (!AmiError.is(error)) throw error
      this.#onFailure(action, error)
      // Nothing left the process, so it is worth trying again once the link is back.
      if (error.delivery === 'unsent') await this.#ready()
    }
  }

  #onFailure(action, error) {
    this.listEvents += error.partial.length
    const { code, delivery } = error
    if (code === 'AMI_REJECTED') this.refused.add(`${action} (${error.response.message})`)
    else if (code === 'AMI_CONNECTION' && this.killed) this.cutOff.add(`${code} ${delivery}`)
    else this.failed.add(`${action} ${code} ${delivery}`)
  }

  async #ready() {
    // After a refused login the client waits long by design; connect() would cut that wait short each time.
    if (this.client.state === 'auth-failed') return
    await this.client.connect({ signal: this.#stopping.signal }).catch(() => undefined)
  }

  #onGap({ reason, count }) {
    this.gaps[reason] += reason === 'overflow' ? count : 1
  }
}
