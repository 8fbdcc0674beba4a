import type { AmiEvent, AmiResponse } from './protocol/index.ts'

/** Every code an {@link AmiError} can carry; the stable thing to match on. */
export type AmiErrorCode =
  | 'AMI_ARGUMENT'
  | 'AMI_CONNECTION'
  | 'AMI_AUTH'
  | 'AMI_PROTOCOL'
  | 'AMI_REJECTED'
  | 'AMI_TIMEOUT'
  | 'AMI_ABORTED'
  | 'AMI_BACKPRESSURE'
  | 'AMI_CLOSED'
  | 'AMI_NO_SERVER'

/**
 * What is known of an action's bytes when its promise fails.
 *
 * - `unsent`: they never left this process. The only case that is safe to repeat.
 * - `unknown`: they were handed to the network and no answer came. Asterisk may have acted.
 * - `answered`: Asterisk answered, and the answer is the failure.
 */
export type Delivery = 'unsent' | 'unknown' | 'answered'

/** What an error about one action knows of it. */
export interface AmiErrorContext {
  readonly server?: string | undefined
  readonly action?: string | undefined
  readonly actionId?: string | undefined
  readonly delivery?: Delivery | undefined
  readonly response?: AmiResponse | undefined
  readonly partial?: readonly AmiEvent[] | undefined
  readonly cause?: unknown
}

// Registered in the global symbol table, so that two copies of this library know each other's errors.
const BRAND = Symbol.for('amiable.error')

/** Root of everything this library throws or rejects with. */
export abstract class AmiError extends Error {
  abstract readonly code: AmiErrorCode
  /** The server's name, when the error is about one. */
  readonly server: string | undefined
  /** The action's name, when the error is about one. */
  readonly action: string | undefined
  readonly actionId: string | undefined
  /** For errors about an action: was it on the wire? Repeat only what is `unsent`. */
  readonly delivery: Delivery | undefined
  /** The response that came before things went wrong, or that is what went wrong. */
  readonly response: AmiResponse | undefined
  /** List items received before a list failed; empty when there were none. */
  readonly partial: readonly AmiEvent[]

  constructor(message: string, context: AmiErrorContext = {}) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause })
    this.server = context.server
    this.action = context.action
    this.actionId = context.actionId
    this.delivery = context.delivery
    this.response = context.response
    this.partial = context.partial ?? []
    Object.defineProperty(this, BRAND, { value: true })
  }

  /** True for any AmiError, also one from another copy of this library. */
  static is(value: unknown): value is AmiError {
    return typeof value === 'object' && value !== null && BRAND in value
  }
}

/** One thing wrong with options or an action's fields. */
export interface AmiProblem {
  /** Where: an option's path (`keepalive.intervalMs`) or a header's name. */
  readonly path: string
  readonly message: string
}

/** Options or an action that cannot be used as given. Nothing was opened or sent. */
export class AmiArgumentError extends AmiError {
  readonly code = 'AMI_ARGUMENT'
  override readonly name = 'AmiArgumentError'
  /** Every problem found, not only the first. */
  readonly problems: readonly AmiProblem[]

  constructor(problems: readonly AmiProblem[], context: AmiErrorContext = {}) {
    const text = problems
      .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
      .join('; ')
    super(text, context)
    this.problems = problems
  }
}

/** Why a connection could not be made or did not last. */
export type ConnectionReason =
  | 'dns'
  | 'connect'
  | 'connect-timeout'
  | 'tls'
  | 'banner-timeout'
  | 'login-timeout'
  | 'secret'
  | 'closed-by-server'
  | 'reset'
  | 'goodbye'
  | 'pong-timeout'
  | 'silence'
  | 'protocol'
  | 'not-ready'

/** The link is missing or was lost. */
export class AmiConnectionError extends AmiError {
  readonly code = 'AMI_CONNECTION'
  override readonly name = 'AmiConnectionError'
  readonly reason: ConnectionReason
  /** The operating system's code (`ECONNREFUSED`, `ENOTFOUND` …), when it gave one. */
  readonly errno: string | undefined

  constructor(message: string, reason: ConnectionReason, context: AmiErrorContext = {}) {
    super(message, context)
    this.reason = reason
    this.errno = errnoOf(context.cause)
  }
}

/** Asterisk refused the login. Repeating it with the same credentials cannot help. */
export class AmiAuthError extends AmiError {
  readonly code = 'AMI_AUTH'
  override readonly name = 'AmiAuthError'
}

/** The peer said something that is not AMI, or more of it than the limits allow. */
export class AmiProtocolError extends AmiError {
  readonly code = 'AMI_PROTOCOL'
  override readonly name = 'AmiProtocolError'
}

/** Asterisk answered `Response: Error`, or cancelled a list. */
export class AmiRejectedError extends AmiError {
  readonly code = 'AMI_REJECTED'
  override readonly name = 'AmiRejectedError'
  declare readonly response: AmiResponse

  constructor(message: string, context: AmiErrorContext & { readonly response: AmiResponse }) {
    super(message, context)
  }
}

/** No complete answer within the deadline. A late one is recognised, counted and dropped. */
export class AmiTimeoutError extends AmiError {
  readonly code = 'AMI_TIMEOUT'
  override readonly name = 'AmiTimeoutError'
}

/** The caller's `AbortSignal` ended the wait; its reason is the `cause`. Asterisk is not told. */
export class AmiAbortedError extends AmiError {
  readonly code = 'AMI_ABORTED'
  override readonly name = 'AmiAbortedError'
}

/** A bound was reached and the work was refused instead of queued. */
export class AmiBackpressureError extends AmiError {
  readonly code = 'AMI_BACKPRESSURE'
  override readonly name = 'AmiBackpressureError'
}

/** The client was closed by its owner. */
export class AmiClosedError extends AmiError {
  readonly code = 'AMI_CLOSED'
  override readonly name = 'AmiClosedError'
}

/** No server of the fleet took the action. Nothing was sent. */
export class AmiNoServerError extends AmiError {
  readonly code = 'AMI_NO_SERVER'
  override readonly name = 'AmiNoServerError'
  /** Why not, by server. Empty when the fleet has none. */
  readonly servers: Readonly<Record<string, string>>

  constructor(what: string, servers: Readonly<Record<string, string>>, context: AmiErrorContext = {}) {
    const reasons = Object.entries(servers).map(([server, reason]) => `${server} ${reason}`)
    super(`${what}: no server (${reasons.length === 0 ? 'the fleet has none' : reasons.join('; ')})`, {
      delivery: 'unsent',
      ...context,
    })
    this.servers = servers
  }
}

/** What was thrown, in words. Somebody else's code may throw anything, what cannot be put into words included. */
export function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? String(thrown.message) : String(thrown)
  } catch {
    return 'something that cannot be read was thrown'
  }
}

function errnoOf(cause: unknown): string | undefined {
  try {
    if (typeof cause !== 'object' || cause === null) return undefined
    if ('code' in cause && typeof cause.code === 'string') return cause.code
    return 'errors' in cause && Array.isArray(cause.errors) ? errnoOf(cause.errors[0]) : undefined
  } catch {
    return undefined
  }
}
