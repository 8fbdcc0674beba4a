import type { ClientState } from './state.ts'

/** When a server counts as one that stays away. */
export interface BreakerOptions {
  /** Failures in a row, of whatever kind. */
  readonly breakerFailures: number
  /** Shortest wait between attempts from then on; the wait is between half of it and all of it. 0 leaves it to the backoff. */
  readonly breakerCooldownMs: number
}

/** `open`: no attempt for now. `half-open`: one is under way, or its session has yet to prove itself. */
export type BreakerState = 'closed' | 'open' | 'half-open'

/**
 * The breaker's state, derived from what is counted anyway, so that no way out of an attempt can leave it behind.
 *
 * @param failures in a row; 0 once a session has been ready for long enough.
 */
export function breakerOf(failures: number, state: ClientState, options: BreakerOptions): BreakerState {
  if (failures < options.breakerFailures) return 'closed'
  return state === 'connecting' || state === 'authenticating' || state === 'ready' ? 'half-open' : 'open'
}

/** The wait before the next attempt: the backoff's, or the cooldown's when the breaker is open and that is longer. *
 * @param random uniform in [0, 1).
 */
export function breakerWaitMs(
  backoffMs: number,
  failures: number,
  options: BreakerOptions,
  random: () => number,
): number {
  const { breakerFailures, breakerCooldownMs } = options
  if (failures < breakerFailures || breakerCooldownMs === 0) return backoffMs
  return Math.max(backoffMs, Math.round(breakerCooldownMs * (1 + random()) * 0.5))
}
