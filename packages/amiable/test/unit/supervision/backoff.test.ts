import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoffMs } from '../../../src/supervision/backoff.ts'

const ALMOST_ONE = 1 - Number.EPSILON

describe('backoff', () => {
  it('H5 doubles its ceiling with each failure, once per failure, up to the cap', () => {
    const ceilings = Array.from({ length: 9 }, (_, failures) =>
      backoffMs(failures, { minMs: 250, maxMs: 30_000 }, ALMOST_ONE),
    )
    expect(ceilings).toEqual([249, 499, 999, 1999, 3999, 7999, 15_999, 29_999, 29_999])
  })

  it('H6 never passes the cap, whatever the failures, the bounds and the draw', () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.integer({ min: 1, max: 86_400_000 }),
        fc.integer({ min: 1, max: 86_400_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failures, a, b, random) => {
          const [minMs, maxMs] = a < b ? [a, b] : [b, a]
          const delayMs = backoffMs(failures, { minMs, maxMs }, random)
          expect(Number.isInteger(delayMs)).toBe(true)
          expect(delayMs).toBeGreaterThanOrEqual(0)
          expect(delayMs).toBeLessThan(maxMs)
          expect(delayMs).toBeLessThan(Math.max(1, minMs * 2 ** failures))
        },
      ),
    )
  })

  it('H6 spreads over the whole interval, down to no wait at all', () => {
    const at = (random: number): number => backoffMs(7, { minMs: 250, maxMs: 30_000 }, random)
    expect([0, 0.25, 0.5, 0.75].map(at)).toEqual([0, 7500, 15_000, 22_500])
  })
})
