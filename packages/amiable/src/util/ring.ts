/**
 * A first-in first-out queue over a circular array.
 *
 * ```
 *  items  [ e | f | . | . | c | d ]      head = 4, length = 4
 *               ^tail       ^head
 * ```
 * Grows by doubling up to what is in it; never shrinks below its first allocation; adding and taking cost O(1).
 * The bound is the caller's business: a ring does not know what to drop.
 */
export class Ring<T> {
  #items: (T | undefined)[] = new Array(16)
  #head = 0
  #length = 0

  /** How many items wait. */
  get length(): number {
    return this.#length
  }

  /** Adds at the end. */
  push(item: T): void {
    if (this.#length === this.#items.length) this.#grow()
    this.#items[(this.#head + this.#length) & (this.#items.length - 1)] = item
    this.#length += 1
  }

  /** Takes the oldest, or `undefined` when empty. */
  shift(): T | undefined {
    if (this.#length === 0) return undefined
    const item = this.#items[this.#head]
    this.#items[this.#head] = undefined
    this.#head = (this.#head + 1) & (this.#items.length - 1)
    this.#length -= 1
    return item
  }

  /** Looks at the oldest without taking it. */
  peek(): T | undefined {
    return this.#length === 0 ? undefined : this.#items[this.#head]
  }

  /** Forgets everything, and the memory with it. */
  clear(): void {
    this.#items = new Array(16)
    this.#head = 0
    this.#length = 0
  }

  #grow(): void {
    const size = this.#items.length
    const grown: (T | undefined)[] = new Array(size * 2)
    for (let index = 0; index < this.#length; index += 1) {
      grown[index] = this.#items[(this.#head + index) & (size - 1)]
    }
    this.#items = grown
    this.#head = 0
  }
}
