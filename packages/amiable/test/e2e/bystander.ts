import type { AmiClient, AmiCluster } from 'amiable'

/** What a server looks like to which nothing happened. */
export const UNDISTURBED = {
  state: 'ready',
  attempts: 1,
  sessionsLost: 0,
  dropped: 0,
  unanswered: 0,
  gaps: 0,
}

/** Real servers of a cluster to which nothing is done: pinged all the while, and listened to. */
export class Bystanders {
  readonly #clients: readonly AmiClient[]
  readonly #gaps = new Map<string, number>()
  readonly #unanswered = new Map<string, number>()
  readonly #pinging: Promise<unknown>
  #slowestMs = 0
  #over = false

  /** The servers must be ready. */
  constructor(cluster: AmiCluster, names: readonly string[]) {
    this.#clients = names.map((name) => cluster.server(name))
    cluster.on('*', () => undefined, {
      servers: names,
      capacity: 100_000,
      onGap: ({ server }) => this.#gaps.set(server, (this.#gaps.get(server) ?? 0) + 1),
    })
    this.#pinging = Promise.all(this.#clients.map((client) => this.#ping(client)))
  }

  /** The longest that any ping took, in milliseconds. */
  get slowestMs(): number {
    return this.#slowestMs
  }

  /** Stops, and tells of each server how it is. */
  async end(): Promise<readonly (typeof UNDISTURBED)[]> {
    this.#over = true
    await this.#pinging
    return this.#clients.map((client) => {
      const { attempts, sessionsLost, eventsDropped } = client.counters()
      const unanswered = this.#unanswered.get(client.server) ?? 0
      const gaps = this.#gaps.get(client.server) ?? 0
      return { state: client.state, attempts, sessionsLost, dropped: eventsDropped, unanswered, gaps }
    })
  }

  async #ping(client: AmiClient): Promise<void> {
    while (!this.#over) {
      const at = performance.now()
      await client.send('Ping').catch(() => {
        this.#unanswered.set(client.server, (this.#unanswered.get(client.server) ?? 0) + 1)
      })
      this.#slowestMs = Math.max(this.#slowestMs, performance.now() - at)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
