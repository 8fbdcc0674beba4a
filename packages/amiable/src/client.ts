import type { Call } from './calls/call.ts'
import { CallRegistry } from './calls/call-registry.ts'
import type { OriginateFields, OriginateOptions } from './calls/originate-fields.ts'
import type { EventName, EventOf } from './catalogue/receiving.ts'
import type { ActionName, ItemOf, ResultOf, SendArguments, SendOptions } from './catalogue/sending.ts'
import { firstOf, handleEach } from './events/consume.ts'
import type { SubscribeOptions } from './events/dispatcher.ts'
import { listStream } from './events/list-stream.ts'
import type { EventHandler, Subscription } from './events/subscription.ts'
import { Link, type SharedParts } from './link.ts'
import type { ClientCounters } from './observe/counters.ts'
import type { AmiClientOptions } from './options.ts'
import type { ActionFields, AmiEvent } from './protocol/index.ts'
import { type ResolvedOptions, resolveOptions } from './resolved-options.ts'
import type { ClientHealth } from './supervision/health.ts'
import type { ClientState } from './supervision/state.ts'
import type { StateChange } from './supervision/supervisor-options.ts'
import { whenReady } from './supervision/when-ready.ts'
import { isLoopback } from './transport/tcp.ts'

/**
 * One Asterisk server, spoken to for as long as the client is open.
 *
 * The same object, its listeners and its subscriptions outlive every loss of the link. Nothing is ever sent twice:
 * an action whose fate is not known fails, and says so in its error's `delivery`.
 */
export class AmiClient implements AsyncDisposable {
  /** @internal */
  readonly link: Link
  #calls: CallRegistry | undefined

  /**
   * Checks the options and opens nothing.
   *
   * @throws AmiArgumentError with every problem found.
   */
  constructor(options: AmiClientOptions)
  /** @internal For a fleet. */
  constructor(options: ResolvedOptions, shared: SharedParts)
  constructor(options: AmiClientOptions | ResolvedOptions, shared?: SharedParts) {
    const resolved =
      shared === undefined ? resolveOptions(options as AmiClientOptions) : (options as ResolvedOptions)
    this.link = new Link(resolved, shared)
  }

  /** Its name in events, errors and logs. */
  get server(): string {
    return this.link.server
  }

  /** Where the client stands with its server. */
  get state(): ClientState {
    return this.link.supervisor.state
  }

  /**
   * What the server calls itself in `CoreSettings`, which is asked at each login: known once the first action sent
   * since is answered, and undefined until then, or when the login may not ask.
   */
  get asteriskVersion(): string | undefined {
    return this.link.supervisor.session?.vitals.asteriskVersion
  }

  /**
   * Resolves once logged in. Keeps trying, in the background too, until the client is closed.
   *
   * @throws AmiAuthError when the login is refused: the client tries again, slowly, or at the next `connect()`;
   * AmiAbortedError when `signal` aborts this wait; AmiClosedError when the client is closed.
   */
  connect(options: { readonly signal?: AbortSignal } = {}): Promise<this> {
    const { signal } = options
    const { link } = this
    const { host, tls } = link.options
    if (this.state === 'idle' && tls === false && !isLoopback(host)) link.reporter.plaintext(host)
    const ready = whenReady(link.supervisor, (listener) => link.onState(listener), link.server, signal).then(
      () => this,
    )
    // Whoever only starts the client, and watches its state, must not lose the process to a refused login.
    ready.catch(() => undefined)
    return ready
  }

  /**
   * Sends an action and waits for its whole answer.
   *
   * The promise rejects, and never throws, with: AmiArgumentError, AmiBackpressureError, AmiConnectionError,
   * AmiClosedError (`delivery: 'unsent'`: nothing left this process); AmiRejectedError (Asterisk said no);
   * AmiTimeoutError, AmiAbortedError, AmiConnectionError, AmiClosedError (`delivery: 'unknown'`: Asterisk may have
   * acted). A rejection that nobody awaits does not end the process.
   */
  send<const Name extends ActionName | (string & {})>(
    action: Name,
    ...[fields, options]: SendArguments<Name>
  ): Promise<ResultOf<Name>> {
    try {
      return this.link.request(action, fields as ActionFields | undefined, options ?? {}) as Promise<
        ResultOf<Name>
      >
    } catch (error) {
      const rejected = Promise.reject(error)
      rejected.catch(() => undefined)
      return rejected
    }
  }

