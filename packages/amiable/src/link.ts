import type { ActionResult } from './correlation/collector.ts'
import {
  AmiAbortedError,
  AmiArgumentError,
  AmiClosedError,
  AmiConnectionError,
  type AmiError,
} from './errors.ts'
import { Delivery } from './events/delivery.ts'
import { Dispatcher } from './events/dispatcher.ts'
import { type ClientCounters, zeroCounters } from './observe/counters.ts'
import { safeLog, silentLog } from './observe/logger.ts'
import { createRedact } from './observe/redact.ts'
import { Reporter, type SettledAction, type StrayResponse } from './observe/reporter.ts'
import type { ActionFields, AmiEvent, AmiResponse, Anomaly } from './protocol/index.ts'
import type { ResolvedOptions } from './resolved-options.ts'
import type { Gate } from './supervision/gate.ts'
import { guardedDial } from './supervision/guarded-dial.ts'
import { type ClientHealth, healthOf } from './supervision/health.ts'
import { type DegradedReason, type ServerStatus, statusOf } from './supervision/status.ts'
import { Supervisor } from './supervision/supervisor.ts'
import type { StateChange, SupervisorHandlers } from './supervision/supervisor-options.ts'
import { type TcpOptions, tcp } from './transport/tcp.ts'
import { fitsTimer, TIMER_MAX_MS } from './util/clock.ts'
import { guarded } from './util/guarded.ts'

/** What the links of a fleet share. */
export interface SharedParts {
  readonly delivery: Delivery
  readonly gate: Gate
}

/** How one action is to be sent, and who takes its items. */
export interface LinkRequest {
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly actionId?: string | undefined
  readonly onItem?: ((event: AmiEvent) => void) | undefined
}

const WELL: readonly DegradedReason[] = Object.freeze([])
/** So long may Asterisk take to load its modules; then whoever no longer hears of it is not kept waiting. */
const BOOT_MAX_MS = 120_000

/**
 * One server's supervisor, dispatcher, counters and reporter, wired together. What {@link AmiClient} puts its types
 * on, and what a cluster has many of.
 */
export class Link implements SupervisorHandlers {
  readonly options: ResolvedOptions
  readonly counters: ClientCounters = zeroCounters()
  readonly dispatcher: Dispatcher
  readonly supervisor: Supervisor
  readonly reporter: Reporter
  #status: ServerStatus = 'idle'
  #draining = false
  /** Whether this login hears of it when Asterisk has booted; known once it has heard. */
  #hearsOfBoot = false
  #idle: (() => void)[] = []
  readonly #listeners = new Set<(change: StateChange) => unknown>()

  constructor(options: ResolvedOptions, shared?: SharedParts) {
    const { server, clock, logger, redact, budgetMs, secret, username, auth } = options
    const { counters } = this
    const log =
      logger === undefined
        ? silentLog
        : safeLog(logger, createRedact(redact), () => {
            counters.logFailures += 1
          })
    const reporter = new Reporter(server, counters, log, clock)
    this.options = options
    this.reporter = reporter
    this.dispatcher = new Dispatcher({
      server,
      delivery:
        shared?.delivery ??
        new Delivery(clock, budgetMs, () => {
          counters.deliveryBudgetsSpent += 1
        }),
      onDrop: (event, reason) => this.dropped(event, reason),
      onUserError: (error, event) => reporter.userError(error, event),
    })
    this.supervisor = new Supervisor(
      {
        // Spelt out: objects made by spreading get a hidden class each, which costs more than what they hold.
        session: {
          server,
          clock,
          dial: guardedDial(options.dial ?? tcp(tcpOptions(options, counters)), server),
          credentials: { username, secret, auth },
          decodeText: options.decodeText,
          events: options.events,
          filters: options.filters,
          timeouts: options.timeouts,
          keepalive: options.keepalive,
          limits: options.limits,
          counters,
        },
        endpoint: `${options.host}:${options.port}`,
        reconnect: options.reconnect,
        random: options.random,
        log,
        gate: shared?.gate,
      },
      this,
    )
  }

  get server(): string {
    return this.options.server
  }

  /** What the server is good for, as of now; a change is reported. */
  refreshStatus(): ServerStatus {
    const { supervisor } = this
    const { session } = supervisor
    if (session?.vitals.booted === true) this.#hearsOfBoot = true
    const reasons = this.#degradedBy()
    const status = statusOf({
      state: supervisor.state,
      booting: this.#isBooting,
      draining: this.#draining,
      reasons,
    })
    if (status !== this.#status) {
      const from = this.#status
      this.#status = status
      this.reporter.status(from, status, reasons)
    }
    return status
  }

  /** Keeps new routed actions away, or lets them come again. */
  setDraining(draining: boolean): void {
    this.#draining = draining
    this.refreshStatus()
  }

