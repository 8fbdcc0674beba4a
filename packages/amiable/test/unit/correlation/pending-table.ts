import { PendingActions } from '../../../src/correlation/pending.ts'
import type { PendingAction } from '../../../src/correlation/pending-action.ts'
import type { PendingLimits, PendingRequest } from '../../../src/correlation/pending-options.ts'
import type { AmiError } from '../../../src/errors.ts'
import { ManualClock } from '../../support/manual-clock.ts'

/** What the table told of an action when it settled. */
interface Settled {
  readonly action: PendingAction
  readonly error: AmiError | undefined
}

/** A table of pending actions on a clock that stands still. */
export interface Table {
  readonly clock: ManualClock
  readonly pending: PendingActions
  /** In the order they settled. */
  readonly settled: Settled[]
  /** Registers an action whose bytes are taken to have left. */
  ask(actionId: string, action?: string, more?: Partial<PendingRequest>): PendingAction
}

export function table(limits: Partial<PendingLimits> = {}): Table {
  const clock = new ManualClock()
  const settled: Settled[] = []
  const pending = new PendingActions({
    server: 'pbx',
    clock,
    limits: { pendingActions: 5000, listItems: 10_000, listBytes: 1_000_000, ...limits },
    host: { onSettled: (action, error) => settled.push({ action, error }) },
  })
  const ask = (actionId: string, action = 'Ping', more: Partial<PendingRequest> = {}): PendingAction => {
    const one = pending.add(action, actionId, { timeoutMs: 1000, ...more })
    one.written = true
    return one
  }
  return { clock, pending, settled, ask }
}

/** The error a promise rejects with. */
export async function failure(promise: Promise<unknown>): Promise<AmiError> {
  return promise.then(
    (result) => {
      throw new Error(`was to fail, but gave ${String(result)}`)
    },
    (error: AmiError) => error,
  )
}
