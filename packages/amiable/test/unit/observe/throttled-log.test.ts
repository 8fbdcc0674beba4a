import { describe, expect, it } from 'vitest'
import { safeLog } from '../../../src/observe/logger.ts'
import { ThrottledLog } from '../../../src/observe/throttled-log.ts'
import { ManualClock } from '../../support/manual-clock.ts'

interface Written {
  readonly level: string
  readonly message: string
  readonly context: { readonly count: number; readonly total: number; readonly n: number }
  readonly at: number
}

function setUp() {
  const clock = new ManualClock()
  const written: Written[] = []
  const at =
    (level: string) =>
    (context: object, message: string): void => {
      written.push({ level, message, context: context as Written['context'], at: clock.now() })
    }
  const logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  const throttled = new ThrottledLog(
    safeLog(
      logger,
      (context) => context,
      () => undefined,
    ),
    clock,
  )
  const report = (n: number, kind = 'a'): void => throttled.report(kind, 'warn', { n }, `of ${kind}`)
  return { clock, written, throttled, report }
}

describe('what happens often', () => {
  it('G2 is told at once, then once a second at most, with exact numbers', () => {
    const { clock, written, report } = setUp()
    for (let n = 1; n <= 3000; n += 1) {
      report(n)
      if (n % 300 === 0) clock.advance(100)
    }
    clock.advance(5000)
    expect(written.map(({ at, context }) => [at, context])).toEqual([
      [0, { n: 1, count: 1, total: 1 }],
      [1000, { n: 3000, count: 2999, total: 3000 }],
    ])
  })

  it('G2 is told in deltas that add up, however long it goes on', () => {
    const { clock, written, report } = setUp()
    for (let n = 1; n <= 10_000; n += 1) {
      report(n)
      clock.advance(1)
    }
    clock.advance(5000)
    expect(written.length).toBeLessThanOrEqual(11)
    expect(written.reduce((sum, { context }) => sum + context.count, 0)).toBe(10_000)
    expect(written.at(-1)?.context.total).toBe(10_000)
  })

  it('G2 in two kinds is told of each', () => {
    const { clock, written, report } = setUp()
    report(1, 'a')
    clock.advance(400)
    report(2, 'b')
    report(3, 'a')
    report(4, 'b')
    clock.advance(5000)
    expect(written.map(({ message, at, context }) => [message, at, context.n])).toEqual([
      ['of a', 0, 1],
      ['of b', 400, 2],
      ['of a', 1000, 3],
      ['of b', 1400, 4],
    ])
    expect(clock.pending).toBe(0)
  })

  it('A6 leaves no timer when it happened once', () => {
    const { clock, report } = setUp()
    report(1)
    expect(clock.pending).toBe(0)
  })

  it('K6 is told to the last one when the log is closed, and then leaves no timer', () => {
    const { clock, written, throttled, report } = setUp()
    for (let n = 1; n <= 5; n += 1) report(n)
    throttled.close()
    expect(written.map(({ context }) => context.total)).toEqual([1, 5])
    report(6)
    expect(clock.pending).toBe(0)
    clock.advance(1000)
    report(7)
    expect(written.at(-1)?.context).toEqual({ n: 7, count: 2, total: 7 })
  })
})
