import type { ClientState } from './state.ts'

/**
 * What a server is good for.
 *
 * | status | new actions go there | |
 * |---|---|---|
 * | `ready` | first | |
 * | `degraded` | when no ready one takes them | a ping is missing, the events have stopped, Asterisk is about to end, or it just came back after a long series of failures |
 * | `booting` | when no ready one takes them | logged in, but Asterisk is still loading its modules |
 * | `draining` | no | asked to, by the fleet's owner |
 * | `connecting`, `waiting`, `auth-failed`, `idle`, `closed` | no | |
 */
export type ServerStatus =
  | 'idle'
  | 'connecting'
  | 'ready'
  | 'degraded'
  | 'booting'
  | 'draining'
  | 'waiting'
  | 'auth-failed'
  | 'closed'

/** Why a server is `degraded`. */
export type DegradedReason = 'pong-missed' | 'stalled' | 'shutting-down' | 'unproven'

/** Everything a status follows from. */
export interface Condition {
  readonly state: ClientState
  readonly booting: boolean
  readonly draining: boolean
  /** Empty for a server that is well. */
  readonly reasons: readonly DegradedReason[]
}

/** The status that follows from a condition: pure, so no status can be left behind. */
export function statusOf({ state, booting, draining, reasons }: Condition): ServerStatus {
  switch (state) {
    case 'authenticating':
      return 'connecting'
    case 'closing':
      return 'closed'
    case 'ready':
      if (draining) return 'draining'
      if (booting) return 'booting'
      return reasons.length > 0 ? 'degraded' : 'ready'
    default:
      return state
  }
}
