import type { AmiError } from '../errors.ts'
import type { BreakerState } from './breaker.ts'
import type { ClientState } from './state.ts'
import type { DegradedReason, ServerStatus } from './status.ts'
import type { Supervisor } from './supervisor.ts'

/** How a client is, at a glance; cheap to ask for. */
export interface ClientHealth {
  readonly server: string
  readonly state: ClientState
  /** What the server is good for, its state and everything else considered. */
  readonly status: ServerStatus
  /** Why it is `degraded`; empty otherwise. */
  readonly reasons: readonly DegradedReason[]
  readonly breaker: BreakerState
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
  /**
   * By how much the latest event with a time stamp came late, measured once a second at most; the difference of the
   * two machines' clocks is part of it. Undefined when no event carries one (`timestampevents` in manager.conf).
   */
  readonly eventLagMs: number | undefined
  /** Since the last event came; undefined while none has. */
  readonly eventSilentMs: number | undefined
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
  { status, reasons }: { readonly status: ServerStatus; readonly reasons: readonly DegradedReason[] },
  queuedEvents: number,
  now: number,
): ClientHealth {
  const { session, state, failures, retryInMs, lastError } = supervisor
  return {
    server,
    state,
    status,
    reasons,
    breaker: supervisor.breaker,
    asterisk: session?.vitals.asteriskVersion,
    ami: session?.vitals.banner?.version,
    rttMs: session?.rttMs,
    missedPongs: session?.missedPongs ?? 0,
    silentMs: session === undefined ? undefined : now - session.vitals.heardAt,
    eventLagMs: session?.vitals.eventLagMs,
    eventSilentMs: session?.vitals.eventAt === undefined ? undefined : now - session.vitals.eventAt,
    pendingActions: session?.pendingActions ?? 0,
    writeBufferBytes: session?.writeBufferBytes ?? 0,
    queuedEvents,
    failures,
    retryInMs,
    lastError,
  }
}
