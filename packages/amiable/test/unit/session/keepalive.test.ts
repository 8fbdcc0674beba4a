import { describe, expect, it } from 'vitest'
import { Keepalive, type KeepaliveOptions } from '../../../src/session/keepalive.ts'
import { ManualClock } from '../../support/manual-clock.ts'

const options: KeepaliveOptions = { intervalMs: 15_000, timeoutMs: 10_000, misses: 3, silenceMs: 30_000 }

/** A keepalive whose peer is played by hand. */
class Link {
  readonly clock = new ManualClock()
  readonly keepalive: Keepalive
  readonly deaths: string[] = []
  /** When each ping left. */
  readonly pings: number[] = []
  readonly vitals = { heardAt: 0 }
  /** Whether events keep coming. */
  chatty = false
  #answer: ((inTime: boolean) => void) | undefined
  #timeoutMs: number | undefined

  constructor(more: Partial<KeepaliveOptions> = {}) {
    const host = {
      vitals: this.vitals,
      ping: (timeoutMs: number) => this.#ping(timeoutMs),
      onPulse: () => undefined,
      onDead: (reason: string, detail: string) => this.deaths.push(`${reason}: ${detail}`),
    }
    this.keepalive = new Keepalive({ ...options, ...more }, host, this.clock)
    this.keepalive.start()
  }

  get timeoutMs(): number | undefined {
    return this.#timeoutMs
  }

  #ping(timeoutMs: number): Promise<boolean> {
    this.pings.push(this.clock.now())
    this.#timeoutMs = timeoutMs
    return new Promise((resolve) => {
      this.#answer = resolve
    })
  }

  /** The ping on its way is answered, or its deadline passes. */
  async settle(inTime: boolean): Promise<void> {
    if (inTime) this.vitals.heardAt = this.clock.now()
    this.#answer?.(inTime)
    this.#answer = undefined
    await Promise.resolve()
    await Promise.resolve()
  }

  pass(ms: number): void {
    for (let left = ms; left > 0; left -= 1000) {
      this.clock.advance(Math.min(1000, left))
      if (this.chatty) this.vitals.heardAt = this.clock.now()
    }
  }
}

describe('keepalive', () => {
  it('pain 17 pings once an interval, measures, and holds one timer', async () => {
    const link = new Link()
    link.pass(14_999)
    expect(link.pings).toEqual([])
    link.pass(1)
    expect(link.pings).toEqual([15_000])
    link.pass(7)
    await link.settle(true)
    expect(link.keepalive.rttMs).toBe(7)
    link.pass(14_992)
    expect(link.pings).toHaveLength(1)
    expect(link.clock.pending).toBe(1)
    link.pass(1)
    expect(link.pings).toEqual([15_000, 30_000])
    expect(link.deaths).toEqual([])
  })

  it('H10 pain 17 has one ping on its way at most, however long the answer takes', async () => {
    const link = new Link()
    link.chatty = true
    link.pass(100_000)
    expect(link.pings).toEqual([15_000])
    expect(link.timeoutMs).toBe(10_000)
    await link.settle(true)
    link.pass(15_000)
    expect(link.pings).toHaveLength(2)
  })

  it('pain 17 ends the link after so many unanswered pings in a row, even while events come', async () => {
    const link = new Link()
    link.chatty = true
    for (let miss = 1; miss <= 3; miss += 1) {
      link.pass(15_000)
      await link.settle(false)
      expect(link.keepalive.misses).toBe(miss)
    }
    expect(link.deaths).toEqual(['pong-timeout: 3 pings in a row were not answered'])
    expect(link.clock.pending).toBe(0)
    link.pass(100_000)
    expect(link.pings).toHaveLength(3)
    expect(link.deaths).toHaveLength(1)
  })

  it('begins to count anew with an answer', async () => {
    const link = new Link()
    link.chatty = true
    for (const inTime of [false, false, true, false, false]) {
      link.pass(15_000)
      await link.settle(inTime)
    }
    expect(link.keepalive.misses).toBe(2)
    expect(link.deaths).toEqual([])
  })

  it('H9 pain 17 ends a link on which nothing is heard, whatever became of the pings', async () => {
    const link = new Link({ misses: 1000 })
    link.pass(29_999)
    expect(link.deaths).toEqual([])
    link.pass(1)
    expect(link.deaths).toEqual(['silence: nothing was heard for 30000 ms'])
    await link.settle(true)
    link.pass(100_000)
    expect(link.deaths).toHaveLength(1)
    expect(link.clock.pending).toBe(0)
  })

  it('takes any byte for a sign of life', () => {
    const link = new Link({ misses: 1000 })
    link.pass(29_000)
    link.vitals.heardAt = link.clock.now()
    link.pass(29_000)
    expect(link.deaths).toEqual([])
    link.pass(1000)
    expect(link.deaths).toHaveLength(1)
  })

  it('pain 17 does not blame the peer for the time in which this process was stopped', async () => {
    const link = new Link()
    link.pass(10_000)
    link.clock.jump(60_000)
    link.clock.advance(0)
    expect(link.deaths).toEqual([])
    // From then on the peer has a whole interval of silence again, and no more than that.
    link.pass(29_999)
    expect(link.deaths).toEqual([])
    link.pass(1)
    expect(link.deaths).toHaveLength(1)
  })

  it.each([
    ['a second', 30_000, 1000, false],
    ['more than a second', 30_000, 1001, true],
    ['a quarter of a short silence', 20_000 / 8, 625, false],
    ['more than a quarter of a short silence', 20_000 / 8, 626, true],
  ])(
    'pain 17 takes a timer that is late by %s for its own deafness only when it must',
    (_by, silenceMs, lateMs, deaf) => {
      const link = new Link({ silenceMs, intervalMs: silenceMs / 2, misses: 1000 })
      link.clock.jump(silenceMs / 2 + lateMs)
      link.clock.advance(0)
      link.clock.advance(silenceMs / 2 - lateMs)
      expect(link.deaths).toHaveLength(deaf ? 0 : 1)
      link.clock.advance(2 * lateMs + silenceMs)
      expect(link.deaths).toHaveLength(1)
    },
  )

  it('does nothing more once stopped', async () => {
    const link = new Link()
    link.pass(15_000)
    link.keepalive.stop()
    await link.settle(false)
    link.pass(100_000)
    expect(link.pings).toHaveLength(1)
    expect(link.keepalive.misses).toBe(0)
    expect(link.deaths).toEqual([])
    expect(link.clock.pending).toBe(0)
  })

  it('holds nothing before it is started', () => {
    const clock = new ManualClock()
    const host = {
      vitals: { heardAt: 0 },
      ping: async () => true,
      onPulse: () => undefined,
      onDead: () => undefined,
    }
    const keepalive = new Keepalive(options, host, clock)
    expect(clock.pending).toBe(0)
    expect(keepalive.rttMs).toBeUndefined()
  })
})
