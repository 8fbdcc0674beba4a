import { describe, expect, it } from 'vitest'
import { Ring } from '../../../src/util/ring.ts'

function drain<T>(ring: Ring<T>): T[] {
  const items: T[] = []
  for (let item = ring.shift(); item !== undefined; item = ring.shift()) items.push(item)
  return items
}

describe('Ring', () => {
  it('gives back in order what was put in', () => {
    const ring = new Ring<number>()
    for (let item = 0; item < 5; item += 1) ring.push(item)
    expect(ring.length).toBe(5)
    expect(drain(ring)).toEqual([0, 1, 2, 3, 4])
    expect(ring.length).toBe(0)
  })

  it('keeps the order when it grows while its content wraps round', () => {
    const ring = new Ring<number>()
    for (let item = 0; item < 16; item += 1) ring.push(item)
    for (let taken = 0; taken < 10; taken += 1) ring.shift()
    for (let item = 16; item < 100; item += 1) ring.push(item)
    expect(drain(ring)).toEqual(Array.from({ length: 90 }, (_, at) => at + 10))
  })

  it('keeps the order over many times its size', () => {
    const ring = new Ring<number>()
    const out: (number | undefined)[] = []
    for (let item = 0; item < 1000; item += 1) {
      ring.push(item)
      if (item % 3 !== 0) out.push(ring.shift())
    }
    expect([...out, ...drain(ring)]).toEqual(Array.from({ length: 1000 }, (_, at) => at))
  })

  it('shows the oldest without taking it, and nothing when it is empty', () => {
    const ring = new Ring<string>()
    expect(ring.peek()).toBeUndefined()
    expect(ring.shift()).toBeUndefined()
    ring.push('a')
    ring.push('b')
    expect(ring.peek()).toBe('a')
    expect(ring.length).toBe(2)
    ring.shift()
    ring.shift()
    expect(ring.peek()).toBeUndefined()
  })

  it('holds on to nothing that was taken or cleared', () => {
    const ring = new Ring<object>()
    ring.push({})
    ring.push({})
    ring.clear()
    expect(ring.length).toBe(0)
    expect(ring.peek()).toBeUndefined()
    const later = {}
    ring.push(later)
    expect(drain(ring)).toEqual([later])
  })
})
