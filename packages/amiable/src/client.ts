import type { ActionName, ResultOf, SendArguments, SendOptions } from './catalogue/actions.ts'
import type { EventName, EventOf } from './catalogue/events.ts'
import { AmiAbortedError, AmiArgumentError, AmiClosedError, AmiConnectionError } from './errors.ts'
import { Delivery } from './events/delivery.ts'
import { Dispatcher, type SubscribeOptions } from './events/dispatcher.ts'
import { listStream } from './events/list-stream.ts'
import type { EventHandler, Subscription } from './events/subscription.ts'
import { type ClientCounters, zeroCounters } from './observe/counters.ts'
import { safeLog, silentLog } from './observe/logger.ts'
import { createRedact } from './observe/redact.ts'
import { Reporter } from './observe/reporter.ts'
import type { AmiClientOptions } from './options.ts'
import type { ActionFields, AmiEvent } from './protocol/index.ts'
import { type ResolvedOptions, resolveOptions } from './resolved-options.ts'
import { guardedDial } from './supervision/guarded-dial.ts'
import { type ClientHealth, healthOf } from './supervision/health.ts'
import type { ClientState } from './supervision/state.ts'
import { type StateChange, Supervisor } from './supervision/supervisor.ts'
import { whenReady } from './supervision/when-ready.ts'
import { isLoopback, tcp } from './transport/tcp.ts'
import { isThenable } from './util/thenable.ts'

/**
 * One Asterisk server, spoken to for as long as the client is open.
 *
 * The same object, its listeners and its subscriptions outlive every loss of the link. Nothing is ever sent twice:
 * an action whose fate is not known fails, and says so in its error's `delivery`.
 */
export class AmiClient implements AsyncDisposable {
  readonly server: string
  readonly #options: ResolvedOptions
  readonly #counters: ClientCounters = zeroCounters()
  readonly #dispatcher: Dispatcher
  readonly #supervisor: Supervisor
  readonly #reporter: Reporter
  readonly #listeners = new Set<(change: StateChange) => unknown>()

