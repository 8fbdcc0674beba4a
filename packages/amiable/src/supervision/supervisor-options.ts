import type { AmiError } from '../errors.ts'
import type { SafeLog } from '../observe/logger.ts'
import type { SessionHandlers, SessionOptions } from '../session/session-options.ts'
import type { BackoffOptions } from './backoff.ts'
import type { BreakerOptions } from './breaker.ts'
import type { Gate } from './gate.ts'
import type { ClientState } from './state.ts'

/** When to try again. */
export interface ReconnectOptions extends BackoffOptions, BreakerOptions {
  /** A session must have been ready for so long before its loss counts as a first failure again. */
  readonly stableMs: number
  /** Ceiling of the wait after a refused login; the wait is between half of it and all of it. */
  readonly authRetryMs: number
  /** Refused logins in a row after which nothing is tried until `connect()` is called again. */
  readonly authAttempts: number
}

/** One change of a client's state. */
export interface StateChange {
  readonly from: ClientState
  readonly to: ClientState
  /** What brought it about, for every change to `waiting`, `auth-failed` and `closed` that was not asked for. */
  readonly cause: AmiError | undefined
}

/** What a supervisor needs; durations in milliseconds. */
export interface SupervisorOptions {
  readonly session: SessionOptions
  /** `host:port`, for log records. */
  readonly endpoint: string
  /** `false`: the first loss, or failure to connect, closes the client. */
  readonly reconnect: ReconnectOptions | false
  readonly random: () => number
  readonly log: SafeLog
  /** Asked before each attempt. @default openGate */
  readonly gate?: Gate | undefined
}

/** Receives what the client's user sees of its sessions; none may throw. */
export interface SupervisorHandlers extends SessionHandlers {
  onStateChange(change: StateChange): void
}
