import { setTimeout as delay } from 'node:timers/promises'
import { AmiCluster, AmiError, AmiList, leastPending } from 'amiable'
import { Tally } from './meters.mjs'
import { Site } from './site.mjs'

const CHANNELS_LOOK_MS = 20

/** The demo's cluster, the actions sent through it all the time, and the count of everything. */
export class Fleet {
  asked = 0
  answered = 0
  refused = new Tally()
  /** Failed because of an announced kill. */
  cutOff = new Tally()
  /** Failed although nothing was announced. */
  failed = new Tally()
  wrong = new Tally()
  sites
  #stopping = new AbortController()
  #workers = []
  #subscription
  #delivered

  /**
   * @param options of the cluster; actions go to the server with the fewest of them waiting.
   * @param onChange told of each change of a server's state: `(change, health)`.
   */
  constructor(options, onChange) {
    this.cluster = new AmiCluster({ ...options, route: leastPending() })
    const look = (name) => () => this.cluster.snapshot().servers[name]
    this.sites = new Map([...this.cluster.servers.keys()].map((name) => [name, new Site(name, look(name))]))
    this.cluster.onState((change) => {
      if (change.to === 'ready') this.sites.get(change.server).killed = false
      onChange(change, this.cluster.server(change.server).health())
    })
    // One subscription for all servers: each event and each gap says whose it is.
    this.#subscription = this.cluster.subscribe({ onGap: (gap) => this.sites.get(gap.server).onGap(gap) })
    this.#delivered = this.#subscription.each((event) => this.sites.get(event.server).onEvent(event))
  }

  /** Events that the subscription let go, of whichever server. */
  get dropped() {
    return this.#subscription.dropped
  }

  /** Connects every server, and does not try again: who mistyped a host wants to know now. */
  connect(signal) {
    return new Promise((resolve, reject) => {
      this.cluster.onState(({ to, cause }) => {
        if (to === 'waiting' && cause !== undefined) reject(cause)
      })
      this.cluster.connect({ wait: 'all', signal }).then(resolve, reject)
    })
  }

  /** Sends actions from now on. */
  startWork(workload) {
    this.#workers = workload.map((work) => this.#work(work))
  }

  /** Sends no more, and waits until everything sent has settled. */
  async stopWork() {
    this.#stopping.abort()
    await Promise.all(this.#workers)
  }

  /** Hangs up the calls that a server still has, by name and past every route, until it has none. */
  async hangUpAll(name) {
    const hangUp = (channel) =>
      this.#ask({ action: 'Hangup', fields: { Channel: channel.get('Channel') }, server: name })
    for (;;) {
      const channels = await this.#ask({ action: 'CoreShowChannels', server: name })
      if (channels === undefined || channels.length === 0) return
      await Promise.all([...channels].map(hangUp))
      await delay(CHANNELS_LOOK_MS)
    }
  }

  /** Reads what the servers have sent so far, then closes and delivers it all. */
  async close() {
    // Answers come in the order of what was sent: with this one, every event before it is here.
    await Promise.all([...this.sites.keys()].map((server) => this.#ask({ action: 'Ping', server })))
    await this.cluster.close()
    await this.#delivered
  }

  rows(now) {
    return [...this.sites.values()].map((site) => site.row(now))
  }

  async #work(work) {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      await this.#ask(work)
      await delay(work.pauseMs, undefined, { signal }).catch(() => undefined)
    }
  }

  /** Asks whichever server the route picks, or the one that is named. */
  async #ask({ action, fields, options, isRight = () => true, server }) {
    const startedAt = performance.now()
    const asked = server === undefined ? this.cluster : this.cluster.server(server)
    this.asked += 1
    try {
      const answer = await asked.send(action, fields, options)
      const isList = answer instanceof AmiList
      const site = this.sites.get(isList ? answer.response.server : answer.server)
      this.answered += 1
      site.onAnswer(performance.now() - startedAt)
      if (isList) site.listEvents += answer.length + (answer.closing === undefined ? 0 : 1)
      if (!isRight(answer)) this.wrong.add(action)
      return answer
    } catch (error) {
      if (!AmiError.is(error)) throw error
      this.#onFailure(action, error)
      // Nothing left the process, and no server takes anything: that is worth waiting for.
      if (error.code === 'AMI_NO_SERVER') await this.#anyReady()
      return undefined
    }
  }

  #onFailure(action, error) {
    const { code, delivery, server, partial } = error
    const site = this.sites.get(server)
    if (site !== undefined) site.listEvents += partial.length
    if (code === 'AMI_REJECTED') this.refused.add(`${action} (${error.response.message})`)
    else if (code === 'AMI_CONNECTION' && site?.killed) this.cutOff.add(`${code} ${delivery}`)
    else this.failed.add(`${action} ${server === undefined ? '' : `on ${server} `}${code} ${delivery}`)
  }

  async #anyReady() {
    // After a refused login a server is left alone for long by design; connect() would cut that short each time.
    if ([...this.cluster.health().values()].some(({ status }) => status === 'auth-failed')) return
    await this.cluster.connect({ signal: this.#stopping.signal }).catch(() => undefined)
  }
}
