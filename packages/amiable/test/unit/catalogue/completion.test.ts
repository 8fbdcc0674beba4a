import { describe, expect, it } from 'vitest'
import { completionOf } from '../../../src/catalogue/completion.ts'

describe('completionOf', () => {
  it.each([
    ['Ping', 'response'],
    ['Originate', 'response'],
    ['Command', 'command'],
    ['QueueStatus', 'list'],
    ['CoreShowChannels', 'list'],
    ['DBGet', 'list'],
    ['WaitEvent', 'list'],
  ])('pain 8 knows that %s ends with its %s', (action, kind) => {
    expect(completionOf(action).kind).toBe(kind)
  })

  it('knows an action however it is spelt, as Asterisk does', () => {
    for (const spelling of ['CORESHOWCHANNELS', 'coreshowchannels', 'CoreShowChannels']) {
      expect(completionOf(spelling)).toBe(completionOf('CoreShowChannels'))
    }
  })

  it('pain 12 leaves an action that it does not know to its response, whatever it is called', () => {
    for (const action of ['SomethingNew', '', '__proto__', 'constructor', 'toString']) {
      expect(completionOf(action)).toEqual({ kind: 'auto' })
    }
  })

  it('pain 8 does not know Hangup for a list, since only one by expression is', () => {
    expect(completionOf('Hangup').kind).toBe('auto')
  })
})
