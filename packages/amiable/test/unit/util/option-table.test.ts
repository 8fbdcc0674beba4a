import { describe, expect, it } from 'vitest'
import {
  integer,
  type OptionProblem,
  type OptionTable,
  oneOf,
  readOptions,
  text,
  valueThat,
} from '../../../src/util/option-table.ts'

const table: OptionTable = {
  name: text('nobody'),
  mode: oneOf(['fast', 'slow'], 'fast'),
  hook: valueThat('a function', (value) => typeof value === 'function'),
  'retry.minMs': integer(10, 1, 1000),
  'retry.maxMs': integer(100, 1, 1000),
}

function problemsOf(options: object): OptionProblem[] {
  return readOptions(table, options, ['retry']).problems
}

describe('readOptions', () => {
  it('fills in every default', () => {
    const { values, off, problems } = readOptions(table, {}, ['retry'])
    expect(Object.fromEntries(values)).toEqual({
      name: 'nobody',
      mode: 'fast',
      hook: undefined,
      'retry.minMs': 10,
      'retry.maxMs': 100,
    })
    expect([...off]).toEqual([])
    expect(problems).toEqual([])
  })

  it('takes what is given, one value of a group without the others', () => {
    const { values } = readOptions(table, { name: 'a', retry: { maxMs: 7 } }, ['retry'])
    expect(values.get('name')).toBe('a')
    expect(values.get('retry.maxMs')).toBe(7)
    expect(values.get('retry.minMs')).toBe(10)
  })

  it('J3 takes a whole number as text, in plain digits', () => {
    const { values, problems } = readOptions(table, { retry: { maxMs: '7' } }, ['retry'])
    expect(problems).toEqual([])
    expect(values.get('retry.maxMs')).toBe(7)
  })

  it('takes undefined for left out', () => {
    const { values, problems } = readOptions(
      table,
      { name: undefined, retry: undefined, typo: undefined },
      [],
    )
    expect(values.get('name')).toBe('nobody')
    expect(problems).toEqual([])
  })

  it('switches a group off where that is allowed, and only there', () => {
    expect([...readOptions(table, { retry: false }, ['retry']).off]).toEqual(['retry'])
    expect(readOptions(table, { retry: false }, []).problems).toEqual([
      { path: 'retry', message: 'must be an object, not false' },
    ])
    expect(problemsOf({ retry: [] })).toEqual([
      { path: 'retry', message: 'must be an object or false, not an array' },
    ])
  })

  it.each([
    [{ retry: { minMs: 0 } }, 'retry.minMs', 'must be a whole number from 1 to 1000, not 0'],
    [{ retry: { minMs: 1001 } }, 'retry.minMs', 'must be a whole number from 1 to 1000, not 1001'],
    [{ retry: { minMs: 1.5 } }, 'retry.minMs', 'must be a whole number from 1 to 1000, not 1.5'],
    [{ retry: { minMs: Number.NaN } }, 'retry.minMs', 'must be a whole number from 1 to 1000, not NaN'],
    [
      { retry: { minMs: '5 ' } },
      'retry.minMs',
      'must be a whole number from 1 to 1000, as text in plain digits, not a string',
    ],
    [{ retry: { minMs: '0' } }, 'retry.minMs', 'must be a whole number from 1 to 1000, not 0'],
    [{ retry: { minMs: '-1' } }, 'retry.minMs', 'must be a whole number from 1 to 1000, not -1'],
    [{ mode: 'medium' }, 'mode', 'must be fast or slow, not a string'],
    [{ mode: null }, 'mode', 'must be fast or slow, not null'],
    [{ name: '' }, 'name', 'must be a string that is not empty, not an empty string'],
    [{ name: {} }, 'name', 'must be a string that is not empty, not an object'],
    [{ name: 'a\nb' }, 'name', 'must not hold line breaks or NUL'],
    [{ hook: 'no' }, 'hook', 'must be a function, not a string'],
  ])('refuses %j, naming the option and the rule', (options, path, message) => {
    expect(problemsOf(options)).toEqual([{ path, message }])
  })

  it('tells every problem at once', () => {
    const paths = problemsOf({ name: '', mode: 1, retry: { minMs: 0, maxMs: 0 } }).map(({ path }) => path)
    expect(paths).toEqual(['name', 'mode', 'retry.minMs', 'retry.maxMs'])
  })

  it('shows no string, since that may be a secret', () => {
    for (const { message } of problemsOf({ mode: 'hunter2', hook: 'hunter2' })) {
      expect(message).not.toContain('hunter2')
    }
  })

  it.each([
    ['nmae', 'name'],
    ['Mode', 'mode'],
    ['retrys', 'retry'],
  ])('suggests for %s what was meant', (typo, meant) => {
    expect(problemsOf({ [typo]: 1 })[0]?.message).toBe(`is not an option; did you mean ${meant}?`)
  })

  it('suggests within a group, and nothing for what is like nothing', () => {
    expect(problemsOf({ retry: { minMss: 1 } })).toEqual([
      { path: 'retry.minMss', message: 'is not an option; did you mean retry.minMs?' },
    ])
    expect(problemsOf({ zzzzzzzzzz: 1 })[0]?.message).toBe('is not an option')
  })
})
