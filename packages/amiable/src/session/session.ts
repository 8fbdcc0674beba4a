import type { ActionResult } from '../correlation/collector.ts'
import { PendingActions } from '../correlation/pending.ts'
import type { Stray } from '../correlation/pending-options.ts'
import {
  AmiClosedError,
  AmiConnectionError,
  AmiError,
  AmiProtocolError,
  type ConnectionReason,
} from '../errors.ts'
import {
  type ActionFields,
  type AmiBanner,
  type AmiEvent,
  type AmiResponse,
  type Anomaly,
  Decoder,
  type DecoderHandlers,
} from '../protocol/index.ts'
import type { Transport, TransportHandlers } from '../transport/transport.ts'
import type { TimerHandle } from '../util/clock.ts'
import { guarded } from '../util/guarded.ts'
import { StateMachine } from '../util/transitions.ts'
import { applyFilters } from './filters.ts'
import { Keepalive, type KeepaliveHost } from './keepalive.ts'
import { type Ask, login } from './login.ts'
import { closedMessage, lostAction, oversizeError } from './loss.ts'
import { Outbox, type OutboxHost } from './outbox.ts'
import { type RequestOptions, Sender } from './sender.ts'
import type { SessionHandlers, SessionOptions, SessionOwner } from './session-options.ts'
import { type SessionState, sessionTransitions } from './state.ts'
import { Vitals } from './vitals.ts'

/**
 * One connection, from dialing to its end. Never reconnects.
 *
 * Socket, decoder, pending table, outbox and timers live and die with it, so nothing of one connection can reach
 * the next.
 */
export class Session implements TransportHandlers, DecoderHandlers, OutboxHost, KeepaliveHost {
  readonly #options: SessionOptions
  readonly #number: number
  readonly #handlers: SessionHandlers
  readonly #owner: SessionOwner
  readonly #machine = new StateMachine<SessionState>(sessionTransitions, 'dialing')
  readonly #pending: PendingActions
  readonly #decoder: Decoder
  readonly #transport: Transport
  readonly #outbox: Outbox
  readonly #sender: Sender
  readonly #keepalive: Keepalive | undefined
  #phaseTimer: TimerHandle | undefined
  #closing: Promise<void> | undefined
  /** What was heard of how the server is. */
  readonly vitals: Vitals

  /** @param number counts the sessions of one client, from 1. */
  constructor(options: SessionOptions, number: number, handlers: SessionHandlers, owner: SessionOwner) {
    this.#options = options
    this.#number = number
    this.#handlers = handlers
    this.#owner = owner
    const { clock, server, keepalive, limits, decodeText } = options
    this.vitals = new Vitals(clock.now())
    this.#pending = new PendingActions({ server, clock, limits, host: handlers })
    const source = { server, session: number, decodeText }
    this.#decoder = new Decoder(this, { maxMessageBytes: limits.messageBytes, source })
    this.#startPhase(options.timeouts.connectMs, () => this.#dialTimedOut())
    this.#transport = options.dial(this)
    this.#outbox = new Outbox(this.#transport, limits.writeBufferBytes, this)
    this.#sender = new Sender(server, this.#pending, this.#outbox, options.counters)
    this.#keepalive = keepalive === false ? undefined : new Keepalive(keepalive, this, clock)
  }

  get state(): SessionState {
    return this.#machine.state
  }

  get pendingActions(): number {
    return this.#pending.size
  }

  get writeBufferBytes(): number {
    return this.#outbox.bytes
  }

  get rttMs(): number | undefined {
    return this.#keepalive?.rttMs
  }

  get missedPongs(): number {
    return this.#keepalive?.misses ?? 0
  }

  /** Sends an action: see {@link Sender.send}. */
  request(action: string, fields: ActionFields | undefined, options: RequestOptions): Promise<ActionResult> {
    return this.#sender.send(action, fields, options)
  }

