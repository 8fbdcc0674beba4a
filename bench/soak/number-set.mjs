/** Which of the numbers from 0 on have been added, and how often one was that was there already: a bit for each. */
export class NumberSet {
  #bits = new Uint8Array(1024)
  size = 0
  repeated = 0

  add(number) {
    const at = number >> 3
    if (at >= this.#bits.length) {
      const bits = new Uint8Array(2 * Math.max(at, this.#bits.length))
      bits.set(this.#bits)
      this.#bits = bits
    }
    if (this.has(number)) this.repeated += 1
    else this.size += 1
    this.#bits[at] |= 1 << (number & 7)
  }

  has(number) {
    return ((this.#bits[number >> 3] ?? 0) & (1 << (number & 7))) !== 0
  }
}
