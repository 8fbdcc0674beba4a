import { describe, expect, it } from 'vitest'
import { Deadlines, type Due } from '../../../src/util/deadlines.ts'

class Item implements Due<Item> {
  slot = -1
  earlier: Item | undefined
  later: Item | undefined
  /** How often anybody asked for the deadline: what the queue's work is measured by. */
  asked = 0
  readonly #deadline: number

  constructor(deadline: number) {
    this.#deadline = deadline
  }

  get deadline(): number {
    this.asked += 1
    return this.#deadline
  }
}

/** Numbers that look random and are the same in every run. */
function scattered(count: number): number[] {
  return Array.from({ length: count }, (_, index) => (index * 7919) % 10_007)
}

function drain(queue: Deadlines<Item>): number[] {
  const order: number[] = []
  for (let next = queue.next; next !== undefined; next = queue.next) {
    order.push(next.deadline)
    queue.remove(next)
  }
  return order
}

describe('Deadlines', () => {
  it('is empty at first', () => {
    const queue = new Deadlines<Item>()
    expect(queue.size).toBe(0)
    expect(queue.next).toBeUndefined()
  })

  it('gives the earliest first, in whatever order they were added', () => {
    const queue = new Deadlines<Item>()
    const deadlines = scattered(500)
    for (const deadline of deadlines) queue.add(new Item(deadline))
    expect(drain(queue)).toEqual([...deadlines].sort((a, b) => a - b))
    expect(queue.size).toBe(0)
  })

  it('lets any entry be taken out, wherever it stands', () => {
    const queue = new Deadlines<Item>()
    const items = scattered(300).map((deadline) => new Item(deadline))
    for (const item of items) queue.add(item)
    const [taken, left] = [items.filter((_, at) => at % 3 === 0), items.filter((_, at) => at % 3 !== 0)]
    for (const item of taken) queue.remove(item)
    expect(queue.size).toBe(left.length)
    expect(drain(queue)).toEqual(left.map(({ deadline }) => deadline).sort((a, b) => a - b))
  })

  it('goes on in order when entries come and go, in line and out of it', () => {
    const queue = new Deadlines<Item>()
    const items = [5, 7, 6, 9, 9, 1, 12, 8].map((deadline) => new Item(deadline))
    for (const item of items) queue.add(item)
    const [five, seven, , nine, , one, twelve] = items
    for (const item of [seven, one, twelve, five]) if (item !== undefined) queue.remove(item)
    if (nine !== undefined) queue.remove(nine)
    queue.add(new Item(10))
    queue.add(new Item(2))
    expect(queue.size).toBe(5)
    expect(drain(queue)).toEqual([2, 6, 8, 9, 10])
  })

  it('leaves no way from an entry that is out to those that are in', () => {
    const queue = new Deadlines<Item>()
    const items = [1, 2, 3].map((deadline) => new Item(deadline))
    for (const item of items) queue.add(item)
    for (const item of items) {
      queue.remove(item)
      expect([item.earlier, item.later]).toEqual([undefined, undefined])
    }
    expect(queue.next).toBeUndefined()
  })

  it('takes the removal of what is not in it for nothing', () => {
    const queue = new Deadlines<Item>()
    const [kept, gone] = [new Item(1), new Item(2)]
    queue.add(kept)
    queue.add(gone)
    queue.remove(gone)
    queue.remove(gone)
    queue.remove(new Item(3))
    expect(queue.size).toBe(1)
    expect(queue.next).toBe(kept)
  })

  it('E14 looks at a handful of 5,000 entries to take one out', () => {
    const queue = new Deadlines<Item>()
    const items = scattered(5000).map((deadline) => new Item(deadline))
    for (const item of items) queue.add(item)
    for (const item of items) item.asked = 0
    const victim = queue.next
    expect(victim).toBeDefined()
    if (victim !== undefined) queue.remove(victim)
    const looks = items.reduce((sum, { asked }) => sum + asked, 0)
    // 2^13 entries would make a tree of 13 levels, with two looks at each child and one at the entry itself.
    expect(looks).toBeLessThan(5 * 13)
    expect(looks).toBeGreaterThan(0)
  })

  it('looks at one other entry to add the latest of all', () => {
    const queue = new Deadlines<Item>()
    const items = Array.from({ length: 1000 }, (_, at) => new Item(at))
    for (const item of items) queue.add(item)
    for (const item of items) item.asked = 0
    queue.add(new Item(1000))
    expect(items.reduce((sum, { asked }) => sum + asked, 0)).toBe(1)
  })
})
