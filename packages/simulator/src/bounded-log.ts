/** The newest entries of an endless sequence: at least the last `limit`, never more than twice as many. */
export class BoundedLog<T> {
  readonly #limit: number
  #entries: T[] = []
  #total = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** What is still held, oldest first. */
  get entries(): readonly T[] {
    return this.#entries
  }

  /** Entries ever added. */
  get total(): number {
    return this.#total
  }

  /** Adds one entry; the oldest go when twice the limit is reached. */
  add(entry: T): void {
    this.#total += 1
    this.#entries.push(entry)
    if (this.#entries.length >= this.#limit * 2) this.#entries = this.#entries.slice(-this.#limit)
  }
}
