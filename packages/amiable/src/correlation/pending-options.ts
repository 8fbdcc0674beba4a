import type { AmiError } from '../errors.ts'
import type { AmiEvent } from '../protocol/index.ts'
import type { Clock } from '../util/clock.ts'
import type { ListLimits } from './collector.ts'
import type { PendingAction } from './pending-action.ts'

/** How one action is to be waited for. */
export interface PendingRequest {
  readonly timeoutMs: number
  /** Uses the room reserved for the session's own actions. */
  readonly control?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  /** Takes list items as they come, instead of keeping them for the result. */
  readonly onItem?: ((event: AmiEvent) => void) | undefined
}

/** Bounds of {@link PendingActions}. */
export interface PendingLimits extends ListLimits {
  /** Most actions that may wait at once. */
  readonly pendingActions: number
}

/** Bounds and surroundings of {@link PendingActions}. */
export interface PendingOptions {
  readonly server: string
  readonly clock: Clock
  readonly limits: PendingLimits
  readonly host: PendingHost
}

/** What the table needs of whoever keeps it. */
interface PendingHost {
  /** Told of each action once, when it has settled; must not throw. */
  onSettled(action: PendingAction, error: AmiError | undefined): void
}

/** Why a response settles nothing. */
export type Stray =
  | { readonly reason: 'late' /** Since its action was given up. */; readonly lateByMs: number }
  | { readonly reason: 'unknown-id' | 'no-id' }
