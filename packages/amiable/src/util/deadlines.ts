/** Something that must be over by a moment. The queue keeps its place in `slot`, and its neighbours. */
export interface Due<Self> {
  /** On the clock of whoever asks, in milliseconds. */
  readonly deadline: number
  /** @internal Its index in the heap; -1 in no queue, -2 in line. */
  slot: number
  /** @internal */
  earlier: Self | undefined
  /** @internal */
  later: Self | undefined
}

const NOWHERE = -1
const IN_LINE = -2

/**
 * The earliest deadline first, each removable at any time.
 *
 * ```
 *  line  3.0 ⇄ 3.1 ⇄ 3.1 ⇄ 4.7        whatever is due no earlier than the last in line: O(1)
 *  heap  0.2  1.5  0.9                whatever is due before that: a binary heap, O(log n)
 * ```
 * With one time-out for all, as nearly always, everything stands in line.
 */
export class Deadlines<T extends Due<T>> {
  readonly #heap: T[] = []
  #first: T | undefined
  #last: T | undefined
  #inLine = 0

  get size(): number {
    return this.#heap.length + this.#inLine
  }

  /** The earliest, or `undefined`. */
  get next(): T | undefined {
    const [top] = this.#heap
    const first = this.#first
    if (top === undefined || first === undefined) return first ?? top
    return top.deadline < first.deadline ? top : first
  }

  add(item: T): void {
    const last = this.#last
    if (last !== undefined && item.deadline < last.deadline) {
      this.#heap.push(item)
      this.#rise(item, this.#heap.length - 1)
      return
    }
    item.slot = IN_LINE
    item.earlier = last
    if (last === undefined) this.#first = item
    else last.later = item
    this.#last = item
    this.#inLine += 1
  }

  /** Takes an entry out; harmless when it is not in. */
  remove(item: T): void {
    const { slot } = item
    item.slot = NOWHERE
    if (slot === IN_LINE) this.#unlink(item)
    else if (slot >= 0) this.#takeFromHeap(item, slot)
  }

  /** Leaves no way from an entry that is out to one that is in: it would keep that in memory with itself. */
  #unlink(item: T): void {
    const { earlier, later } = item
    if (earlier === undefined) this.#first = later
    else earlier.later = later
    if (later === undefined) this.#last = earlier
    else later.earlier = earlier
    item.earlier = undefined
    item.later = undefined
    this.#inLine -= 1
  }

  #takeFromHeap(item: T, slot: number): void {
    const last = this.#heap.pop()
    if (last === undefined || last === item) return
    this.#rise(last, slot)
    this.#sink(last, last.slot)
  }

  #rise(item: T, from: number): void {
    let slot = from
    while (slot > 0) {
      const parentSlot = (slot - 1) >> 1
      const parent = this.#heap[parentSlot]
      if (parent === undefined || parent.deadline <= item.deadline) break
      this.#place(parent, slot)
      slot = parentSlot
    }
    this.#place(item, slot)
  }

  #sink(item: T, from: number): void {
    let slot = from
    for (;;) {
      const child = this.#earlierChild(slot)
      if (child === undefined || child.deadline >= item.deadline) break
      const childSlot = child.slot
      this.#place(child, slot)
      slot = childSlot
    }
    this.#place(item, slot)
  }

  #earlierChild(slot: number): T | undefined {
    const left = this.#heap[slot * 2 + 1]
    const right = this.#heap[slot * 2 + 2]
    return right !== undefined && left !== undefined && right.deadline < left.deadline ? right : left
  }

  #place(item: T, slot: number): void {
    this.#heap[slot] = item
    item.slot = slot
  }
}
