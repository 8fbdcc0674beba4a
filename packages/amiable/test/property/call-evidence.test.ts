import fc from 'fast-check'
import { expect, it } from 'vitest'
import { capturedEndings, outcomeOf } from '../unit/calls/captured-endings.ts'

it('pain 3 E2 the outcome is the same in whatever order the evidence comes, some of it twice, among that of other calls', () => {
  const ending = fc.constantFrom(...capturedEndings)
  fc.assert(
    fc.property(
      ending.chain((one) => {
        const foreign = capturedEndings
          .filter(({ name }) => name !== one.name)
          .flatMap(({ events }) => events)
        return fc.record({
          one: fc.constant(one),
          told: fc
            .tuple(fc.subarray([...one.events]), fc.subarray(foreign, { maxLength: 20 }))
            .chain(([twice, others]) => {
              const all = [...one.events, ...twice, ...others]
              return fc.shuffledSubarray(all, { minLength: all.length })
            }),
        })
      }),
      ({ one, told }) => {
        expect(outcomeOf(told, one.plan)).toBe(one.outcome)
      },
    ),
    { numRuns: 1000 },
  )
})
