import type { ClientState, DegradedReason, ServerStatus } from 'amiable'
import { describe, expect, it } from 'vitest'
import { type Condition, statusOf } from '../../../src/supervision/status.ts'

const well: Condition = { state: 'ready', booting: false, draining: false, reasons: [] }
const sick: readonly DegradedReason[] = ['stalled']

const withoutLink: readonly (readonly [ClientState, ServerStatus])[] = [
  ['idle', 'idle'],
  ['connecting', 'connecting'],
  ['authenticating', 'connecting'],
  ['waiting', 'waiting'],
  ['auth-failed', 'auth-failed'],
  ['closing', 'closed'],
  ['closed', 'closed'],
]

describe('a status', () => {
  it.each(withoutLink)('of a client that is %s is %s, whatever else is known', (state, status) => {
    for (const booting of [false, true]) {
      for (const draining of [false, true]) {
        for (const reasons of [[], sick]) {
          expect(statusOf({ state, booting, draining, reasons })).toBe(status)
        }
      }
    }
  })

  const ready: [Partial<Condition>, ServerStatus][] = [
    [{}, 'ready'],
    [{ reasons: ['pong-missed'] }, 'degraded'],
    [{ reasons: ['stalled'] }, 'degraded'],
    [{ reasons: ['unproven'] }, 'degraded'],
    [{ reasons: ['pong-missed', 'unproven'] }, 'degraded'],
    [{ booting: true }, 'booting'],
    [{ booting: true, reasons: sick }, 'booting'],
    [{ draining: true }, 'draining'],
    [{ draining: true, booting: true, reasons: sick }, 'draining'],
  ]
  it.each(ready)('of a client that is ready, with %o, is %s', (condition, status) => {
    expect(statusOf({ ...well, ...condition })).toBe(status)
  })
})
