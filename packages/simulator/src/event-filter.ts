/** What a filter looks at: the whole frame, or one header of events with one name. */
interface Criteria {
  exclude: boolean
  name: string | undefined
  header: string | undefined
  method: 'regex' | 'exact' | 'starts_with' | 'ends_with' | 'contains' | 'none'
}

/** One event filter of a session. */
export interface EventFilter {
  readonly exclude: boolean
  matches(frame: string): boolean
}

/** Why Asterisk refuses a filter: its text did not compile, or its parts do not fit together. */
export class EventFilterError extends Error {
  override readonly name: string = 'EventFilterError'
}

const COMPILE = 'Filter did not compile.  Check the syntax of the filter given.'
const FORMAT = 'Filter was formatted incorrectly.  Check the syntax of the filter given.'

/**
 * Compiles the `Filter` and `MatchCriteria` of an action Filter.
 *
 * Without criteria the filter is a regular expression over the whole frame, `!` in front excludes. Asterisk
 * compiles POSIX extended expressions, this JavaScript's; the two agree on what filters use.
 */
export function compileFilter(
  expression: string | undefined,
  matchCriteria: string | undefined,
): EventFilter {
  if (matchCriteria === undefined) {
    if (expression === undefined) throw new EventFilterError(FORMAT)
    const exclude = expression.startsWith('!')
    const pattern = compileRegex(exclude ? expression.slice(1) : expression)
    return { exclude, matches: (frame) => pattern.test(frame) }
  }
  const criteria = parseCriteria(matchCriteria)
  if (criteria.method === 'none' && expression !== undefined) throw new EventFilterError(FORMAT)
  if (criteria.method !== 'none' && expression === undefined) throw new EventFilterError(FORMAT)
  const fits = comparison(criteria.method, expression ?? '')
  return { exclude: criteria.exclude, matches: (frame) => matchesCriteria(frame, criteria, fits) }
}

/** True when a session with these filters gets the frame: no exclusion fits, and an inclusion does if there is any. */
export function passesFilters(filters: readonly EventFilter[], frame: string): boolean {
  let includes = false
  let included = false
  for (const filter of filters) {
    if (!filter.exclude) {
      includes = true
      included ||= filter.matches(frame)
    } else if (filter.matches(frame)) {
      return false
    }
  }
  return included || !includes
}

function compileRegex(expression: string): RegExp {
  try {
    return new RegExp(expression)
  } catch {
    throw new EventFilterError(COMPILE)
  }
}

function parseCriteria(text: string): Criteria {
  const criteria: Criteria = { exclude: false, name: undefined, header: undefined, method: 'none' }
  for (const part of text.split(',')) {
    const [, key, value] = /^\s*(\w+)\(([^)]*)\)\s*$/.exec(part) ?? []
    if (key === undefined || value === undefined || !applyCriterion(criteria, key, value)) {
      throw new EventFilterError(FORMAT)
    }
  }
  return criteria
}

function applyCriterion(criteria: Criteria, key: string, value: string): boolean {
  switch (key) {
    case 'action':
      criteria.exclude = value === 'exclude'
      return value === 'exclude' || value === 'include'
    case 'name':
      criteria.name = value
      return value !== ''
    case 'header':
      criteria.header = value
      return value !== ''
    case 'method':
      return applyMethod(criteria, value)
    default:
      return false
  }
}

function applyMethod(criteria: Criteria, value: string): boolean {
  switch (value) {
    case 'regex':
    case 'exact':
    case 'starts_with':
    case 'ends_with':
    case 'contains':
    case 'none':
      criteria.method = value
      return true
    default:
      return false
  }
}

function comparison(method: Criteria['method'], expression: string): (value: string) => boolean {
  switch (method) {
    case 'exact':
      return (value) => value === expression
    case 'starts_with':
      return (value) => value.startsWith(expression)
    case 'ends_with':
      return (value) => value.endsWith(expression)
    case 'contains':
      return (value) => value.includes(expression)
    case 'regex': {
      const pattern = compileRegex(expression)
      return (value) => pattern.test(value)
    }
    case 'none':
      return () => true
  }
}

function matchesCriteria(frame: string, criteria: Criteria, fits: (value: string) => boolean): boolean {
  const lines = frame.split(/\r?\n/)
  if (criteria.name !== undefined && lines[0] !== `Event: ${criteria.name}`) return false
  if (criteria.header === undefined) return fits(frame)
  const start = `${criteria.header}: `
  return lines.some((line) => line.startsWith(start) && fits(line.slice(start.length)))
}
