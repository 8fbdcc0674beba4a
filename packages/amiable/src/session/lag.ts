import type { AmiEvent } from '../protocol/index.ts'

/**
 * By how many milliseconds an event came later than the server stamped it: `Timestamp` (with `timestampevents` in
 * manager.conf), or the `EventTV` of security events.
 *
 * @param now the wall clock, in milliseconds of the Unix epoch. The two clocks' difference is part of the result.
 */
export function lagMs(event: AmiEvent, now: number): number | undefined {
  const stamp = event.time('Timestamp') ?? event.time('EventTV')
  return stamp === undefined ? undefined : now - stamp.getTime()
}