  /**
   * Checks the options and opens nothing.
   *
   * @throws AmiArgumentError with every problem found.
   */
  constructor(options: AmiClientOptions) {
    const resolved = resolveOptions(options)
    const { server, clock, logger, redact, budgetMs, secret, username, auth } = resolved
    const log =
      logger === undefined
        ? silentLog
        : safeLog(logger, createRedact(redact), () => {
            this.#counters.logFailures += 1
          })
    const reporter = new Reporter(server, this.#counters, log, clock)
    this.server = server
    this.#options = resolved
    this.#reporter = reporter
    this.#dispatcher = new Dispatcher({
      server,
      delivery: new Delivery(clock, budgetMs),
      onDrop: (event, reason) => reporter.dropped(event, reason, this.#dispatcher.queued),
      onUserError: (error, event) => reporter.userError(error, event),
    })
    this.#supervisor = new Supervisor(
      {
        // Spelt out: objects made by spreading get a hidden class each, which costs more than what they hold.
        session: {
          server,
          clock,
          dial: guardedDial(resolved.dial ?? tcp(resolved), server),
          credentials: { username, secret, auth },
          decodeText: resolved.decodeText,
          events: resolved.events,
          filters: resolved.filters,
          timeouts: resolved.timeouts,
          keepalive: resolved.keepalive,
          limits: resolved.limits,
          counters: this.#counters,
        },
        endpoint: `${resolved.host}:${resolved.port}`,
        reconnect: resolved.reconnect,
        random: resolved.random,
        log,
      },
      {
        wants: (name) => this.#dispatcher.wants(name),
        onEvent: (event) => this.#dispatcher.dispatch(event),
        onStateChange: (change) => this.#onStateChange(change),
        onStray: (stray, response) => reporter.stray(stray, response),
        onAnomaly: (anomaly) => reporter.anomaly(anomaly),
        onSettled: (action, error) => reporter.settled(action, error),
        onFilterRefused: (filter, why) => reporter.filterRefused(filter, why),
      },
    )
  }

  /** Where the client stands with its server. */
  get state(): ClientState {
    return this.#supervisor.state
  }

  /**
   * Resolves once logged in. Keeps trying, in the background too, until the client is closed.
   *
   * @throws AmiAuthError when the login is refused: the client tries again, slowly, or at the next `connect()`;
   * AmiAbortedError when `signal` aborts this wait; AmiClosedError when the client is closed.
   */
  connect(options: { readonly signal?: AbortSignal } = {}): Promise<this> {
    const { signal } = options
    if (this.state === 'idle' && this.#options.tls === false && !isLoopback(this.#options.host)) {
      this.#reporter.plaintext(this.#options.host)
    }
    const ready = whenReady(this.#supervisor, (listener) => this.onState(listener), this.server, signal).then(
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
      return this.#request(action, fields, options ?? {}) as Promise<ResultOf<Name>>
    } catch (error) {
      const rejected = Promise.reject(error)
      rejected.catch(() => undefined)
      return rejected
    }
  }

  /**
   * A list action, event by event, for lists too long to hold. Sent when iteration begins.
   *
   * Iteration throws what `send` would reject with, after the items that came.
   */
  list<const Name extends ActionName | (string & {})>(
    action: Name,
    ...[fields, options]: SendArguments<Name>
  ): AsyncIterable<AmiEvent> {
    const { limits, server } = this.#options
    const outer = options?.signal
    const ask = async (onItem: (event: AmiEvent) => void, own: AbortSignal): Promise<unknown> =>
      this.#request(action, fields, {
        ...options,
        signal: outer === undefined ? own : AbortSignal.any([outer, own]),
        onItem,
      })
    return { [Symbol.asyncIterator]: () => listStream(ask, limits, server) }
  }

  /** A bounded queue of events of one's own: iterate it, or give it a handler with `each`. */
  subscribe<const Name extends EventName | (string & {}) = string>(
    options: SubscribeOptions<Name, EventOf<Name>> = {},
  ): Subscription<EventOf<Name>> {
    return this.#dispatcher.subscribe(options) as Subscription<EventOf<Name>>
  }

  /**
   * Runs `handler` for each event of a name, or with `*` for every event: one at a time, apart from the reader. A
   * throw or a rejection is reported and never stops the next one.
   */
  on<const Name extends EventName | '*' | (string & {})>(
    name: Name,
    handler: EventHandler<EventOf<Name extends '*' ? string : Name>>,
    options: Omit<SubscribeOptions, 'events'> = {},
  ): Subscription<EventOf<Name extends '*' ? string : Name>> {
    const subscription = this.#dispatcher.subscribe({ ...options, events: [name] })
    // A subscription that closes when it is full has nobody else to tell.
    subscription
      .each(handler as EventHandler<AmiEvent>)
      .catch((error: unknown) => this.#reporter.userError(error, name))
    return subscription as Subscription<EventOf<Name extends '*' ? string : Name>>
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
    const next = this.#next(name, options)
    // The client may close long after anybody still waits: that must not end the process.
    next.catch(() => undefined)
    return next
  }

  /** Tells of every change of state. Returns its own undo. A throw or a rejection is reported and stops nothing. */
  onState(listener: (change: StateChange) => unknown): () => void {
    // A wrapper of its own, so that the same function given twice is two listeners.
    const own = (change: StateChange): unknown => listener(change)
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
  }

  /** How the client is, at a glance; cheap to ask for. */
  health(): ClientHealth {
    return healthOf(this.server, this.#supervisor, this.#dispatcher.queued, this.#options.clock.now())
  }

  /** A copy of everything counted since construction. */
  counters(): Readonly<ClientCounters> {
    return { ...this.#counters }
  }

  /**
   * Ends for good: fails what waits for answers, says Logoff, delivers the events at hand, then ends every
   * subscription. Done by `timeouts.closeMs`, whatever the server does. Idempotent.
   */
  async close(): Promise<void> {
    await this.#supervisor.close()
  }

  /** Closes the client, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #next<const Name extends EventName | (string & {})>(
    name: Name,
    options: { readonly signal?: AbortSignal; readonly where?: (event: EventOf<Name>) => boolean },
  ): Promise<EventOf<Name>> {
    const { signal } = options
    using subscription = this.subscribe<Name>({ ...options, events: [name], overflow: 'drop-newest' })
    for await (const event of subscription) return event
    throw signal?.aborted === true ? this.#aborted(`once ${name}`, signal) : this.#closedError(`once ${name}`)
  }

  #request(
    action: string,
    fields: ActionFields | undefined,
    options: SendOptions & { readonly onItem?: (event: AmiEvent) => void },
  ): Promise<unknown> {
    const { state } = this
    const { signal, timeoutMs = this.#options.timeouts.actionMs } = options
    if (state === 'closing' || state === 'closed') throw this.#closedError(action)
    if (signal?.aborted === true) throw this.#aborted(action, signal)
    if (!(timeoutMs > 0 && timeoutMs <= 2_147_483_647)) {
      throw new AmiArgumentError([
        { path: 'timeoutMs', message: `must be from 1 to 2147483647, not ${timeoutMs}` },
      ])
    }
    const session = this.#supervisor.ready
    if (session === undefined) throw this.#notReady(action)
    const { actionId, onItem } = options
    return session.request(action, fields, { timeoutMs, signal, actionId, onItem })
  }

  #onStateChange(change: StateChange): void {
    if (change.to === 'ready') this.#dispatcher.markSession(this.#supervisor.sessions)
    if (change.to === 'closed') {
      this.#dispatcher.finish()
      this.#reporter.close()
    }
    for (const listener of [...this.#listeners]) {
      const failed = (error: unknown): void => this.#reporter.userError(error, '(state)')
      try {
        const returned: unknown = listener(change)
        if (isThenable(returned)) returned.then(undefined, failed)
      } catch (error) {
        failed(error)
      }
    }
  }

  #notReady(action: string): AmiConnectionError {
    const { lastError } = this.#supervisor
    const why = lastError === undefined ? '' : `: ${lastError.message}`
    return new AmiConnectionError(`${action}: not connected (${this.state})${why}`, 'not-ready', {
      server: this.server,
      action,
      delivery: 'unsent',
      cause: lastError,
    })
  }

  #closedError(what: string): AmiClosedError {
    return new AmiClosedError(`${what}: the client is closed`, { server: this.server, delivery: 'unsent' })
  }

  #aborted(what: string, signal: AbortSignal | undefined): AmiAbortedError {
    return new AmiAbortedError(`${what}: aborted by the caller`, {
      server: this.server,
      delivery: 'unsent',
      cause: signal?.reason,
    })
  }
}
