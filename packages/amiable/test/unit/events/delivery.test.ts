import { describe, expect, it } from 'vitest'
import { type Consumer, Delivery } from '../../../src/events/delivery.ts'
import { turns } from '../../support/fake-pbx.ts'
import { ManualClock } from '../../support/manual-clock.ts'

/** A consumer with so many events, each of which costs so long; notes which turn each was handled in. */
class Costly implements Consumer {
  slice = 1
  handled = 0
  readonly #clock: ManualClock
  readonly #costMs: number
  readonly #log: string[]
  readonly #name: string
  events: number

  constructor(name: string, events: number, costMs: number, clock: ManualClock, log: string[]) {
    this.#name = name
    this.events = events
    this.#costMs = costMs
    this.#clock = clock
    this.#log = log
  }

  deliver(count: number): boolean {
    for (let done = 0; done < count && this.events > 0; done += 1) {
      this.events -= 1
      this.handled += 1
      this.#clock.jump(this.#costMs)
      this.#log.push(this.#name)
    }
    return this.events > 0
  }
}

function setUp(budgetMs = 5) {
  const clock = new ManualClock()
  const delivery = new Delivery(clock, budgetMs)
  const log: string[] = []
  const consumer = (name: string, events: number, costMs: number): Costly =>
    new Costly(name, events, costMs, clock, log)
  return { clock, delivery, log, consumer }
}

const turn = (): Promise<void> => turns(1)

describe('a turn', () => {
  it('runs nobody’s code within wake', () => {
    const { delivery, log, consumer } = setUp()
    delivery.wake(consumer('a', 1, 0))
    expect(log).toEqual([])
  })

  it('ends when its budget is spent, and the loop turns before the next', async () => {
    const { delivery, log, consumer } = setUp()
    delivery.wake(consumer('slow', 20, 5))
    await turn()
    expect(log).toHaveLength(1)
    await turn()
    expect(log).toHaveLength(2)
    await turns(18)
    expect(log).toHaveLength(20)
  })

  it('goes on within its budget as long as there is anything to do', async () => {
    const { delivery, log, consumer } = setUp()
    delivery.wake(consumer('fast', 1000, 0.001))
    await turn()
    expect(log).toHaveLength(1000)
  })

  it('pain 15 a slow consumer takes no more than its own call from the others', async () => {
    const { delivery, consumer } = setUp()
    const slow = consumer('slow', 1000, 5)
    const fast = consumer('fast', 10_000, 0.001)
    delivery.wake(slow)
    delivery.wake(fast)
    await turns(10)
    // In each turn the slow one has one call, and the fast one its whole share.
    expect(slow.handled).toBeLessThanOrEqual(10)
    expect(fast.handled).toBeGreaterThanOrEqual(9 * 450)
  })

  it('lets consumers take turns, by time', async () => {
    const { delivery, log, consumer } = setUp(100)
    for (const name of ['a', 'b', 'c']) delivery.wake(consumer(name, 4, 1))
    await turn()
    expect(log).toEqual(['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c'])
  })

  it('passes its budget by no more than eight calls when a fast handler turns slow', async () => {
    const { delivery, clock, consumer } = setUp()
    const calls: number[] = []
    const turning: Consumer = {
      slice: 1,
      deliver: (count) => {
        for (let done = 0; done < count; done += 1) {
          calls.push(clock.now())
          if (calls.length > 100) clock.jump(5)
        }
        return true
      },
    }
    delivery.wake(turning)
    delivery.wake(consumer('other', 1, 0))
    await turn()
    // 100 calls were free; what came then in the same turn is at most one slice.
    expect(calls.length).toBeGreaterThan(100)
    expect(calls.length).toBeLessThanOrEqual(108)
    expect(turning.slice).toBe(1)
  })

  it('looks at the clock after each eight calls of a handler that has been fast so far', async () => {
    const { delivery, clock } = setUp()
    clock.jump(1000)
    const slices: number[] = []
    delivery.wake({
      slice: 1,
      deliver: (count) => {
        slices.push(count)
        clock.jump(0.001)
        return slices.length < 200
      },
    })
    await turn()
    expect(slices).toHaveLength(200)
    expect(slices[0]).toBe(1)
    expect(slices.at(-1)).toBe(8)
    expect(Math.max(...slices)).toBe(8)
  })

  it('makes no two slow calls without a look at the clock while slow and cheap ones are mixed', async () => {
    const { delivery, clock } = setUp()
    let calls = 0
    let slowAtOnce = 0
    const mixed: Consumer = {
      slice: 1,
      deliver: (count) => {
        let slow = 0
        for (let done = 0; done < count; done += 1) {
          calls += 1
          // As when one server of several floods, and its events alone are slow to handle.
          if (calls % 10 === 0) continue
          clock.jump(5)
          slow += 1
        }
        slowAtOnce = Math.max(slowAtOnce, slow)
        return calls < 500
      },
    }
    delivery.wake(mixed)
    await turns(600)
    expect(calls).toBe(500)
    expect(slowAtOnce).toBe(1)
  })

  it('is one for all, however often handlers wake others', async () => {
    const { delivery, clock, consumer } = setUp()
    const turnsOfA: number[] = []
    let loop = 0
    const waking: Consumer = {
      slice: 1,
      deliver: () => {
        turnsOfA.push(loop)
        clock.jump(6)
        // As a handler does that subscribes, or asks for the next event of a name.
        for (let index = 0; index < 3; index += 1) delivery.wake(consumer('woken', 1, 0))
        return turnsOfA.length < 10
      },
    }
    delivery.wake(waking)
    for (; loop < 60; loop += 1) await turn()
    expect(turnsOfA).toHaveLength(10)
    expect(new Set(turnsOfA).size).toBe(10)
  })

  it('comes only when somebody was woken', async () => {
    const { delivery, log, consumer } = setUp()
    const one = consumer('a', 1, 0)
    delivery.wake(one)
    delivery.wake(one)
    await turns(3)
    one.events = 1
    await turns(3)
    expect(log).toEqual(['a'])
    delivery.wake(one)
    await turn()
    expect(log).toEqual(['a', 'a'])
  })
})

describe('pulling', () => {
  it('is allowed until the budget is spent, and again in the next turn', async () => {
    const { delivery, clock } = setUp()
    expect(delivery.mayPull()).toBe(true)
    clock.jump(4.9)
    expect(delivery.mayPull()).toBe(true)
    clock.jump(0.1)
    expect(delivery.mayPull()).toBe(false)
    expect(delivery.mayPull()).toBe(false)
    await turns(2)
    expect(delivery.mayPull()).toBe(true)
  })
})
