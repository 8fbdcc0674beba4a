import { AmiArgumentError, AmiClient, type RedactPattern } from 'amiable'
import { RE2JS } from 're2js'
import { describe, expect, it } from 'vitest'
import { createRedact } from '../../../src/observe/redact.ts'

const MASK = '********'
const needed = { host: 'pbx1', username: 'dialer', secret: 'hunter2' }

/** What the construction of a client says of these patterns. */
function problemOf(patterns: unknown): string | undefined {
  try {
    new AmiClient({ ...needed, redact: { patterns } as never })
    return undefined
  } catch (error) {
    expect(error).toBeInstanceOf(AmiArgumentError)
    const { problems } = error as AmiArgumentError
    expect(problems.map(({ path }) => path)).toEqual(['redact.patterns'])
    return problems[0]?.message
  }
}

/** RE2JS as the client takes it. */
function linear(source: string): RedactPattern {
  const compiled = RE2JS.compile(source)
  return {
    test: (text) => compiled.matcher(text).find(),
    replace: (text, by) => compiled.matcher(text).replaceAll(by),
  }
}

const pattern = (parts: object): object => ({ test: () => false, replace: (text: string) => text, ...parts })

describe('F-003 a pattern is checked at construction', () => {
  it.each([
    ['the empty one', /(?:)/, /empty text/],
    ['one that matches the empty text', /x*/, /empty text/],
    ['one that matches the empty text alone', /^$/, /empty text/],
    ['one that matches where nothing is', /(?=secret)|$/, /empty text/],
    ['a sticky one', /secret/y, /flag y/],
    ['a sticky and global one', /secret/gy, /flag y/],
    ['text', 'secret', /regular expression, or an object with test and replace/],
    ['null', null, /regular expression/],
    ['a function', () => true, /regular expression/],
    ['an object with test alone', { test: () => false }, /test and replace/],
    ['an object with replace alone', { replace: () => '' }, /test and replace/],
    ['an object whose test is no function', pattern({ test: true }), /test and replace/],
    ['a sticky one of another engine', pattern({ sticky: true }), /flag y/],
    ['one of another engine for the first match alone', pattern({ global: false }), /flag g/],
    ['one of another engine that matches the empty text', pattern({ test: () => true }), /empty text/],
    [
      'one whose test throws',
      pattern({
        test: () => {
          throw new Error('hunter2')
        },
      }),
      /must not throw/,
    ],
    [
      'one whose replace throws',
      pattern({
        replace: () => {
          throw new Error('hunter2')
        },
      }),
      /must not throw/,
    ],
    ['one whose replace returns no text', pattern({ replace: () => 7 }), /returns text/],
  ])('%s is refused, by its place and with the reason', (_what, bad, reason) => {
    const problem = problemOf([/fine/, bad])
    expect(problem).toMatch(/^pattern 1 must/)
    expect(problem).toMatch(reason)
    expect(problem).not.toContain('hunter2')
  })

  it('each bad one is named, in one error', () => {
    expect(problemOf([/(?:)/, /fine/, 'no'])).toMatch(/^pattern 0 .*, pattern 2 /)
  })

  it.each([
    ['a regular expression', /\d{16}/],
    ['one with every flag but y', /PIN \d+/dgimsu],
    ['one in the middle of being used', Object.assign(/pin \d+/g, { lastIndex: 3 })],
    ['one of another engine', linear('\\d{16}')],
    ['one of another engine that is global', pattern({ global: true, sticky: false })],
  ])('%s is taken, and left as it was', (_what, good) => {
    const { lastIndex } = good as { lastIndex?: number }
    expect(problemOf([good])).toBeUndefined()
    expect((good as { lastIndex?: number }).lastIndex).toBe(lastIndex)
  })

  it('a global pattern finds the same in every record: none starts where the last one ended', () => {
    const redact = createRedact({ patterns: [/\d{4}/g] })
    for (let round = 0; round < 5; round += 1) expect(redact({ a: 'pin 1234' })).toEqual({ a: `pin ${MASK}` })
  })
})

describe('F-003 patterns are bounded in time', () => {
  const evil = '(a+)+$'
  const victim = `${'a'.repeat(4000)}!`

  it('a pattern that would take for ever takes no time in an engine of linear time', () => {
    // The same pattern as a RegExp doubles its time with each letter; 4000 of them outlast the universe.
    const redact = createRedact({ patterns: [linear(evil), linear('\\d{16}')] })
    expect(problemOf([linear(evil)])).toBeUndefined()
    expect(redact({ a: `${victim} 4111111111111111` })).toEqual({ a: `${victim} ${MASK}` })
    expect(redact({ a: 'aaa' })).toEqual({ a: MASK })
  })

  it('a pattern is never tried on more than 4096 characters', () => {
    const seen: number[] = []
    const counting: RedactPattern = {
      test: () => false,
      replace: (text) => {
        seen.push(text.length)
        return text
      },
    }
    const redact = createRedact({ patterns: [counting] })
    redact({ a: 'x'.repeat(4096), b: 'x'.repeat(4097), c: 'x'.repeat(1_000_000) })
    expect(seen).toEqual([4096, 4096, 4096])
  })

  it('a pattern of quadratic time is done with a text of any length at once', () => {
    // On a million letters it would try a million starts, each to the end.
    const redact = createRedact({ patterns: [/x+y/] })
    const { a } = redact({ a: 'x'.repeat(1_000_000) }) as { a: string }
    expect(a.length).toBeLessThan(5000)
  })

  it('what no pattern has seen is not shown, nor what the end of the seen part may have cut in two', () => {
    const redact = createRedact({ patterns: [/\d{16}/] })
    for (const at of [4000, 4080, 4085, 4090, 4095, 5000]) {
      const text = `${'x'.repeat(at)}4111111111111111${'x'.repeat(3000)}`
      const { a } = redact({ a: text }) as { a: string }
      expect(a).not.toMatch(/4111/)
      expect(a).toContain(`[and more, ${text.length} characters in all]`)
    }
    const short = 'x'.repeat(4096)
    expect(redact({ a: short })).toEqual({ a: short })
  })

  it('without patterns a text is shown whole', () => {
    const text = 'x'.repeat(10_000)
    expect(createRedact()({ text })).toEqual({ text })
  })

  it('a pattern that fails at work hides the text, and keeps the record', () => {
    let works = true
    const failing = {
      test: () => false,
      replace: (text: string) => {
        if (works) return text
        throw new Error('out of order')
      },
    }
    const odd = { test: () => false, replace: () => 7 as never }
    expect(problemOf([failing])).toBeUndefined()
    works = false
    expect(createRedact({ patterns: [failing] })({ a: 'pin 1234', n: 1 })).toEqual({
      a: '[unreadable]',
      n: 1,
    })
    expect(createRedact({ patterns: [odd] })({ a: 'pin 1234', n: 1 })).toEqual({ a: '[unreadable]', n: 1 })
  })
})
