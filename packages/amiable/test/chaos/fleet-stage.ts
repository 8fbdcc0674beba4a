import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { type Simulator, type SimulatorOptions, startSimulator } from '@amiable/simulator'
import {
  AmiCluster,
  type AmiClusterOptions,
  type AttemptReport,
  type ClientState,
  type Gap,
  type ServerStateChange,
  type ServerStatus,
  type StatusReport,
} from 'amiable'

/** One thing that happened to one server's link, and when. */
export type Timed<What> = What & { readonly at: number }

/** What only a script can measure of a fleet. */
export interface FleetNotes {
  /** By server: by how much the slowest of a hundred pings was slower than before it all began. */
  slowdownMs: Readonly<Record<string, number>>
  /** From the moment the servers could be reached again until all were ready. */
  backMs: number
}

/** How a fleet of simulated servers is made. */
export interface FleetParts {
  readonly servers: readonly string[]
  readonly pbx?: SimulatorOptions
  /** Each server's address and login are filled in. */
  readonly cluster?: Omit<AmiClusterOptions, 'servers'>
}

/** Reconnecting of a fleet's servers unless a scenario says otherwise. */
export const RECONNECT = { minMs: 50, maxMs: 500 }

/** A cluster, its simulated servers, and everything that can be seen of them from outside. */
export class FleetStage implements AsyncDisposable {
  readonly cluster: AmiCluster
  readonly pbxs: ReadonlyMap<string, Simulator>
  /** Events that the script's listener got, by server. */
  readonly heard = new Map<string, number>()
  /** Events that the script let each server send. */
  readonly sent = new Map<string, number>()
  /** How actions ended that the script sent, and how many did so. */
  readonly ends = new Map<string, number>()
  readonly gaps: Gap[] = []
  /** Changes of state of every server, in order. */
  readonly changes: Timed<ServerStateChange>[] = []
  /** Attempts that failed and sessions that were lost. */
  readonly failures: Timed<AttemptReport>[] = []
  /** Most servers that were between dialing and login at once. */
  peakDialing = 0
  readonly #states = new Map<string, ClientState>()
  readonly #notes = new Map<keyof FleetNotes, unknown>()
  readonly #onChange = new Set<() => void>()
  readonly #keep = (report: unknown): void => {
    const failure = report as AttemptReport
    if (this.pbxs.has(failure.server)) this.failures.push({ ...failure, at: performance.now() })
  }

  private constructor(pbxs: ReadonlyMap<string, Simulator>, options: Omit<AmiClusterOptions, 'servers'>) {
    this.pbxs = pbxs
    const servers = [...pbxs].map(([name, { host, port }]) => [name, { host, port }] as const)
    this.cluster = new AmiCluster({
      ...options,
      servers: Object.fromEntries(servers),
      defaults: {
        username: 'admin',
        secret: 'amp111',
        keepalive: false,
        reconnect: RECONNECT,
        ...options.defaults,
      },
    })
    subscribe('amiable:attempt', this.#keep)
    this.cluster.onState((change) => this.#note(change))
  }

  /** Starts the servers, and makes a cluster that is not connected. */
  static async start({ servers, pbx, cluster }: FleetParts): Promise<FleetStage> {
    const started = servers.map(async (name) => [name, await startSimulator(pbx)] as const)
    return new FleetStage(new Map(await Promise.all(started)), cluster ?? {})
  }

  pbx(server: string): Simulator {
    const pbx = this.pbxs.get(server)
    if (pbx === undefined) throw new Error(`there is no server ${server}`)
    return pbx
  }

  /** Does the same to every server. */
  each(what: (pbx: Simulator) => void | Promise<void>): Promise<unknown> {
    return Promise.all([...this.pbxs.values()].map(what))
  }

  /** Counts the events of a name, of all servers together. */
  listen(name: string, capacity: number, handler: () => void): void {
    this.cluster.on(
      name,
      ({ server }) => {
        this.heard.set(server, (this.heard.get(server) ?? 0) + 1)
        handler()
      },
      { capacity, onGap: (gap) => this.gaps.push(gap) },
    )
  }

  /** Lets a server send events that were written before, at no cost to speak of, and resolves when it has. */
  async send(server: string, frames: Buffer, events: number): Promise<void> {
    const session = this.pbx(server).sessions.at(-1)
    if (session === undefined) throw new Error(`nobody is connected to ${server}`)
    this.sent.set(server, (this.sent.get(server) ?? 0) + events)
    session.write(frames)
    await session.drained(frames.length)
  }

  get isReady(): boolean {
    return [...this.pbxs.keys()].every((server) => this.#states.get(server) === 'ready')
  }

  /** Failures of a server so far. */
  failuresOf(server: string): readonly Timed<AttemptReport>[] {
    return this.failures.filter((failure) => failure.server === server)
  }

  /** Resolves at the first change of any server's state after which the condition holds, or now. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!condition()) return
        this.#onChange.delete(look)
        resolve()
      }
      this.#onChange.add(look)
      look()
    })
  }

  /** Resolves when a server is reported to have this status. */
  statusOf(server: string, status: ServerStatus): Promise<void> {
    return new Promise((resolve) => {
      const look = (message: unknown): void => {
        const report = message as StatusReport
        if (report.server !== server || report.to !== status) return
        unsubscribe('amiable:status', look)
        resolve()
      }
      subscribe('amiable:status', look)
    })
  }

  /** Keeps what only the script can know. */
  note<Name extends keyof FleetNotes>(name: Name, value: FleetNotes[Name]): void {
    this.#notes.set(name, value)
  }

  /** @throws when the script never noted it. */
  noted<Name extends keyof FleetNotes>(name: Name): FleetNotes[Name] {
    if (!this.#notes.has(name)) throw new Error(`the script never noted ${name}`)
    return this.#notes.get(name) as FleetNotes[Name]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cluster.close()
    unsubscribe('amiable:attempt', this.#keep)
    await this.each((pbx) => pbx.close())
  }

  #note(change: ServerStateChange): void {
    this.changes.push({ ...change, at: performance.now() })
    this.#states.set(change.server, change.to)
    const dialing = [...this.#states.values()].filter((to) => to === 'connecting' || to === 'authenticating')
    this.peakDialing = Math.max(this.peakDialing, dialing.length)
    for (const look of this.#onChange) look()
  }
}
