import type { TransitionTable } from '../util/transitions.ts'

/** Where a client stands with its server. */
export type ClientState =
  | 'idle'
  | 'connecting'
  | 'authenticating'
  | 'ready'
  | 'waiting'
  | 'auth-failed'
  | 'closing'
  | 'closed'

/**
 * ```
 *                 ┌────────────────────────── waiting ◄─────────┐
 *                 ▼                              ▲               │ lost
 *  idle ──► connecting ──► authenticating ──► ready ────────────┤
 *                 ▲               │ refused                      │
 *                 └── auth-failed ◄                              │
 *  every state ──► closing ──► closed                            │
 * ```
 * `waiting` is the pause before the next attempt, `auth-failed` the much longer one after a refused login; told to
 * `connect()`, it becomes `waiting` when other servers of the fleet dial first. `closed` is final.
 */
export const clientTransitions: TransitionTable<ClientState> = {
  idle: ['connecting', 'waiting', 'closing'],
  connecting: ['authenticating', 'waiting', 'auth-failed', 'closing'],
  authenticating: ['ready', 'waiting', 'auth-failed', 'closing'],
  ready: ['waiting', 'closing'],
  waiting: ['connecting', 'closing'],
  'auth-failed': ['connecting', 'waiting', 'closing'],
  closing: ['closed'],
  closed: [],
}
