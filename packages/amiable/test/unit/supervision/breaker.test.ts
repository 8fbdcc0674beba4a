import type { ClientState } from 'amiable'
import { describe, expect, it } from 'vitest'
import { type BreakerState, breakerOf, breakerWaitMs } from '../../../src/supervision/breaker.ts'

const options = { breakerFailures: 3, breakerCooldownMs: 60_000 }

const whenTripped: Readonly<Record<ClientState, BreakerState>> = {
  idle: 'open',
  connecting: 'half-open',
  authenticating: 'half-open',
  ready: 'half-open',
  waiting: 'open',
  'auth-failed': 'open',
  closing: 'open',
  closed: 'open',
}
const states = Object.keys(whenTripped) as ClientState[]

describe('the breaker', () => {
  it.each(states)('is closed in state %s until there were breakerFailures in a row', (state) => {
    for (const failures of [0, 1, 2]) expect(breakerOf(failures, state, options)).toBe('closed')
  })

  it.each(states)('follows from state %s from then on', (state) => {
    for (const failures of [3, 4, 1000]) expect(breakerOf(failures, state, options)).toBe(whenTripped[state])
  })

  it('trips at the first failure when told so', () => {
    expect(breakerOf(1, 'waiting', { ...options, breakerFailures: 1 })).toBe('open')
    expect(breakerOf(0, 'waiting', { ...options, breakerFailures: 1 })).toBe('closed')
  })
})

describe('the wait', () => {
  it.each([
    ['is the backoff’s while the breaker is closed', 250, 2, 60_000, 0.5, 250],
    ['is the cooldown, spread, once it is open', 250, 3, 60_000, 0.5, 45_000],
    ['is half of the cooldown at least', 250, 3, 60_000, 0, 30_000],
    ['is the whole cooldown at most', 250, 3, 60_000, 0.999_999, 60_000],
    ['is the backoff’s where that is longer', 29_000, 3, 10_000, 0.5, 29_000],
    ['is the backoff’s without a cooldown', 250, 1000, 0, 0.5, 250],
  ])('%s', (_what, backoffMs, failures, breakerCooldownMs, random, expected) => {
    const wait = breakerWaitMs(backoffMs, failures, { ...options, breakerCooldownMs }, () => random)
    expect(wait).toBe(expected)
  })
})