  /** Ends in good order: fails what waits, says Logoff, and is over by the deadline whatever the peer does. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    const { state } = this
    if (state === 'ended') return
    const { server, timeouts } = this.#options
    this.#clearPhase()
    this.#keepalive?.stop()
    this.#machine.move('closing')
    this.#pending.failAll(
      (context) => new AmiClosedError(`${context.action}: the client was closed`, context),
    )
    if (state === 'ready' || state === 'preparing') {
      try {
        const goodbye = this.#sender.ask('Logoff', undefined, timeouts.closeMs)
        this.#outbox.flush()
        await goodbye
      } catch {
        // The deadline, or the link's end, is as good an end as a Goodbye.
      }
    }
    this.#end(new AmiClosedError('the client was closed', { server }))
  }

  onOpen(): void {
    if (this.state !== 'dialing') return
    this.#move('greeting')
    this.vitals.heardAt = this.#options.clock.now()
    const { bannerMs } = this.#options.timeouts
    this.#startPhase(bannerMs, () => this.#fail(`no greeting within ${bannerMs} ms`, 'banner-timeout'))
  }

  onData(chunk: Uint8Array): void {
    if (this.state === 'ended') return
    const { vitals } = this
    vitals.heardAt = this.#options.clock.now()
    const { counters } = this.#options
    const { events, responses, discardedBytes } = this.#decoder.counters
    counters.bytesReceived += chunk.length
    try {
      this.#decoder.write(chunk, vitals.heardAt)
    } catch (cause) {
      this.#end(
        new AmiProtocolError('the session broke on what it read', { server: this.#options.server, cause }),
      )
    }
    const heard = this.#decoder.counters.events - events
    counters.events += heard
    // What is polled with lists is no sign that events flow.
    if (heard > 0 && !this.#pending.takesEvents) vitals.eventAt = vitals.heardAt
    counters.responses += this.#decoder.counters.responses - responses
    counters.discardedBytes += this.#decoder.counters.discardedBytes - discardedBytes
  }

  onBanner(banner: AmiBanner): void {
    this.vitals.onBanner(banner)
    if (this.state === 'greeting') void this.#start()
  }

  async #start(): Promise<void> {
    const { credentials, server, events, filters, timeouts } = this.#options
    this.#move('authenticating')
    // Whoever heard of it may have closed the session.
    if (!this.#is('authenticating')) return
    this.#startPhase(timeouts.loginMs, () =>
      this.#fail(`login not answered within ${timeouts.loginMs} ms`, 'login-timeout'),
    )
    const ask: Ask = (action, fields) => this.#sender.ask(action, fields, timeouts.loginMs)
    try {
      await login(ask, credentials, server, events)
      this.#clearPhase()
      if (this.#is('authenticating')) this.#move('preparing')
      await applyFilters(ask, filters, (filter, why) => this.#handlers.onFilterRefused(filter, why))
      if (this.#is('preparing')) {
        this.#keepalive?.start()
        this.#move('ready')
      }
      if (this.#is('ready')) this.#sender.askVersion(timeouts.loginMs, this.vitals)
    } catch (error) {
      // Its own close fails what it waits for, and is not over before the Logoff is answered.
      if (this.#is('closing')) return
      this.#end(
        AmiError.is(error)
          ? error
          : new AmiProtocolError('the login failed unexpectedly', { server, cause: error }),
      )
    }
  }

  /** Asked anew after each answer: the session may have ended or begun to close meanwhile. */
  #is(state: SessionState): boolean {
    return this.state === state
  }

  onResponse(response: AmiResponse): void {
    const stray = this.#pending.onResponse(response)
    if (stray !== undefined && !this.#isLoginAnswer(stray, response)) {
      this.#handlers.onStray(stray, response)
      if (this.state === 'greeting') void this.#start()
    }
    this.vitals.onResponse(response)
    // Asked for or not, nothing comes after it.
    if (response.status === 'Goodbye') this.#fail('the server said goodbye', 'goodbye')
  }

  /** Only one action is on its way while logging in, so an answer without an id can only be its answer. */
  #isLoginAnswer({ reason }: Stray, response: AmiResponse): boolean {
    return reason === 'no-id' && this.state === 'authenticating' && this.#pending.onOnlyResponse(response)
  }

  onEvent(event: AmiEvent): void {
    if (this.#pending.takesEvents && this.#pending.onEvent(event)) return
    if (this.vitals.onEvent(event)) this.#handlers.onPulse()
    this.#handlers.onEvent(event)
  }

  onAnomaly(anomaly: Anomaly): void {
    this.#options.counters.anomalies += 1
    this.#handlers.onAnomaly(anomaly)
    if (anomaly.kind !== 'oversize' || anomaly.actionId === undefined) return
    const { messageBytes } = this.#options.limits
    this.#pending.fail(anomaly.actionId, (context) => oversizeError(context, messageBytes))
  }

  wants(name: string): boolean {
    return this.#pending.takesEvents || Vitals.hears(name) || this.#handlers.wants(name)
  }

  ping(timeoutMs: number): Promise<boolean> {
    return this.#sender.ping(timeoutMs)
  }

  onPulse(): void {
    this.#handlers.onPulse()
  }

  onDead(reason: 'pong-timeout' | 'silence', detail: string): void {
    this.#fail(`the link is dead: ${detail}`, reason)
  }

  onBroken(cause: unknown): void {
    const { server } = this.#options
    this.#end(new AmiConnectionError('the connection cannot be written to', 'reset', { server, cause }))
  }

  onClose(error: AmiConnectionError | undefined): void {
    if (error !== undefined) this.#end(error)
    else this.#fail(closedMessage(this.state === 'greeting', this.vitals.shuttingDown), 'closed-by-server')
  }

  #dialTimedOut(): void {
    const { phase } = this.#transport
    const { connectMs } = this.#options.timeouts
    if (phase === 'dns') this.#fail(`the host name was not resolved within ${connectMs} ms`, 'dns')
    else this.#fail(`no connection within ${connectMs} ms (${phase})`, 'connect-timeout')
  }

  #fail(message: string, reason: ConnectionReason): void {
    this.#end(new AmiConnectionError(message, reason, { server: this.#options.server }))
  }

  #end(error: AmiError): void {
    if (this.state === 'ended') return
    this.#clearPhase()
    this.#keepalive?.stop()
    const cause =
      this.state === 'closing'
        ? new AmiClosedError('the client was closed', { server: this.#options.server })
        : error
    this.#machine.move('ended')
    this.#outbox.close()
    // A connection of the user's own making may fail here too; what waits must not wait for ever because of it.
    guarded(
      () => this.#transport.destroy(),
      () => undefined,
    )
    this.#pending.failAll((context) => lostAction(cause, context))
    this.#owner.onSessionState('ended', this.#number)
    this.#owner.onSessionEnd(cause, this.#number)
  }

  #move(state: SessionState): void {
    this.#machine.move(state)
    this.#owner.onSessionState(state, this.#number)
  }

  #startPhase(delayMs: number, onTimeout: () => void): void {
    this.#clearPhase()
    this.#phaseTimer = this.#options.clock.setTimer(onTimeout, delayMs)
  }

  #clearPhase(): void {
    this.#options.clock.clearTimer(this.#phaseTimer)
    this.#phaseTimer = undefined
  }
}
