import { readFileSync } from 'node:fs'

/**
 * How long a process ran and how long it was ready but waited for its core, in nanoseconds: `{ ran, waited }`. Linux
 * only; elsewhere undefined.
 */
export function schedulingOf(pid) {
  try {
    const [ran, waited] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ').map(Number)
    return { ran, waited }
  } catch {
    return undefined
  }
}

/** The share of its time that a process waited, over one or several such spans; undefined where nothing is known. */
export function waitedShare(spans) {
  const known = spans.filter((span) => span !== undefined)
  const ran = known.reduce((sum, span) => sum + span.ran, 0)
  const waited = known.reduce((sum, span) => sum + span.waited, 0)
  return ran + waited === 0 ? undefined : waited / (ran + waited)
}
