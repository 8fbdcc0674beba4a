/** Something that must be over by a moment. The queue keeps its place in `slot`. */
export interface Due {
  /** On the clock of whoever asks, in milliseconds. */
  readonly deadline: number
  /** @internal -1 while not queued. */
  slot: number
}

/**
 * The earliest deadline first, each removable at any time: a binary heap whose entries know their slot.
 *
 * Adding costs O(1) when deadlines come in order, as they do with one time-out for all, else O(log n).
 */
export class Deadlines<T extends Due> {
  readonly #heap: T[] = []

  get size(): number {
    return this.#heap.length
  }

  /** The earliest, or `undefined`. */
  get next(): T | undefined {
    return this.#heap[0]
  }

  add(item: T): void {
    this.#heap.push(item)
    this.#rise(item, this.#heap.length - 1)
  }

  /** Takes an entry out; harmless when it is not in. */
  remove(item: T): void {
    const slot = item.slot
    if (slot === -1) return
    item.slot = -1
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
