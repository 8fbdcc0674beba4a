import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { SimulatedSession, Simulator } from '@amiable/simulator'
import {
  type ActionFields,
  type ActionReport,
  type AmiClient,
  type AmiClientOptions,
  AmiCluster,
  AmiError,
  type AmiEvent,
  type AmiList,
  type AmiResponse,
  type AnomalyReport,
  type AttemptReport,
  type EventHandler,
  type Gap,
  type SendOptions,
  type StateChange,
  type Subscription,
} from 'amiable'
import { BYSTANDER, Bystander, bystanderOptions } from './bystander.ts'
import { type DecoderProbe, probeDecoders } from './decoder-probe.ts'

/** An action that a script sent, and what became of it so far. */
export interface Sent {
  readonly action: string
  result: AmiResponse | AmiList | undefined
  error: AmiError | undefined
}

/** What only a script can measure. */
export interface Notes {
  /**
   * How long a ping took that was sent in the middle of it all, in processor time of this process, which works
   * without a pause meanwhile: what the machine gives to others is no fault of the client.
   */
  pongMs: number
  /** How long after the suspension a link that had died during it was given up. */
  foundDeadMs: number
  /** By how many bytes the process grew. */
  rssDelta: number
  /** Turns of the event loop that the deliveries took. */
  turns: number
  /** Answers that went to somebody else's request. */
  misdelivered: number
  /** What the client made of the stream. */
  transcript: unknown
}

/** How a script's own listener differs from one that only takes note. */
export interface ListenOptions {
  readonly handler?: EventHandler<AmiEvent>
  readonly capacity?: number
}

/**
 * One client of a cluster, its simulated Asterisk, and everything that can be seen of the two from outside; and
 * another server of that cluster, to which nothing must happen.
 */
export class Stage implements AsyncDisposable {
  readonly pbx: Simulator
  readonly client: AmiClient
  readonly bystander: Bystander
  /** Actions the script sent, in order. */
  readonly sent: Sent[] = []
  /** Events the script's listeners got, in order. */
  readonly events: AmiEvent[] = []
  readonly gaps: Gap[] = []
  /** The client's changes of state, and when each was. */
  readonly changes: (StateChange & { readonly at: number })[] = []
  readonly anomalies: AnomalyReport[] = []
  readonly attempts: AttemptReport[] = []
  readonly #notes = new Map<keyof Notes, unknown>()
  readonly #probe: DecoderProbe = probeDecoders()
  readonly #onSettled = new Set<(report: ActionReport) => void>()
  readonly #onEvent = new Set<() => void>()
  readonly #channels: readonly [name: string, listener: (report: unknown) => void][]
  readonly #cluster: AmiCluster

  constructor(pbx: Simulator, neighbour: Simulator, name: string, options: Partial<AmiClientOptions> = {}) {
    this.pbx = pbx
    this.#channels = [
      ['amiable:anomaly', this.#taking<AnomalyReport>(name, (report) => this.anomalies.push(report))],
      ['amiable:attempt', this.#taking<AttemptReport>(name, (report) => this.attempts.push(report))],
      ['amiable:action', this.#taking<ActionReport>(name, (report) => this.#tell(report))],
    ]
    for (const [channel, listener] of this.#channels) subscribe(channel, listener)
    // What belongs to the whole fleet; the rest is the one server's own.
    const { clock, delivery, ...own } = options
    this.#cluster = new AmiCluster({
      defaults: { ...(clock && { clock }), ...(delivery && { delivery }) },
      servers: {
        [name]: {
          host: pbx.host,
          port: pbx.port,
          username: 'admin',
          secret: 'amp111',
          keepalive: false,
          reconnect: { minMs: 10, maxMs: 40 },
          timeouts: { closeMs: 50 },
          random: () => 0.5,
          ...own,
        },
        [BYSTANDER]: bystanderOptions(neighbour),
      },
    })
    this.client = this.#cluster.server(name)
    this.bystander = new Bystander(neighbour, this.#cluster)
    this.client.onState((change) => this.changes.push({ ...change, at: performance.now() }))
  }

  /** The server's end of the newest connection. */
  get session(): SimulatedSession {
    const session = this.pbx.sessions.at(-1)
    if (session === undefined) throw new Error('no session is open')
    return session
  }

  get peakPendingBytes(): number {
    return this.#probe.peakPendingBytes
  }

  /** Connects, and waits until the client has asked everything it asks by itself. */
  async connect(): Promise<void> {
    const asked = this.actionSettled('CoreSettings')
    await this.client.connect()
    await asked
  }

  /** Sends an action. Resolves when it has settled, however it did; never rejects. */
  async send(action: string, fields: ActionFields = {}, options: SendOptions = {}): Promise<Sent> {
    const sent: Sent = { action, result: undefined, error: undefined }
    this.sent.push(sent)
    try {
      sent.result = await this.client.send(action, fields, options)
    } catch (error) {
      if (!(error instanceof AmiError)) throw error
      sent.error = error
    }
    return sent
  }

  /** Sends an action that the server answers with these bytes, `$ID` standing for its id. */
  answeredWith(action: string, bytes: string, options: SendOptions = {}): Promise<Sent> {
    this.pbx.script(action, (request, session) => {
      session.write(bytes.replaceAll('$ID', `${request.actionId}`))
    })
    return this.send(action, {}, options)
  }

  /** Takes events of this name, or with `*` all of them, into `events`. */
  listen(name: string, { handler, capacity = 10_000 }: ListenOptions = {}): Subscription {
    return this.client.on(
      name,
      (event) => {
        this.take(event)
        return handler?.(event)
      },
      { capacity, onGap: (gap) => this.gaps.push(gap) },
    )
  }

  /** Notes an event that the script got by its own means. */
  take(event: AmiEvent): void {
    this.events.push(event)
    for (const listener of this.#onEvent) listener()
  }

  /** Resolves when the script's listeners have got so many events. */
  heard(count: number): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.events.length < count) return
        this.#onEvent.delete(look)
        resolve()
      }
      this.#onEvent.add(look)
      look()
    })
  }

  /** Resolves at the client's next change to one of these states. */
  changed(...states: readonly StateChange['to'][]): Promise<StateChange> {
    return new Promise((resolve) => {
      const stop = this.client.onState((change) => {
        if (!states.includes(change.to)) return
        stop()
        resolve(change)
      })
    })
  }

  /** Resolves when the next action of this name has settled, the client's own included. */
  actionSettled(action: string): Promise<ActionReport> {
    return new Promise((resolve) => {
      const listener = (report: ActionReport): void => {
        if (report.action !== action) return
        this.#onSettled.delete(listener)
        resolve(report)
      }
      this.#onSettled.add(listener)
    })
  }

  /** Keeps what only the script can know. */
  note<Name extends keyof Notes>(name: Name, value: Notes[Name]): void {
    this.#notes.set(name, value)
  }

  /** @throws when the script never noted it. */
  noted<Name extends keyof Notes>(name: Name): Notes[Name] {
    if (!this.#notes.has(name)) throw new Error(`the script never noted ${name}`)
    return this.#notes.get(name) as Notes[Name]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.bystander[Symbol.asyncDispose]()
    await this.#cluster.close()
    for (const [channel, listener] of this.#channels) unsubscribe(channel, listener)
    this.#probe[Symbol.dispose]()
  }

  #tell(report: ActionReport): void {
    for (const listener of this.#onSettled) listener(report)
  }

  #taking<Report extends { readonly server: string }>(
    server: string,
    take: (report: Report) => void,
  ): (report: unknown) => void {
    return (message) => {
      const report = message as Report
      if (report.server === server) take(report)
    }
  }
}
