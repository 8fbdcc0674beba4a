/** A word as somebody wrote it, one that it could be, and what that one stands for. */
export type Comparison = readonly [given: string, known: string, meant: string]

/** What is meant by the pair most alike, without regard to case; `undefined` when none is alike. */
export function nearest(comparisons: Iterable<Comparison>): string | undefined {
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const [given, known, meant] of comparisons) {
    const most = Math.max(2, Math.floor(given.length / 3))
    if (Math.abs(given.length - known.length) > most) continue
    const distance = editDistance(given.toLowerCase(), known.toLowerCase())
    if (distance > most || distance >= bestDistance) continue
    best = meant
    bestDistance = distance
  }
  return best
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
