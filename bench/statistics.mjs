/** The median of every number in samples of one shape, and the last sample's other values. */
export function medians(samples) {
  const last = samples.at(-1)
  return Object.fromEntries(
    Object.keys(last).map((key) => [
      key,
      typeof last[key] === 'number' ? median(samples.map((sample) => sample[key])) : last[key],
    ]),
  )
}

/** p50, p99 and the worst of a list of durations. */
export function latencyOf(durations) {
  const sorted = Float64Array.from(durations).sort()
  return { p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99), maxMs: sorted.at(-1) }
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
}
