import { AmiRejectedError } from '../errors.ts'
import type { ActionFields } from '../protocol/index.ts'
import type { Ask } from './login.ts'

/**
 * One server-side event filter, added after every login.
 *
 * A string is an extended regular expression over the whole event, all versions, `!` in front excludes. The object
 * is the syntax of Asterisk 18.26, 20.11, 21.6, 22.1 and later: `criteria` is a list of `action()`, `name()`,
 * `header()` and `method()`, `value` what the header is compared with.
 */
export type ServerFilter = string | { readonly criteria: string; readonly value?: string }

const FIRST_WITH_CRITERIA = new Map([
  [18, 26],
  [20, 11],
  [21, 6],
  [22, 1],
])

/** Whether an Asterisk knows `MatchCriteria`; an older one would take the filter for a regular expression. */
export function knowsCriteria(asteriskVersion: string | undefined): boolean {
  const told = /^(\d+)\.(\d+)/.exec(asteriskVersion ?? '')
  // Where nothing is told these are NaN, which is no version high enough.
  const [major, minor] = [Number(told?.[1]), Number(told?.[2])]
  const first = FIRST_WITH_CRITERIA.get(major)
  return first === undefined ? major > 22 : minor >= first
}

/**
 * Adds the filters, in order. One that the server refuses is reported, and the rest still set.
 *
 * @throws whatever ends the session.
 */
export async function applyFilters(
  ask: Ask,
  filters: readonly ServerFilter[],
  onRefused: (filter: ServerFilter, why: string) => void,
): Promise<void> {
  const version = filters.some((filter) => typeof filter !== 'string') ? await askVersion(ask) : undefined
  for (const filter of filters) {
    if (typeof filter !== 'string' && !knowsCriteria(version)) {
      onRefused(filter, `Asterisk ${version ?? '(unknown)'} has no MatchCriteria`)
      continue
    }
    try {
      await ask('Filter', filterFields(filter))
    } catch (error) {
      if (!(error instanceof AmiRejectedError)) throw error
      onRefused(filter, error.response.message ?? 'refused')
    }
  }
}

/** Asterisk's version as `CoreSettings` tells it; `undefined` when the login may not ask. Never rejects. */
export async function askVersion(ask: Ask): Promise<string | undefined> {
  try {
    return (await ask('CoreSettings', {})).get('AsteriskVersion')
  } catch {
    return undefined
  }
}

function filterFields(filter: ServerFilter): ActionFields {
  if (typeof filter === 'string') return { Operation: 'Add', Filter: filter }
  return { Operation: 'Add', MatchCriteria: filter.criteria, Filter: filter.value }
}
