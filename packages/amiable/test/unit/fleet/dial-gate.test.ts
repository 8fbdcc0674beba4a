import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DialGate } from '../../../src/fleet/dial-gate.ts'
import { ManualClock } from '../../support/manual-clock.ts'

/** A gate, and who was let in, in order. */
function openGate(maxConcurrentDials: number, dialsPerSecond = 10_000) {
  const clock = new ManualClock()
  const gate = new DialGate({ maxConcurrentDials, dialsPerSecond }, clock)
  const went: string[] = []
  /** Puts a server in line; the result takes it out again. */
  const enter = (name: string, suspect = false): (() => void) => gate.enter(() => went.push(name), suspect)
  /** As `enter`, with time enough between any two steps for the rate to make nobody wait. */
  const enterInTime = (name: string, suspect = false): (() => void) => {
    clock.advance(1)
    const leave = enter(name, suspect)
    return () => {
      leave()
      clock.advance(1)
    }
  }
  return { clock, gate, went, enter, enterInTime }
}

describe('places', () => {
  it('are as many as maxConcurrentDials: the rest wait until one is free', () => {
    const { clock, gate, went, enterInTime } = openGate(2)
    const [a, b] = ['a', 'b', 'c', 'd'].map((name) => enterInTime(name))
    clock.advance(1000)
    expect(went).toEqual(['a', 'b'])
    expect([gate.dialing, gate.waiting]).toEqual([2, 2])
    b?.()
    expect(went).toEqual(['a', 'b', 'c'])
    a?.()
    expect(went).toEqual(['a', 'b', 'c', 'd'])
    expect([gate.dialing, gate.waiting]).toEqual([2, 0])
  })

  it('are given first come, first served', () => {
    const { went, enterInTime } = openGate(1)
    const names = Array.from({ length: 50 }, (_, index) => `s${index}`)
    const leaves = names.map((name) => enterInTime(name))
    for (const [index, leave] of leaves.entries()) {
      expect(went).toEqual(names.slice(0, index + 1))
      leave()
    }
  })

  it('H7 are given back once, however often an attempt says that it is over', () => {
    const { gate, went, enterInTime } = openGate(2)
    const leave = enterInTime('a')
    enterInTime('b')
    enterInTime('c')
    enterInTime('d')
    leave()
    leave()
    leave()
    expect(went).toEqual(['a', 'b', 'c'])
    expect([gate.dialing, gate.waiting]).toEqual([2, 1])
  })

  it('are not given to whoever left while waiting', () => {
    const { gate, went, enterInTime } = openGate(1)
    const a = enterInTime('a')
    const b = enterInTime('b')
    enterInTime('c')
    b()
    b()
    expect(gate.waiting).toBe(1)
    a()
    expect(went).toEqual(['a', 'c'])
    expect([gate.dialing, gate.waiting]).toEqual([1, 0])
  })

  it('H7 are free again when an attempt is over before it has begun', () => {
    const { clock, gate } = openGate(1)
    const went: string[] = []
    let leaveFirst = (): void => undefined
    const first = gate.enter(() => {
      went.push('a')
      clock.advance(1)
      gate.enter(() => went.push('b'), false)
      leaveFirst()
    }, false)
    leaveFirst = first
    expect(went).toEqual(['a'])
    first()
    expect(went).toEqual(['a', 'b'])
  })

  it('H7 are free again, and the gate opens on, when an attempt throws as it begins', () => {
    const { gate, went, enterInTime } = openGate(1)
    const boom = (): never => {
      throw new Error('cannot begin')
    }
    expect(() => gate.enter(boom, false)).toThrow('cannot begin')
    expect(gate.dialing).toBe(0)
    enterInTime('b')
    expect(went).toEqual(['b'])
  })

  it('may be given back, and taken again, from within the beginning of another attempt', () => {
    const clock = new ManualClock()
    const gate = new DialGate({ maxConcurrentDials: 1, dialsPerSecond: 10_000 }, clock)
    let rounds = 0
    const begin = (): void => {
      let over = false
      let leave: (() => void) | undefined
      leave = gate.enter(() => {
        rounds += 1
        if (rounds < 100) begin()
        over = true
        leave?.()
      }, false)
      if (over) leave()
    }
    begin()
    clock.advance(200)
    expect(rounds).toBe(100)
    expect([gate.dialing, gate.waiting]).toEqual([0, 0])
  })

  it('H1 three servers that fail and come again, one place: one attempt each in every round', () => {
    const { clock, went, gate } = openGate(1)
    const rounds = new Map<string, number>()
    const begin = (name: string): void => {
      const leave = gate.enter(
        () => {
          went.push(name)
          rounds.set(name, (rounds.get(name) ?? 0) + 1)
          clock.setTimer(() => {
            leave()
            begin(name)
          }, 10)
        },
        (rounds.get(name) ?? 0) >= 3,
      )
    }
    for (const name of ['a', 'b', 'c']) begin(name)
    for (let round = 1; round <= 10; round += 1) {
      clock.advance(30)
      expect(went.slice((round - 1) * 3, round * 3)).toEqual(['a', 'b', 'c'])
    }
  })
})

