/** Tells of things one after the other: of one that happens while somebody is told of another, after that. */
export class InOrder<T> {
  readonly #deliver: (item: T) => void
  readonly #untold: T[] = []
  #telling = false

  /** @param deliver must not throw. */
  constructor(deliver: (item: T) => void) {
    this.#deliver = deliver
  }

  tell(item: T): void {
    this.#untold.push(item)
    if (this.#telling) return
    this.#telling = true
    for (let next = this.#untold.shift(); next !== undefined; next = this.#untold.shift()) this.#deliver(next)
    this.#telling = false
  }
}