  /**
   * Names of the actions that this login may send and this server has loaded, as `ListCommands` spells them.
   *
   * The promise rejects with whatever {@link AmiClient.send} rejects with.
   */
  actions(options?: SendOptions): Promise<ReadonlySet<string>> {
    // Asterisk ends each description with the classes it needs; no other header of the response looks like that.
    const names = this.send('ListCommands', {}, options).then(
      (commands) =>
        new Set(
          [...commands.entries()].flatMap(([name, text]) => (/\(Priv: .*\)$/.test(text) ? [name] : [])),
        ),
    )
    names.catch(() => undefined)
    return names
  }

  /**
   * Places a call, always asynchronously, and follows it: what became of it is the call's to tell. Never sends it twice.
   *
   * Needs the read class `call`; nothing need be subscribed to.
   *
   * @throws AmiArgumentError for fields and options that cannot be; what keeps the call from being sent is its outcome.
   * @example
   * const call = ami.originate({ Channel: 'PJSIP/100', Context: 'default', Exten: '200', Priority: 1 })
   * const { kind } = await call.outcome
   */
  originate(fields: OriginateFields, options?: OriginateOptions): Call {
    return this.calls.originate(fields, options)
  }

  /** @internal */
  get calls(): CallRegistry {
    this.#calls ??= new CallRegistry(this.link)
    return this.#calls
  }

  /**
   * A list action, event by event, for lists too long to hold. Sent when iteration begins.
   *
   * Iteration throws what `send` would reject with, after the items that came.
   */
  list<const Name extends ActionName | (string & {})>(
    action: Name,
    ...[fields, options]: SendArguments<Name>
  ): AsyncIterable<ItemOf<Name>> {
    const { link } = this
    const { limits, server } = link.options
    const outer = options?.signal
    const ask = async (onItem: (event: AmiEvent) => void, own: AbortSignal): Promise<unknown> =>
      link.request(action, fields as ActionFields | undefined, {
        ...options,
        signal: outer === undefined ? own : AbortSignal.any([outer, own]),
        onItem,
      })
    const items: AsyncIterable<AmiEvent> = { [Symbol.asyncIterator]: () => listStream(ask, limits, server) }
    return items as AsyncIterable<ItemOf<Name>>
  }

  /** A bounded queue of events of one's own: iterate it, or give it a handler with `each`. */
  subscribe<const Name extends EventName | (string & {}) = string>(
    options: SubscribeOptions<Name, EventOf<Name>> = {},
  ): Subscription<EventOf<Name>> {
    const subscription: Subscription = this.link.dispatcher.subscribe(options)
    return subscription as Subscription<EventOf<Name>>
  }

  /**
   * Runs `handler` for each event of a name, or with `*` for every event: one at a time, apart from the reader. A
   * throw or a rejection is reported and never stops the next one.
   */
  on<const Name extends EventName | '*' | (string & {})>(
    name: Name,
    handler: NoInfer<EventHandler<EventOf<Name extends '*' ? string : Name>>>,
    options: Omit<SubscribeOptions, 'events'> = {},
  ): Subscription<EventOf<Name extends '*' ? string : Name>> {
    return handleEach(
      this.link.dispatcher.subscribe({ ...options, events: [name] }),
      handler as EventHandler<AmiEvent>,
      (error) => this.link.reporter.userError(error, name),
    ) as Subscription<EventOf<Name extends '*' ? string : Name>>
  }

  /**
   * The next event of a name.
   *
   * @throws AmiAbortedError when `signal` aborts; AmiClosedError when the client closes first.
   */
  once<const Name extends EventName | (string & {})>(
    name: Name,
    options: { readonly signal?: AbortSignal; readonly where?: (event: EventOf<Name>) => boolean } = {},
  ): Promise<EventOf<Name>> {
    const { link } = this
    const { signal } = options
    const subscription = link.dispatcher.subscribe({ ...options, events: [name], overflow: 'drop-newest' })
    return firstOf(subscription, () =>
      signal?.aborted === true ? link.abortedError(`once ${name}`, signal) : link.closedError(`once ${name}`),
    ) as Promise<EventOf<Name>>
  }

  /** Tells of every change of state. Returns its own undo. A throw or a rejection is reported and stops nothing. */
  onState(listener: (change: StateChange) => unknown): () => void {
    return this.link.onState(listener)
  }

  /** How the client is, at a glance; cheap to ask for. */
  health(): ClientHealth {
    return this.link.health()
  }

  /** A copy of everything counted since construction. */
  counters(): Readonly<ClientCounters> {
    return { ...this.link.counters }
  }

  /**
   * Ends for good: fails what waits for answers, says Logoff, delivers the events at hand, then ends every
   * subscription. Done by `timeouts.closeMs`, whatever the server does. Idempotent.
   */
  async close(): Promise<void> {
    await this.link.supervisor.close()
  }

  /** Closes the client, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