describe('suspects', () => {
  it('hold half of the places at most, and the rest is for others', () => {
    const { gate, went, enterInTime } = openGate(4)
    for (const name of ['s1', 's2', 's3', 's4']) enterInTime(name, true)
    expect(went).toEqual(['s1', 's2'])
    enterInTime('a')
    enterInTime('b')
    enterInTime('c')
    expect(went).toEqual(['s1', 's2', 'a', 'b'])
    expect(gate.waiting).toBe(3)
  })

  it.each([
    [1, 1],
    [2, 1],
    [3, 1],
    [5, 2],
    [10, 5],
  ])('of %d places hold %d', (places, suspects) => {
    const { gate, enterInTime } = openGate(places)
    for (let index = 0; index < 20; index += 1) enterInTime(`s${index}`, true)
    expect(gate.dialing).toBe(suspects)
  })

  it('take the next place of theirs as soon as one of them is done, also while others wait', () => {
    const { went, enterInTime } = openGate(2)
    const s1 = enterInTime('s1', true)
    enterInTime('a')
    enterInTime('s2', true)
    enterInTime('b')
    s1()
    expect(went).toEqual(['s1', 'a', 's2'])
  })

  it('neither starve nor are starved, whatever comes, with any number of places', () => {
    const scenario = fc.record({
      places: fc.integer({ min: 1, max: 6 }),
      arrivals: fc.array(fc.record({ suspect: fc.boolean(), holds: fc.integer({ min: 1, max: 9 }) }), {
        minLength: 1,
        maxLength: 60,
        size: 'max',
      }),
    })
    fc.assert(
      fc.property(scenario, ({ places, arrivals }) => {
        const clock = new ManualClock()
        const gate = new DialGate({ maxConcurrentDials: places, dialsPerSecond: 10_000 }, clock)
        const began: number[] = []
        let held = 0
        let suspectsHeld = 0
        for (const [index, { suspect, holds }] of arrivals.entries()) {
          const leave = gate.enter(() => {
            began.push(index)
            held += 1
            if (suspect) suspectsHeld += 1
            expect(held).toBeLessThanOrEqual(places)
            expect(suspectsHeld).toBeLessThanOrEqual(Math.max(1, Math.floor(places / 2)))
            clock.setTimer(() => {
              held -= 1
              if (suspect) suspectsHeld -= 1
              leave()
            }, holds)
          }, suspect)
          clock.advance(1)
        }
        clock.advance(arrivals.length * 20)
        // Everybody had a turn, and within each kind in the order in which they came.
        expect([...began].sort((one, other) => one - other)).toEqual(arrivals.map((_, index) => index))
        for (const kind of [true, false]) {
          const own = began.filter((index) => arrivals[index]?.suspect === kind)
          expect(own).toEqual([...own].sort((one, other) => one - other))
        }
        expect([gate.dialing, gate.waiting, clock.pending]).toEqual([0, 0, 0])
      }),
    )
  })
})

describe('the rate', () => {
  it('spaces attempts evenly, and never passes dialsPerSecond in any second', () => {
    const { clock, gate } = openGate(1000, 40)
    const times: number[] = []
    for (let index = 0; index < 100; index += 1) gate.enter(() => times.push(clock.now()), false)
    clock.advance(10_000)
    expect(times).toEqual(Array.from({ length: 100 }, (_, index) => index * 25))
  })

  it.each([3, 7, 49])('holds for %d a second too, that do not divide it', (rate) => {
    const { clock, gate } = openGate(10_000, rate)
    const times: number[] = []
    for (let index = 0; index < rate * 3; index += 1) gate.enter(() => times.push(clock.now()), false)
    clock.advance(5000)
    expect(times).toHaveLength(rate * 3)
    for (const [index, at] of times.entries()) {
      const later = times[index + rate]
      if (later !== undefined) expect(later - at).toBeGreaterThanOrEqual(1000 - 1)
    }
  })

  it('makes no one pay for a pause: who comes after one goes at once', () => {
    const { clock, went, enter } = openGate(10, 10)
    enter('a')
    clock.advance(5000)
    enter('b')
    expect(went).toEqual(['a', 'b'])
    enter('c')
    clock.advance(99)
    expect(went).toEqual(['a', 'b'])
    clock.advance(1)
    expect(went).toEqual(['a', 'b', 'c'])
  })

  it('runs one timer, however many wait', () => {
    const { clock, enter } = openGate(10, 10)
    for (const name of ['a', 'b', 'c', 'd']) enter(name)
    expect(clock.pending).toBe(1)
  })

  it('runs no timer when nobody waits, also when whoever waited has left', () => {
    const { clock, enter } = openGate(10, 10)
    enter('a')
    const leave = enter('b')
    expect(clock.pending).toBe(1)
    leave()
    expect(clock.pending).toBe(0)
    enter('c')
    clock.advance(100)
    expect(clock.pending).toBe(0)
  })
})
