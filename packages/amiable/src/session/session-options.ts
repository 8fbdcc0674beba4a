import type { PendingAction } from '../correlation/pending-action.ts'
import type { Stray } from '../correlation/pending-options.ts'
import type { AmiError } from '../errors.ts'
import type { ClientCounters } from '../observe/counters.ts'
import type { AmiEvent, AmiResponse, Anomaly, DecodeText } from '../protocol/index.ts'
import type { Dial } from '../transport/transport.ts'
import type { Clock } from '../util/clock.ts'
import type { ServerFilter } from './filters.ts'
import type { KeepaliveOptions } from './keepalive.ts'
import type { Credentials } from './login.ts'
import type { SessionState } from './state.ts'

/** Everything one session needs, resolved. Durations in milliseconds. */
export interface SessionOptions {
  readonly server: string
  readonly dial: Dial
  readonly clock: Clock
  readonly credentials: Credentials
  readonly decodeText: DecodeText
  /** The Login's event mask; undefined leaves it to manager.conf. */
  readonly events: string | undefined
  readonly filters: readonly ServerFilter[]
  readonly timeouts: {
    readonly connectMs: number
    readonly bannerMs: number
    readonly loginMs: number
    readonly closeMs: number
  }
  readonly keepalive: KeepaliveOptions | false
  readonly limits: {
    readonly messageBytes: number
    readonly pendingActions: number
    readonly writeBufferBytes: number
    readonly listItems: number
    readonly listBytes: number
  }
  readonly counters: ClientCounters
}

/** Receives what happens in a session; none of these may throw. */
export interface SessionHandlers {
  /** Asked for each event's name before the event is built. */
  wants(name: string): boolean
  /** An event that answers nothing; also one that was not wanted, but might have answered something. */
  onEvent(event: AmiEvent): void
  /** A response that settles nothing. */
  onStray(stray: Stray, response: AmiResponse): void
  onAnomaly(anomaly: Anomaly): void
  onSettled(action: PendingAction, error: AmiError | undefined): void
  /** A filter that the server refused, or does not know. The session goes on without it. */
  onFilterRefused(filter: ServerFilter, why: string): void
  /** A ping was answered or given up, or Asterisk has booted: a good moment to look at how the session is. */
  onPulse(): void
}

/** Whoever began a session, told of how far it has come. Neither may throw. */
export interface SessionOwner {
  onSessionState(state: SessionState, session: number): void
  /** Once, last. */
  onSessionEnd(error: AmiError, session: number): void
}
