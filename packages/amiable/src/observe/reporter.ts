import {
  AmiAbortedError,
  type AmiError,
  AmiProtocolError,
  AmiRejectedError,
  AmiTimeoutError,
} from '../errors.ts'
import type { AmiEvent, AmiResponse, Anomaly } from '../protocol/index.ts'
import type { Clock } from '../util/clock.ts'
import { channels } from './channels.ts'
import type { ClientCounters } from './counters.ts'
import type { SafeLog } from './logger.ts'
import { ThrottledLog } from './throttled-log.ts'

/** Why a response settles nothing; a late one by how many milliseconds. */
export interface StrayResponse {
  readonly reason: 'late' | 'unknown-id' | 'no-id'
  readonly lateByMs?: number
}

/** What is reported of an action that settled. */
export interface SettledAction {
  readonly action: string
  readonly actionId: string
  /** On the reporter's clock. */
  readonly sentAt: number
}

/**
 * Turns what happens in one client into counters, throttled log records and diagnostics messages.
 *
 * Counts exactly, logs the first of a kind at once and then one summary a second, and cannot throw.
 */
export class Reporter {
  readonly #server: string
  readonly #counters: ClientCounters
  readonly #log: SafeLog
  #throttled: ThrottledLog | undefined
  readonly #clock: Clock

  constructor(server: string, counters: ClientCounters, log: SafeLog, clock: Clock) {
    this.#server = server
    this.#counters = counters
    this.#log = log
    this.#clock = clock
  }

  settled({ action, actionId, sentAt }: SettledAction, error: AmiError | undefined): void {
    this.#counters[outcomeOf(error)] += 1
    if (!channels.action.hasSubscribers) return
    const durationMs = this.#clock.now() - sentAt
    channels.action.publish({ server: this.#server, action, actionId, durationMs, error })
  }

  stray(stray: StrayResponse, response: AmiResponse): void {
    const { reason } = stray
    if (reason === 'late') this.#counters.lateResponses += 1
    else if (reason === 'unknown-id') this.#counters.unknownResponses += 1
    else this.#counters.responsesWithoutId += 1
    const { actionId, status, message } = response
    const context = { server: this.#server, actionId: actionId ?? null, status, message, ...stray }
    this.#throttle.report(reason, 'warn', context, 'a response that nobody waits for')
  }

  anomaly(anomaly: Anomaly): void {
    const context = { server: this.#server, ...anomaly }
    this.#throttle.report(`anomaly ${anomaly.kind}`, 'warn', context, 'bytes that make no message')
    if (channels.anomaly.hasSubscribers) channels.anomaly.publish({ server: this.#server, ...anomaly })
  }

  /** @param queueDepth events waiting in all subscriptions of the client. */
  dropped(event: AmiEvent, reason: 'overflow' | 'closed', queueDepth: number): void {
    this.#counters[reason === 'closed' ? 'eventsAbandoned' : 'eventsDropped'] += 1
    const context = { server: this.#server, event: event.name, reason, queueDepth }
    // What a consumer leaves behind when it closes is its own choice; what did not fit is a loss.
    const level = reason === 'closed' ? 'debug' : 'warn'
    this.#throttle.report(`drop ${reason}`, level, context, 'events dropped')
    if (channels.drop.hasSubscribers)
      channels.drop.publish({ server: this.#server, event: event.name, reason })
  }

  userError(error: unknown, event: string): void {
    this.#counters.handlerErrors += 1
    this.#throttle.report('user error', 'error', { server: this.#server, event, error }, 'a handler failed')
    if (channels.handlerError.hasSubscribers)
      channels.handlerError.publish({ server: this.#server, event, error })
  }

  /** A server's status has changed; `reasons` say why it is degraded. */
  status(from: string, to: string, reasons: readonly string[]): void {
    const report = { server: this.#server, from, to, reasons }
    // Every other change is one of the link, which has its own record.
    if (to === 'degraded' || to === 'booting') this.#log.write('warn', report, `the server is ${to}`)
    else if (to === 'ready' && (from === 'degraded' || from === 'booting')) {
      this.#log.write('info', report, 'the server is well again')
    }
    if (channels.status.hasSubscribers) channels.status.publish(report)
  }

  filterRefused(filter: unknown, why: string): void {
    this.#log.write('warn', { server: this.#server, filter, why }, 'a server-side filter is not in force')
  }

  plaintext(host: string): void {
    this.#log.write(
      'warn',
      { server: this.#server, host },
      'not encrypted: events, and the login with auth plain, can be read on the way',
    )
  }

  /** Reports what is still unreported; the reporter goes on to work, without timers. */
  close(): void {
    this.#throttle.close()
  }

  /** Made when there is something to throttle, which many a client never has. */
  get #throttle(): ThrottledLog {
    this.#throttled ??= new ThrottledLog(this.#log, this.#clock)
    return this.#throttled
  }
}

function outcomeOf(
  error: AmiError | undefined,
): 'actionsAnswered' | 'actionsRejected' | 'actionsTimedOut' | 'actionsAborted' | 'actionsLost' {
  if (error === undefined) return 'actionsAnswered'
  if (error instanceof AmiRejectedError || error instanceof AmiProtocolError) return 'actionsRejected'
  if (error instanceof AmiTimeoutError) return 'actionsTimedOut'
  return error instanceof AmiAbortedError ? 'actionsAborted' : 'actionsLost'
}
