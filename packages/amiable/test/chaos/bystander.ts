import type { Simulator } from '@amiable/simulator'
import type { AmiClient, AmiCluster, FleetServerOptions } from 'amiable'

/** The name of a server to which nothing happens. */
export const BYSTANDER = 'bystander'

/** What a server must look like to which nothing happened. */
export const UNDISTURBED = {
  state: 'ready',
  attempts: 1,
  sessionsLost: 0,
  unanswered: 0,
  eventsMissing: 0,
  eventsDropped: 0,
  gaps: 0,
  anomalies: 0,
}

const BEAT_MS = 20

/** A healthy server in the same cluster: it sends events and is pinged all the while. */
export class Bystander {
  readonly pbx: Simulator
  readonly #client: AmiClient
  #beats = 0
  #heard = 0
  #gaps = 0
  #unanswered = 0
  #ended = false
  #timer: NodeJS.Timeout | undefined
  #pinging: Promise<void> = Promise.resolve()
  #onBeat: () => void = () => undefined

  constructor(pbx: Simulator, cluster: AmiCluster) {
    this.pbx = pbx
    this.#client = cluster.server(BYSTANDER)
    cluster.on(
      'Beat',
      () => {
        this.#heard += 1
        this.#onBeat()
      },
      {
        servers: [BYSTANDER],
        onGap: () => {
          this.#gaps += 1
        },
      },
    )
  }

  /** Connects, and begins to send events and to ping. */
  async begin(): Promise<void> {
    await this.#client.connect()
    this.#beat()
  }

  /** Resolves with what became of it all, once every event it sent is heard. */
  async end(): Promise<typeof UNDISTURBED> {
    await this.#stop()
    await this.#ping()
    // A link that was lost takes events along: they are missing, and would be waited for in vain.
    while (this.#heard < this.#beats && this.#client.counters().sessionsLost === 0) {
      await new Promise<void>((resolve) => {
        this.#onBeat = resolve
      })
    }
    const { attempts, sessionsLost, eventsDropped, anomalies } = this.#client.counters()
    return {
      state: this.#client.state,
      attempts,
      sessionsLost,
      unanswered: this.#unanswered,
      eventsMissing: this.#beats - this.#heard,
      eventsDropped,
      gaps: this.#gaps,
      anomalies,
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop()
  }

  async #stop(): Promise<void> {
    this.#ended = true
    clearTimeout(this.#timer)
    await this.#pinging
  }

  #beat(): void {
    this.#beats += 1
    this.pbx.event('Beat', { Number: this.#beats })
    this.#pinging = this.#ping().then(() => {
      if (!this.#ended) this.#timer = setTimeout(() => this.#beat(), BEAT_MS)
    })
  }

  async #ping(): Promise<void> {
    try {
      await this.#client.send('Ping')
    } catch {
      this.#unanswered += 1
    }
  }
}

/** How to reach it. */
export function bystanderOptions({ host, port }: Simulator): FleetServerOptions {
  return { host, port, username: 'admin', secret: 'amp111', keepalive: false }
}
