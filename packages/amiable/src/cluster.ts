import type { Call } from './calls/call.ts'
import type { OriginateFields } from './calls/originate-fields.ts'
import type { EventName, EventOf } from './catalogue/receiving.ts'
import type { ActionName, ResultOf, SendArguments, SendOptions } from './catalogue/sending.ts'
import type { AmiClient } from './client.ts'
import { AmiArgumentError, AmiError, AmiNoServerError } from './errors.ts'
import { firstOf, handleEach } from './events/consume.ts'
import { Delivery } from './events/delivery.ts'
import type { EventHandler, Subscription } from './events/subscription.ts'
import {
  type AmiClusterOptions,
  type FleetServerOptions,
  type ResolvedClusterOptions,
  resolveClusterOptions,
  resolveServerOptions,
} from './fleet/cluster-options.ts'
import { DialGate } from './fleet/dial-gate.ts'
import type { FleetSubscribeOptions } from './fleet/fanout.ts'
import { Member } from './fleet/member.ts'
import { aborted, closed } from './fleet/refusals.ts'
import { Roster, type ServerStateChange } from './fleet/roster.ts'
import { type Route, routed } from './fleet/route.ts'
import { type FleetOriginateOptions, routedCall } from './fleet/routed-call.ts'
import { type FleetSnapshot, snapshotOf } from './fleet/snapshot.ts'
import type { SharedParts } from './link.ts'
import type { ActionFields, AmiEvent } from './protocol/index.ts'
import type { ClientHealth } from './supervision/health.ts'
import { onAbort } from './util/on-abort.ts'

/** {@link SendOptions}, and who picks the server this once. */
export interface FleetSendOptions extends SendOptions {
  /** In place of the cluster's own route. */
  readonly route?: Route
}

/** Arguments of {@link AmiCluster.send} after the action's name: fields may be left out only where none is required. */
export type FleetSendArguments<Name> = SendArguments<Name, FleetSendOptions>

/**
 * Many Asterisk servers behind one object, each with its own link and its own fate.
 *
 * Servers share the time for users' handlers, the right to dial, and nothing else: what one does, or fails to do,
 * delays no other. Servers come and go while it runs.
 */
export class AmiCluster implements AsyncDisposable {
  readonly #options: ResolvedClusterOptions
  readonly #shared: SharedParts
  readonly #gate: DialGate
  readonly #roster: Roster
  #deliveryBudgetsSpent = 0

  /**
   * Checks the options and opens nothing.
   *
   * @throws AmiArgumentError with every problem of every server.
   */
  constructor(options: AmiClusterOptions) {
    this.#options = resolveClusterOptions(options)
    const { shared } = this.#options
    this.#gate = new DialGate(this.#options, shared.clock)
    const delivery = new Delivery(shared.clock, shared.budgetMs, () => {
      this.#deliveryBudgetsSpent += 1
    })
    this.#shared = { delivery, gate: this.#gate }
    this.#roster = new Roster(delivery)
    for (const resolved of this.#options.servers.values()) {
      this.#roster.enter(new Member(resolved, this.#shared))
    }
  }

