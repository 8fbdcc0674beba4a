import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 20
const QUIET_POLLS = 75

/**
 * Counts what arrives, and notes when and at what CPU time the first and the last of them came.
 *
 * A client that loses events never reaches the number it waits for, so 1.5 quiet seconds end the wait too; the last
 * arrival is then known to 20 ms.
 */
export class Arrivals {
  #expected = 0
  #first
  #last
  #reached
  count = 0
  characters = 0

  /** Counts `howMany` more, and the characters read of them. */
  add(howMany, characters = 0) {
    if (this.count === 0) this.#first = now()
    this.count += howMany
    this.characters += characters
    if (this.count >= this.#expected && this.#reached) {
      this.#last = now()
      this.#reached()
      this.#reached = undefined
    }
  }

  /** Starts anew; resolves with the count, the seconds it took and the CPU seconds it cost. */
  async expect(howMany) {
    this.count = 0
    this.characters = 0
    this.#expected = howMany
    const reached = new Promise((resolve) => {
      this.#reached = () => resolve(true)
    })
    for (let quiet = 0, seen = 0; quiet < QUIET_POLLS; ) {
      if (await Promise.race([reached, sleep(POLL_MS)])) break
      quiet = this.count === seen && seen > 0 ? quiet + 1 : 0
      if (quiet === 0) this.#last = now()
      seen = this.count
    }
    this.#reached = undefined
    return {
      count: this.count,
      seconds: (this.#last.timeMs - this.#first.timeMs) / 1_000,
      cpuSeconds: this.#last.cpuSeconds - this.#first.cpuSeconds,
    }
  }
}

function now() {
  const { user, system } = process.cpuUsage()
  return { timeMs: performance.now(), cpuSeconds: (user + system) / 1e6 }
}
