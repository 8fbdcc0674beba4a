import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Vitals } from '../../../src/session/vitals.ts'
import { event, refusal, response } from '../../support/messages.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_700_000_000_000 })
})

afterEach(() => {
  vi.useRealTimers()
})

/** An event that was stamped so many milliseconds ago. */
function stamped(agoMs: number) {
  return event('Newexten', undefined, { Timestamp: (Date.now() - agoMs) / 1000 })
}

describe('what a session hears of its server', () => {
  it('begins with the moment in which it began', () => {
    const vitals = new Vitals(7000)
    expect(vitals.heardAt).toBe(7000)
    expect(vitals.eventLagMs).toBeUndefined()
  })

  it('is how late an event came, measured once a second', () => {
    const vitals = new Vitals(0)
    vitals.onEvent(stamped(500))
    expect(vitals.eventLagMs).toBe(500)
    vitals.heardAt = 999
    vitals.onEvent(stamped(2000))
    expect(vitals.eventLagMs).toBe(500)
    vitals.heardAt = 1000
    vitals.onEvent(stamped(2000))
    expect(vitals.eventLagMs).toBe(2000)
  })

  it('is how late the last event with a time stamp came', () => {
    const vitals = new Vitals(0)
    vitals.onEvent(stamped(500))
    vitals.heardAt = 5000
    vitals.onEvent(event('Newexten'))
    expect(vitals.eventLagMs).toBe(500)
  })

  it('changes what it is good for by two events only', () => {
    const vitals = new Vitals(0)
    expect(vitals.onEvent(event('Newexten'))).toBe(false)
    expect([vitals.booted, vitals.shuttingDown]).toEqual([false, false])
    expect(vitals.onEvent(event('FullyBooted'))).toBe(true)
    expect([vitals.booted, vitals.shuttingDown]).toEqual([true, false])
    expect(vitals.onEvent(event('Shutdown'))).toBe(true)
    expect([vitals.booted, vitals.shuttingDown]).toEqual([true, true])
  })

  it('is that it shuts down, for as long as it refuses actions because of that', () => {
    const vitals = new Vitals(0)
    vitals.onResponse(refusal('1', 'Asterisk is shutting down'))
    expect(vitals.shuttingDown).toBe(true)
    vitals.onResponse(response('2', { Message: 'Asterisk is shutting down' }))
    expect(vitals.shuttingDown).toBe(false)
  })
})
