import { getHeapSpaceStatistics } from 'node:v8'
import { trendOf } from './trend.mjs'

const KIB = 1024
const MINUTE_MS = 60_000
/** Standard errors by which the heap must be seen to grow faster than its bound: chance alone does so once in 740 runs. */
const SURE = 3
/** Noise that would hide a growth of so many times the bound says nothing. */
const NOISE_MAX = 4

/**
 * The heap of this process after garbage collection, sampled again and again once it is warm. Needs `--expose-gc`.
 *
 * Compiled code is left out: V8 goes on to compile for many minutes, and what leaks is objects.
 */
export class Heap {
  #options
  // Two flat lists: a pair for each sample would be growth of the soak's own.
  #minutes = []
  #kib = []
  #timer
  #lastMiB

  /** @param options `{ isJudged, boundKiBPerMinute, warmUpMs, everyMs }` */
  constructor(options) {
    this.#options = options
  }

  get lastMiB() {
    return this.#lastMiB
  }

  /** Does nothing where the heap is not judged. */
  start() {
    if (!this.#options.isJudged) return
    if (globalThis.gc === undefined) throw new Error('the heap can only be judged with node --expose-gc')
    const startedAt = performance.now()
    this.#timer = setInterval(() => {
      globalThis.gc()
      const bytes = process.memoryUsage().heapUsed - codeBytes()
      const ms = performance.now() - startedAt
      this.#lastMiB = bytes / KIB / KIB
      if (ms < this.#options.warmUpMs) return
      this.#minutes.push(ms / MINUTE_MS)
      this.#kib.push(bytes / KIB)
    }, this.#options.everyMs)
  }

  stop() {
    clearInterval(this.#timer)
  }

  /** The trend in KiB per minute so far, and what it says: `steady`, `grows`, `unknown`, or `not judged`. */
  judge() {
    const { isJudged, boundKiBPerMinute } = this.#options
    const points = this.#minutes.map((minute, i) => [minute, this.#kib[i]])
    const trend = trendOf(points)
    const verdict = isJudged ? verdictOn(trend, boundKiBPerMinute) : 'not judged'
    return { ...trend, samples: points.length, boundKiBPerMinute, verdict }
  }
}

function verdictOn(trend, bound) {
  if (trend === undefined) return 'unknown'
  const margin = SURE * trend.standardError
  if (trend.slope - margin > bound) return 'grows'
  return margin > NOISE_MAX * bound ? 'unknown' : 'steady'
}

function codeBytes() {
  const spaces = getHeapSpaceStatistics().filter(({ space_name: name }) => name.startsWith('code'))
  return spaces.reduce((sum, { space_used_size: bytes }) => sum + bytes, 0)
}
