import { describe, expect, it } from 'vitest'
import { lagMs } from '../../../src/session/lag.ts'
import { event } from '../../support/messages.ts'

const NOW = 1_764_000_010_250

describe('an event’s lag', () => {
  it.each([
    ['Timestamp', { Timestamp: '1764000010.000000' }, 250],
    ['EventTV', { EventTV: '1764000009.750000' }, 500],
    ['EventTV as security events write it', { EventTV: '2025-11-24T16:00:09.750+0000' }, 500],
    ['Timestamp before EventTV', { EventTV: '1764000000.0', Timestamp: '1764000010.250' }, 0],
    ['a stamp without a fraction', { Timestamp: '1764000010' }, 250],
    ['a stamp of a clock that is ahead', { Timestamp: '1764000011.250' }, -1000],
  ])('is told by %s', (_what, headers, lag) => {
    expect(lagMs(event('Hangup', undefined, headers), NOW)).toBeCloseTo(lag, 3)
  })

  it.each([
    ['no stamp', {}],
    ['an empty one', { Timestamp: '' }],
    ['a word', { Timestamp: 'now' }],
    ['a time of day', { EventTV: '12:00:10' }],
    ['a number that is no time', { Timestamp: '17' }],
    ['a negative one', { Timestamp: '-1764000010' }],
    ['milliseconds', { Timestamp: '1764000010250' }],
    ['an exponent', { Timestamp: '1.764e9' }],
    ['more than a number', { Timestamp: '1764000010.25 s' }],
    ['two dots', { Timestamp: '1764000010.2.5' }],
  ])('is not told by %s', (_what, headers) => {
    expect(lagMs(event('Hangup', undefined, headers), NOW)).toBeUndefined()
  })
})
