/** How long to wait between attempts. */
export interface BackoffOptions {
  /** Ceiling of the first wait. */
  readonly minMs: number
  /** Ceiling of every wait. */
  readonly maxMs: number
}

/**
 * The wait before the next attempt: full jitter, uniform between 0 and the ceiling `min(maxMs, minMs · 2^failures)`.
 *
 * | failures in a row | 0 | 1 | 2 | 3 | … | 8 |
 * |---|---|---|---|---|---|---|
 * | ceiling, defaults | 250 ms | 500 ms | 1 s | 2 s | … | 30 s |
 *
 * Spread over the whole interval, clients that lost the same server do not come back in step.
 *
 * @param random uniform in [0, 1).
 */
export function backoffMs(failures: number, options: BackoffOptions, random: number): number {
  // Beyond 2^30 the cap holds for any option; the power must not overflow on the way.
  const ceiling = Math.min(options.maxMs, options.minMs * 2 ** Math.min(failures, 30))
  return Math.floor(random * ceiling)
}
