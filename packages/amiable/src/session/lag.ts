import type { AmiEvent } from '../protocol/index.ts'

/**
 * By how many milliseconds an event came later than the server stamped it: `Timestamp` (with `timestampevents` in
 * manager.conf) or `EventTV`, both in seconds of the Unix epoch.
 *
 * @param now the wall clock, in milliseconds of the same epoch. The two clocks' difference is part of the result.
 */
export function lagMs(event: AmiEvent, now: number): number | undefined {
  const stamp = event.get('Timestamp') ?? event.get('EventTV')
  if (stamp === undefined || !/^\d{9,11}(\.\d{1,9})?$/.test(stamp)) return undefined
  return now - Number(stamp) * 1000
}
