import type { TransitionTable } from '../util/transitions.ts'

/** Where one session is in its life. */
export type SessionState =
  | 'dialing'
  | 'greeting'
  | 'authenticating'
  | 'preparing'
  | 'ready'
  | 'closing'
  | 'ended'

/**
 * ```
 *  dialing ──► greeting ──► authenticating ──► preparing ──► ready
 *     │           │               │                │           │
 *     └───────────┴───────────────┴────────┬───────┴───────────┤
 *                                          ▼                   ▼
 *                                        ended  ◄────────── closing
 * ```
 * `preparing` sets filters and the event mask. Nothing leads out of `ended`: reconnecting is a new session.
 */
export const sessionTransitions: TransitionTable<SessionState> = {
  dialing: ['greeting', 'closing', 'ended'],
  greeting: ['authenticating', 'closing', 'ended'],
  authenticating: ['preparing', 'closing', 'ended'],
  preparing: ['ready', 'closing', 'ended'],
  ready: ['closing', 'ended'],
  closing: ['ended'],
  ended: [],
}
