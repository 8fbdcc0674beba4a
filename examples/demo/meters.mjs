/** How fast a count grows, over the last second. */
export class Rate {
  #samples = []

  /** Takes the count at a moment, in milliseconds; returns its growth a second. */
  at(now, count) {
    this.#samples.push({ now, count })
    while (this.#samples.length > 2 && this.#samples[1].now <= now - 1000) this.#samples.shift()
    const [oldest] = this.#samples
    return now === oldest.now ? 0 : ((count - oldest.count) * 1000) / (now - oldest.now)
  }
}

const KEPT = 1000

/** Percentiles of the last thousand values. */
export class Latencies {
  #values = []
  #next = 0

  add(value) {
    this.#values[this.#next] = value
    this.#next = (this.#next + 1) % KEPT
  }

  /** The value that `share` of all values do not exceed; undefined while there is none. */
  percentile(share) {
    const sorted = this.#values.toSorted((one, other) => one - other)
    return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  }
}

/** How often each word was counted. */
export class Tally {
  #counts = new Map()

  add(word) {
    this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1)
  }

  get total() {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0)
  }

  /** `4 AMI_CONNECTION unknown, 1 …`; `none` when empty. */
  toString() {
    const parts = [...this.#counts].map(([word, count]) => `${count} ${word}`)
    return parts.length === 0 ? 'none' : parts.join(', ')
  }
}
