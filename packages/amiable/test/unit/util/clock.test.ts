import { afterEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../../src/util/clock.ts'

afterEach(() => {
  vi.useRealTimers()
})

describe('systemClock', () => {
  it('A12 does not move when the wall clock is set', () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const before = systemClock.now()
    vi.setSystemTime(Date.now() + 86_400_000)
    expect(systemClock.now() - before).toBeLessThan(60_000)
    vi.setSystemTime(0)
    expect(systemClock.now()).toBeGreaterThanOrEqual(before)
  })

  it('calls back once, and not at all when the timer was cleared', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const [kept, cleared] = [vi.fn(), vi.fn()]
    systemClock.setTimer(kept, 1000)
    systemClock.clearTimer(systemClock.setTimer(cleared, 1000))
    systemClock.clearTimer(undefined)
    vi.advanceTimersByTime(999)
    expect(kept).not.toHaveBeenCalled()
    vi.advanceTimersByTime(10_000)
    expect(kept).toHaveBeenCalledTimes(1)
    expect(cleared).not.toHaveBeenCalled()
  })
})