  /** Resolves once no action waits for its answer. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idle.push(resolve)
      this.#tellIdle()
    })
  }

  /**
   * Sends an action on the session that is ready.
   *
   * @throws at once, with `delivery: 'unsent'`, what can be told before anything is queued.
   */
  request(action: string, fields: ActionFields | undefined, request: LinkRequest): Promise<ActionResult> {
    const { state } = this.supervisor
    const { signal, actionId, onItem, timeoutMs = this.options.timeouts.actionMs } = request
    if (state === 'closing' || state === 'closed') throw this.closedError(action)
    if (signal?.aborted === true) throw this.abortedError(action, signal)
    if (!fitsTimer(timeoutMs)) {
      throw new AmiArgumentError([
        { path: 'timeoutMs', message: `must be from 1 to ${TIMER_MAX_MS}, not ${timeoutMs}` },
      ])
    }
    const session = this.supervisor.ready
    if (session === undefined) throw this.#notReady(action)
    return session.request(action, fields, { timeoutMs, signal, actionId, onItem })
  }

  /** Tells of every change of state; a throw or a rejection is reported and stops nothing. Returns its own undo. */
  onState(listener: (change: StateChange) => unknown): () => void {
    // A wrapper of its own, so that the same function given twice is two listeners.
    const own = (change: StateChange): unknown => listener(change)
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
  }

  health(): ClientHealth {
    const condition = { status: this.refreshStatus(), reasons: this.#degradedBy() }
    return healthOf(this.server, this.supervisor, condition, this.dispatcher.queued, this.options.clock.now())
  }

  /** Counts and tells that an event was let go. */
  dropped(event: AmiEvent, reason: 'overflow' | 'closed'): void {
    this.reporter.dropped(event, reason, this.dispatcher.queued)
  }

  closedError(what: string): AmiClosedError {
    return new AmiClosedError(`${what}: the client is closed`, { server: this.server, delivery: 'unsent' })
  }

  abortedError(what: string, signal: AbortSignal | undefined): AmiAbortedError {
    return new AmiAbortedError(`${what}: aborted by the caller`, {
      server: this.server,
      delivery: 'unsent',
      cause: signal?.reason,
    })
  }

  #degradedBy(): readonly DegradedReason[] {
    const { session, breaker, state } = this.supervisor
    if (state !== 'ready' || session === undefined) return WELL
    const reasons: DegradedReason[] = []
    if (session.missedPongs > 0) reasons.push('pong-missed')
    else if (this.#isStalled(session.vitals)) reasons.push('stalled')
    if (session.vitals.shuttingDown) reasons.push('shutting-down')
    if (breaker === 'half-open') reasons.push('unproven')
    return reasons.length === 0 ? WELL : reasons
  }

  /** Pings are answered, and events came once, but none has for long. */
  #isStalled({ eventAt }: { readonly eventAt: number | undefined }): boolean {
    const { keepalive, clock } = this.options
    if (keepalive === false || keepalive.stallMs === 0 || eventAt === undefined) return false
    return clock.now() - eventAt >= keepalive.stallMs
  }

  get #isBooting(): boolean {
    const { session, readyForMs } = this.supervisor
    return this.#hearsOfBoot && session?.vitals.booted === false && readyForMs < BOOT_MAX_MS
  }

  #tellIdle(): void {
    if ((this.supervisor.session?.pendingActions ?? 0) > 0) return
    const waiting = this.#idle
    this.#idle = []
    for (const resolve of waiting) resolve()
  }

  wants(name: string): boolean {
    return this.dispatcher.wants(name)
  }

  onEvent(event: AmiEvent): void {
    // What a session that is over still had to tell is of no use to those who have been told of the next one.
    if (event.session === this.supervisor.sessions) this.dispatcher.dispatch(event)
  }

  onStray(stray: StrayResponse, response: AmiResponse): void {
    this.reporter.stray(stray, response)
  }

  onAnomaly(anomaly: Anomaly): void {
    this.reporter.anomaly(anomaly)
  }

  onSettled(action: SettledAction, error: AmiError | undefined): void {
    this.reporter.settled(action, error)
    if (this.#idle.length > 0) this.#tellIdle()
  }

  onPulse(): void {
    this.refreshStatus()
  }

  onFilterRefused(filter: unknown, why: string): void {
    this.reporter.filterRefused(filter, why)
  }

  onStateChange(change: StateChange): void {
    this.refreshStatus()
    this.#tellIdle()
    if (change.to === 'ready') this.dispatcher.markSession(this.supervisor.sessions)
    if (change.to === 'closed') {
      this.dispatcher.finish()
      this.reporter.close()
    }
    for (const listener of [...this.#listeners]) {
      guarded(
        () => listener(change),
        (error) => this.reporter.userError(error, '(state)'),
      )
    }
  }

  #notReady(action: string): AmiConnectionError {
    const { lastError, state } = this.supervisor
    const why = lastError === undefined ? '' : `: ${lastError.message}`
    return new AmiConnectionError(`${action}: not connected (${state})${why}`, 'not-ready', {
      server: this.server,
      action,
      delivery: 'unsent',
      cause: lastError,
    })
  }
}

function tcpOptions(
  { server, host, port, tls, lookup, limits }: ResolvedOptions,
  counters: ClientCounters,
): TcpOptions {
  const onReadBudgetSpent = (): void => {
    counters.readBudgetsSpent += 1
  }
  return { server, host, port, tls, lookup, readBytesPerTurn: limits.readBytesPerTurn, onReadBudgetSpent }
}
