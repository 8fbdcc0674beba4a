import { AmiAuthError, AmiConnectionError, type AmiError } from '../errors.ts'
import { channels } from '../observe/channels.ts'
import { Session } from '../session/session.ts'
import type { SessionOwner } from '../session/session-options.ts'
import type { SessionState } from '../session/state.ts'
import type { Clock, TimerHandle } from '../util/clock.ts'
import { deferred } from '../util/deferred.ts'
import { InOrder } from '../util/in-order.ts'
import { StateMachine } from '../util/transitions.ts'
import { backoffMs } from './backoff.ts'
import { type BreakerState, breakerOf, breakerWaitMs } from './breaker.ts'
import { openGate, Ticket } from './gate.ts'
import { type ClientState, clientTransitions } from './state.ts'
import type {
  ReconnectOptions,
  StateChange,
  SupervisorHandlers,
  SupervisorOptions,
} from './supervisor-options.ts'

/** Failures in a row that make a server one that may stay away for long. */
const SUSPECT_FAILURES = 3

/**
 * Keeps one session alive for as long as the client is open: session after session, with a pause between them.
 *
 * A lost or failed session is followed by full-jitter backoff, which starts anew only after a session was ready for
 * `stableMs`. A refused login has its own slow path: the same credentials will not do better in a second.
 */
export class Supervisor implements SessionOwner {
  readonly #options: SupervisorOptions
  readonly #handlers: SupervisorHandlers
  readonly #clock: Clock
  readonly #machine = new StateMachine<ClientState>(clientTransitions, 'idle')
  #session: Session | undefined
  #sessions = 0
  #failures = 0
  #authFailures = 0
  #readyAt: number | undefined
  #timer: TimerHandle | undefined
  #nextAttemptAt: number | undefined
  #lastError: AmiError | undefined
  #closed: Promise<void> | undefined
  #ticket: Ticket | undefined
  readonly #changes = new InOrder<StateChange>((change) => this.#tell(change))

  constructor(options: SupervisorOptions, handlers: SupervisorHandlers) {
    this.#options = options
    this.#handlers = handlers
    this.#clock = options.session.clock
  }

  get state(): ClientState {
    return this.#machine.state
  }

  /** The session to send on; `undefined` unless the state is `ready`. */
  get ready(): Session | undefined {
    return this.#machine.state === 'ready' ? this.#session : undefined
  }

  /** The session of now, in whatever state. */
  get session(): Session | undefined {
    return this.#session
  }

  /** Sessions begun. */
  get sessions(): number {
    return this.#sessions
  }

  /** Failures in a row: 0 again once a session has been ready for `stableMs`. */
  get failures(): number {
    return this.#isStable ? 0 : this.#failures
  }

  get breaker(): BreakerState {
    const { reconnect } = this.#options
    return reconnect === false ? 'closed' : breakerOf(this.failures, this.state, reconnect)
  }

  /** How long the session has been ready; 0 without one. */
  get readyForMs(): number {
    return this.#readyAt === undefined ? 0 : this.#clock.now() - this.#readyAt
  }

  get lastError(): AmiError | undefined {
    return this.#lastError
  }

  /** How long until the next attempt; `undefined` while none is planned. */
  get retryInMs(): number | undefined {
    return this.#nextAttemptAt === undefined
      ? undefined
      : Math.max(0, this.#nextAttemptAt - this.#clock.now())
  }

  /** Begins, or cuts the wait after a refused login short. Otherwise harmless. */
  start(): void {
    if (this.state === 'idle') {
      this.#enterGate()
      // Told of, unless the gate let it in at once.
      if (this.state === 'idle') this.#move('waiting')
    } else if (this.state === 'auth-failed') {
      this.#authFailures = 0
      if (this.#ticket === undefined) this.#enterGate()
      // Who asks again must not be told of the old refusal while the new attempt waits for its turn.
      if (this.state === 'auth-failed') this.#move('waiting')
    }
  }

  /** Final: no attempt follows. Resolves when the session is over, by its deadline. */
  close(): Promise<void> {
    if (this.#closed === undefined) {
      // Kept before anything happens: listeners hear of the close while it runs, and may ask for it again.
      const done = deferred<void>()
      this.#closed = done.promise
      this.#close().then(done.resolve, done.reject)
    }
    return this.#closed
  }

  async #close(): Promise<void> {
    this.#cancelAttempt()
    const session = this.#session
    this.#move('closing')
    await session?.close()
    this.#session = undefined
    this.#move('closed')
  }

  /** Begins the next attempt when there is room for it. */
  #enterGate(): void {
    this.#stopWaiting()
    const { gate = openGate } = this.#options
    // Set first: the gate may let it in, and the attempt be over, before it answers.
    this.#ticket = new Ticket()
    this.#ticket.enter(gate, () => this.#attempt(), this.#failures >= SUSPECT_FAILURES)
  }

