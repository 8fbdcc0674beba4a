import { describe, expect, it } from 'vitest'
import { PlacedCalls } from '../../../src/fleet/placed-calls.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { serverEvent } from './server-event.ts'

const HOUR_MS = 3_600_000

function placedCalls() {
  const clock = new ManualClock()
  const calls = new PlacedCalls(() => clock.now())
  const answered = (ActionID: string, Uniqueid: string, Response = 'Success'): void =>
    calls.push(serverEvent('pbx', 'OriginateResponse', { ActionID, Response, Uniqueid }))
  const hungUp = (Uniqueid: string): void => calls.push(serverEvent('pbx', 'Hangup', { Uniqueid }))
  return { clock, calls, answered, hungUp }
}

describe('a call that was placed', () => {
  it('counts from its Originate until its channel is hung up', () => {
    const { calls, answered, hungUp } = placedCalls()
    calls.add('a1')
    expect(calls.size).toBe(1)
    answered('a1', '17.1')
    expect(calls.size).toBe(1)
    hungUp('17.1')
    expect(calls.size).toBe(0)
  })

  it('counts no more when its Hangup comes before its OriginateResponse', () => {
    const { calls, answered, hungUp } = placedCalls()
    calls.add('a1')
    hungUp('17.1')
    expect(calls.size).toBe(1)
    answered('a1', '17.1')
    expect(calls.size).toBe(0)
  })

  it('counts no more when it failed', () => {
    const { calls, answered, hungUp } = placedCalls()
    calls.add('a1')
    answered('a1', '<unknown>', 'Failure')
    expect(calls.size).toBe(0)
    hungUp('<unknown>')
    expect(calls.size).toBe(0)
  })

  it('counts no more when it was refused', () => {
    const { calls } = placedCalls()
    calls.add('a1')
    calls.add('a2')
    calls.remove('a1')
    calls.remove('a1')
    expect(calls.size).toBe(1)
  })

  it('counts no more with a new session, nor when the server is gone', () => {
    const { calls, answered } = placedCalls()
    calls.add('a1')
    calls.add('a2')
    answered('a2', '17.2')
    calls.markSession()
    expect(calls.size).toBe(0)
    calls.add('a3')
    calls.leave()
    expect(calls.size).toBe(0)
  })

  it('counts under the id that its channel was given, when nothing else tells of it', () => {
    const { calls, hungUp } = placedCalls()
    calls.add('a1')
    calls.become('a1', 'lead-42')
    expect(calls.size).toBe(1)
    hungUp('lead-42')
    expect(calls.size).toBe(0)
  })

  it('counts no more when nothing can tell of its end', () => {
    const { calls } = placedCalls()
    calls.add('a1')
    calls.become('a1', undefined)
    calls.become('stranger', 'lead-42')
    expect(calls.size).toBe(0)
  })
})

describe('calls of others', () => {
  it('neither count nor end what does', () => {
    const { calls, answered, hungUp } = placedCalls()
    answered('theirs', '17.9')
    hungUp('17.8')
    expect(calls.size).toBe(0)
    calls.add('a1')
    answered('theirs', '17.9')
    hungUp('17.9')
    calls.push(serverEvent('pbx', 'OriginateResponse', { Response: 'Success' }))
    calls.push(serverEvent('pbx', 'Hangup'))
    expect(calls.size).toBe(1)
  })

  it('that end by the hundred between a Hangup and its OriginateResponse do not hide it', () => {
    const { calls, answered, hungUp } = placedCalls()
    calls.add('a1')
    hungUp('17.1')
    for (let index = 0; index < 255; index += 1) hungUp(`other.${index}`)
    answered('a1', '17.1')
    expect(calls.size).toBe(0)
  })
})

describe('pain 24 the count', () => {
  it('forgets a call of which nothing was heard for four hours, also when no other is placed', () => {
    const { clock, calls, answered } = placedCalls()
    calls.add('lost')
    calls.add('talking')
    answered('talking', '17.1')
    clock.advance(4 * HOUR_MS - 1)
    calls.add('young')
    expect(calls.size).toBe(3)
    clock.advance(1)
    expect(calls.size).toBe(1)
  })

  it('holds ten thousand calls at most, and forgets the oldest first', () => {
    const { calls, answered, hungUp } = placedCalls()
    for (let index = 0; index < 10_500; index += 1) calls.add(`a${index}`)
    expect(calls.size).toBe(10_000)
    answered('a499', '17.1')
    hungUp('17.1')
    expect(calls.size).toBe(10_000)
    answered('a500', '17.2')
    hungUp('17.2')
    expect(calls.size).toBe(9999)
  })

  it('keeps no event waiting', () => {
    expect(placedCalls().calls.sizeOf()).toBe(0)
  })
})
