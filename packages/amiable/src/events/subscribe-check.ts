import { AmiArgumentError, type AmiProblem } from '../errors.ts'

/** What is known to be wrong with what was asked of a subscription only once it is looked at: options are data. */
interface Asked {
  readonly events?: unknown
  readonly keep?: unknown
  readonly where?: unknown
  readonly onGap?: unknown
  readonly capacity: unknown
  readonly maxBytes: unknown
  readonly overflow: unknown
}

const POLICIES: readonly unknown[] = ['drop-oldest', 'drop-newest', 'close']

/**
 * Checks what is asked of a subscription.
 *
 * @throws AmiArgumentError with every problem found.
 */
export function checkSubscribe({ events, keep, where, onGap, capacity, maxBytes, overflow }: Asked): void {
  const problems: AmiProblem[] = []
  const demand = (fine: boolean, path: string, message: string): void => {
    if (!fine) problems.push({ path, message })
  }
  demand(isWhole(capacity, 1), 'capacity', `must be a whole number from 1, not ${String(capacity)}`)
  demand(isWhole(maxBytes, 1024), 'maxBytes', `must be a whole number from 1024, not ${String(maxBytes)}`)
  demand(
    POLICIES.includes(overflow),
    'overflow',
    `must be drop-oldest, drop-newest or close, not ${String(overflow)}`,
  )
  demand(events === undefined || isNames(events), 'events', 'must be a list of names')
  demand(!(Array.isArray(events) && events.length === 0), 'events', 'is empty, so no event could come')
  demand(keep === undefined || isNames(keep), 'keep', 'must be a list of names')
  demand(where === undefined || typeof where === 'function', 'where', 'must be a function')
  demand(onGap === undefined || typeof onGap === 'function', 'onGap', 'must be a function')
  if (problems.length > 0) throw new AmiArgumentError(problems)
}

function isWhole(value: unknown, min: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= min
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '')
}