  #attempt(): void {
    this.#sessions += 1
    this.#options.session.counters.attempts += 1
    this.#readyAt = undefined
    this.#move('connecting')
    // A listener may have closed the client on hearing of this.
    if (this.state !== 'connecting') return
    this.#session = new Session(this.#options.session, this.#sessions, this.#handlers, this)
  }

  onSessionState(state: SessionState, session: number): void {
    if (session !== this.#sessions || this.#closed !== undefined) return
    if (state === 'authenticating') this.#move('authenticating')
    if (state === 'ready') this.#onReady()
  }

  onSessionEnd(error: AmiError, session: number): void {
    if (session === this.#sessions) this.#onEnd(error)
  }

  #onReady(): void {
    const ticket = this.#takeTicket()
    this.#readyAt = this.#clock.now()
    this.#authFailures = 0
    this.#options.session.counters.sessions += 1
    this.#options.log.write('info', this.#context(), 'ready')
    this.#move('ready')
    ticket?.leave()
  }

  #onEnd(error: AmiError): void {
    this.#session = undefined
    // Closing took the ticket already.
    if (this.#closed !== undefined) return
    const ticket = this.#takeTicket()
    this.#lastError = error
    const { reconnect } = this.#options
    const { counters } = this.#options.session
    const refused = error instanceof AmiAuthError
    counters[this.#readyAt === undefined ? 'attemptsFailed' : 'sessionsLost'] += 1
    if (refused) {
      counters.authFailures += 1
      this.#authFailures += 1
    }
    if (this.#isStable) this.#failures = 0
    const delayMs = reconnect === false ? undefined : this.#delayMs(reconnect, refused)
    this.#failures += 1
    this.#report(error, delayMs)
    this.#readyAt = undefined
    if (reconnect === false) {
      this.#closed = Promise.resolve()
      this.#move('closing', error)
      this.#move('closed', error)
      ticket?.leave()
      return
    }
    // The timer is set first: a listener may close the client on hearing of the change, and must find it.
    if (delayMs !== undefined) {
      this.#nextAttemptAt = this.#clock.now() + delayMs
      this.#timer = this.#clock.setTimer(() => this.#enterGate(), delayMs)
    }
    this.#move(refused ? 'auth-failed' : 'waiting', error)
    ticket?.leave()
  }

  #delayMs(reconnect: ReconnectOptions, refused: boolean): number | undefined {
    const { random } = this.#options
    if (refused) {
      if (this.#authFailures >= reconnect.authAttempts) return undefined
      return Math.round(reconnect.authRetryMs * (1 + random()) * 0.5)
    }
    const failures = this.#failures + 1
    return breakerWaitMs(backoffMs(this.#failures, reconnect, random()), failures, reconnect, random)
  }

  get #isStable(): boolean {
    const { reconnect } = this.#options
    if (reconnect === false || this.#readyAt === undefined) return false
    return this.#clock.now() - this.#readyAt >= reconnect.stableMs
  }

  /** Exactly one record for each attempt that failed and each session that was lost. */
  #report(error: AmiError, retryInMs: number | undefined): void {
    const { log, session } = this.#options
    const lost = this.#readyAt !== undefined
    const { reason, errno } =
      error instanceof AmiConnectionError ? error : { reason: error.code, errno: undefined }
    log.write(
      error instanceof AmiAuthError ? 'error' : 'warn',
      { ...this.#context(), failures: this.#failures, lost, reason, errno, retryInMs, error },
      lost ? 'connection lost' : 'connection attempt failed',
    )
    if (channels.attempt.hasSubscribers) {
      channels.attempt.publish({ server: session.server, attempt: this.#sessions, error, retryInMs })
    }
  }

  #context(): object {
    return { server: this.#options.session.server, endpoint: this.#options.endpoint, attempt: this.#sessions }
  }

  #cancelAttempt(): void {
    this.#stopWaiting()
    this.#takeTicket()?.leave()
  }

  #stopWaiting(): void {
    this.#clock.clearTimer(this.#timer)
    this.#timer = undefined
    this.#nextAttemptAt = undefined
  }

  /**
   * What makes room for others when it is left, now that the attempt is over or not wanted any more. Others begin the
   * moment it is: told of before, this one's end would be told after their beginning.
   */
  #takeTicket(): Ticket | undefined {
    const ticket = this.#ticket
    this.#ticket = undefined
    return ticket
  }

  /** Moves on, and tells of it; of a move made by whoever is being told only after the one they are told of. */
  #move(to: ClientState, cause?: AmiError): void {
    const from = this.state
    this.#machine.move(to)
    this.#changes.tell({ from, to, cause })
  }

  #tell(change: StateChange): void {
    if (channels.state.hasSubscribers) {
      channels.state.publish({ server: this.#options.session.server, ...change })
    }
    this.#handlers.onStateChange(change)
  }
}
