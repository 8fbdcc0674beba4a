import { describe, expect, it } from 'vitest'
import { withoutStacks } from '../../../src/util/without-stacks.ts'

describe('withoutStacks', () => {
  it('makes errors that have a message and no stack, and only while it runs', () => {
    let made = new Error('before')
    withoutStacks(() => {
      made = new Error('within')
    })
    expect(made.stack).toBe('Error: within')
    expect(new Error('after').stack).toContain('\n    at ')
  })

  it('leaves things as they were also when what it runs throws', () => {
    const { stackTraceLimit } = Error
    expect(() =>
      withoutStacks(() => {
        throw new Error('within')
      }),
    ).toThrow('within')
    expect(Error.stackTraceLimit).toBe(stackTraceLimit)
  })
})