  /** The servers' clients by name, as of now. */
  get servers(): ReadonlyMap<string, AmiClient> {
    return new Map([...this.#roster.members].map(([name, { client }]) => [name, client]))
  }

  /**
   * One server's client, to speak to it whatever the route says.
   *
   * @throws AmiArgumentError for a name that the fleet has not.
   */
  server(name: string): AmiClient {
    return this.#roster.member(name).client
  }

  /**
   * Connects every server, and resolves when `any` of them is ready (the default), or `all` are. Each keeps trying in
   * the background, whatever becomes of this wait.
   *
   * @throws AmiNoServerError when no server is left that could become ready; with `all`, AmiAuthError when one refuses
   * the login; AmiAbortedError when `signal` aborts this wait; AmiClosedError when the cluster is closed.
   */
  async connect(
    options: { readonly wait?: 'any' | 'all'; readonly signal?: AbortSignal } = {},
  ): Promise<this> {
    const { wait = 'any', signal } = options
    if (this.#roster.closed) throw closed('connect')
    if (signal?.aborted === true) throw aborted('connect', signal)
    const none = (): AmiError => (this.#roster.closed ? closed('connect') : this.#noServer('connect'))
    await this.#roster.connect(wait, signal, { none, aborted: () => aborted('connect', signal) })
    return this
  }

  /**
   * Sends an action to the server that the route picks. Never sends it to a second one.
   *
   * The promise rejects, and never throws, with AmiNoServerError when no server takes it, and with whatever
   * {@link AmiClient.send} rejects with.
   */
  send<const Name extends ActionName | (string & {})>(
    action: Name,
    ...[fields, options]: FleetSendArguments<Name>
  ): Promise<ResultOf<Name>> {
    try {
      return this.#send(action, fields as ActionFields | undefined, options ?? {}) as Promise<ResultOf<Name>>
    } catch (error) {
      const rejected = Promise.reject(error)
      rejected.catch(() => undefined)
      return rejected
    }
  }

  /**
   * Places a call on the server that the route picks, and follows it there: see {@link AmiClient.originate}. Never
   * places it on a second one.
   *
   * @throws AmiArgumentError for fields and options that cannot be; where no server takes it, that is its outcome.
   */
  originate(fields: OriginateFields, options: FleetOriginateOptions = {}): Call {
    return routedCall(this.#roster, this.#options, fields, options, () => this.#noServer('Originate'))
  }

  /** Sends an action to every server; one result each, none hidden. */
  async broadcast<const Name extends ActionName | (string & {})>(
    action: Name,
    ...[fields, options]: SendArguments<Name>
  ): Promise<ReadonlyMap<string, PromiseSettledResult<ResultOf<Name>>>> {
    const members = [...this.#roster.members.values()]
    const results = await Promise.allSettled(
      members.map(({ client }) => client.send(action, ...([fields, options] as SendArguments<Name>))),
    )
    return new Map(members.map(({ server }, index) => [server, results[index]]) as never)
  }

  /**
   * A bounded queue of the events of all servers, or of some: iterate it, or give it a handler with `each`. Each server
   * has a share of its own, and they take turns.
   */
  subscribe<const Name extends EventName | (string & {}) = string>(
    options: FleetSubscribeOptions<Name, EventOf<Name>> = {},
  ): Subscription<EventOf<Name>> {
    const subscription: Subscription = this.#roster.fanout.subscribe(options)
    return subscription as Subscription<EventOf<Name>>
  }

  /** Runs `handler` for each event of a name, or with `*` for every event, of all servers: one at a time. */
  on<const Name extends EventName | '*' | (string & {})>(
    name: Name,
    handler: NoInfer<EventHandler<EventOf<Name extends '*' ? string : Name>>>,
    options: Omit<FleetSubscribeOptions, 'events'> = {},
  ): Subscription<EventOf<Name extends '*' ? string : Name>> {
    return handleEach(
      this.#roster.fanout.subscribe({ ...options, events: [name] }),
      handler as EventHandler<AmiEvent>,
      (error) => this.#roster.fanout.userError(error, name, AmiError.is(error) ? error.server : undefined),
    ) as Subscription<EventOf<Name extends '*' ? string : Name>>
  }

  /**
   * The next event of a name, from whichever server.
   *
   * @throws AmiAbortedError when `signal` aborts; AmiClosedError when the cluster closes first.
   */
  once<const Name extends EventName | (string & {})>(
    name: Name,
    options: {
      readonly signal?: AbortSignal
      readonly where?: (event: EventOf<Name>) => boolean
      readonly servers?: readonly string[]
    } = {},
  ): Promise<EventOf<Name>> {
    const { signal } = options
    const subscription = this.#roster.fanout.subscribe({
      ...options,
      events: [name],
      overflow: 'drop-newest',
    })
    return firstOf(subscription, () =>
      signal?.aborted === true ? aborted(`once ${name}`, signal) : closed(`once ${name}`),
    ) as Promise<EventOf<Name>>
  }

  /** Tells of every change of every server's state. Returns its own undo. A throw is reported and stops nothing. */
  onState(listener: (change: ServerStateChange) => unknown): () => void {
    return this.#roster.onState(listener)
  }

  /**
   * Adds a server, and connects it if the cluster was told to connect.
   *
   * @throws AmiArgumentError for a name that is taken, or options that cannot be.
   */
  add(name: string, options: FleetServerOptions): AmiClient {
    if (this.#roster.closed) throw closed(`add ${name}`)
    if (this.#roster.members.has(name)) {
      throw new AmiArgumentError([{ path: `servers.${name}`, message: 'is there already; see replace' }])
    }
    const member = new Member(resolveServerOptions(name, options, this.#options.defaults), this.#shared)
    this.#roster.enter(member)
    return member.client
  }

  /**
   * Puts new options, credentials included, in force for one server: a new client takes its place at once, and the old
   * one is closed when what waits for answers has them. Subscriptions to the cluster go on, and are told of a gap. The
   * new one takes actions, also where the old one was being drained.
   *
   * @throws AmiArgumentError for a name that the fleet has not, or options that cannot be: nothing has changed then.
   */
  replace(name: string, options: FleetServerOptions): AmiClient {
    if (this.#roster.closed) throw closed(`replace ${name}`)
    const old = this.#roster.member(name)
    const member = new Member(resolveServerOptions(name, options, this.#options.defaults), this.#shared)
    this.#roster.replace(old, member)
    return member.client
  }

  /**
   * Takes a server out and closes it; resolves when it is. What waits for answers fails: see {@link AmiCluster.drain}.
   *
   * @throws AmiArgumentError for a name that the fleet has not.
   */
  async remove(name: string): Promise<void> {
    await this.#roster.remove(this.#roster.member(name))
  }

  /**
   * Routes nothing more to a server, and resolves when nothing on it waits for an answer. What is sent to it by name
   * still goes: the calls that it has must be hung up by somebody.
   *
   * @throws AmiArgumentError for a name that the fleet has not; AmiAbortedError when `signal` aborts this wait.
   */
  async drain(name: string, options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    const { link } = this.#roster.member(name).client
    const { signal } = options
    link.setDraining(true)
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => reject(aborted(`drain ${name}`, signal))
      if (signal?.aborted === true) abort()
      const stopWatching = onAbort(signal, abort)
      void link.idle().then(() => {
        stopWatching()
        resolve()
      })
    })
  }

  /** Routes to a server again. @throws AmiArgumentError for a name that the fleet has not. */
  resume(name: string): void {
    this.#roster.member(name).client.link.setDraining(false)
  }

  /** How each server is, at a glance; cheap to ask for. */
  health(): ReadonlyMap<string, ClientHealth> {
    return new Map([...this.#roster.members].map(([name, { client }]) => [name, client.health()]))
  }

  /** Everything that is counted, of each server and of the fleet. */
  snapshot(): FleetSnapshot {
    return snapshotOf(this.#roster.members, this.#gate, this.#deliveryBudgetsSpent)
  }

  /** Closes every server for good, then ends every subscription once it has delivered what it holds. Idempotent. */
  close(): Promise<void> {
    return this.#roster.close()
  }

  /** Closes the cluster, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #send(action: string, fields: ActionFields | undefined, options: FleetSendOptions): Promise<unknown> {
    if (this.#roster.closed) throw closed(action)
    const { route = this.#options.route, ...request } = options
    const picked = routed([...this.#roster.members.values()], route, { action, fields })
    if (picked === undefined) throw this.#noServer(action)
    return picked.send(action, fields, request)
  }

  #noServer(what: string): AmiNoServerError {
    return new AmiNoServerError(
      what,
      Object.fromEntries([...this.#roster.members.values()].map((member) => [member.server, member.whyNot])),
      { action: what },
    )
  }
}
