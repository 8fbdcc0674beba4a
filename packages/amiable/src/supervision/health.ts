import type { AmiError } from '../errors.ts'
import type { ClientState } from './state.ts'
import type { Supervisor } from './supervisor.ts'

/** How a client is, at a glance; cheap to ask for. */
export interface ClientHealth {
  readonly server: string
  readonly state: ClientState
  /** Asterisk's version; undefined until the server was asked, or when the login may not ask. */
  readonly asterisk: string | undefined
  /** The AMI version of the server's greeting. */
  readonly ami: string | undefined
  /** Round-trip of the last ping. */
  readonly rttMs: number | undefined
  /** Pings in a row that went unanswered in this session. */
  readonly missedPongs: number
  /** Since the last byte came; undefined without a session. */
  readonly silentMs: number | undefined
  readonly pendingActions: number
  readonly writeBufferBytes: number
  /** Events waiting in subscriptions. */
  readonly queuedEvents: number
  /** Failed attempts and lost sessions in a row. */
  readonly failures: number
  /** Until the next attempt; undefined while none is planned. */
  readonly retryInMs: number | undefined
  /** What ended the last session, or kept it from beginning. */
  readonly lastError: AmiError | undefined
}

/** Reads a client's health off its supervisor. */
export function healthOf(
  server: string,
  supervisor: Supervisor,
  queuedEvents: number,
  now: number,
): ClientHealth {
  const { session, state, failures, retryInMs, lastError } = supervisor
  return {
    server,
    state,
    asterisk: session?.asteriskVersion,
    ami: session?.banner?.version,
    rttMs: session?.rttMs,
    missedPongs: session?.missedPongs ?? 0,
    silentMs: session === undefined ? undefined : now - session.heardAt,
    pendingActions: session?.pendingActions ?? 0,
    writeBufferBytes: session?.writeBufferBytes ?? 0,
    queuedEvents,
    failures,
    retryInMs,
    lastError,
  }
}
