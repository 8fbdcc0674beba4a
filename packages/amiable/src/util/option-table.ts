/** Something wrong with an option. */
export interface OptionProblem {
  readonly path: string
  readonly message: string
}

/** What one option may be. */
export interface OptionSpec {
  readonly default?: unknown
  /** Says what is wrong with a value, or nothing. */
  readonly check: (value: unknown) => string | undefined
}

/** Every option by its path; `timeouts.connectMs` stands in the group `timeouts`. */
export type OptionTable = Readonly<Record<string, OptionSpec>>

/** A whole number within bounds, both included. */
export function integer(defaultValue: number, min: number, max: number): OptionSpec {
  return {
    default: defaultValue,
    check: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
        ? undefined
        : `must be a whole number from ${min} to ${max}, not ${show(value)}`,
  }
}

/** One of a few words. */
export function oneOf(values: readonly string[], defaultValue?: string): OptionSpec {
  return {
    default: defaultValue,
    check: (value) =>
      typeof value === 'string' && values.includes(value)
        ? undefined
        : `must be ${values.join(' or ')}, not ${show(value)}`,
  }
}

/** Text with something in it, on one line. */
export function text(defaultValue?: string): OptionSpec {
  return {
    default: defaultValue,
    check: (value) => {
      if (typeof value !== 'string' || value === '')
        return `must be a string that is not empty, not ${show(value)}`
      return /[\r\n\0]/.test(value) ? 'must not hold line breaks or NUL' : undefined
    },
  }
}

/** Anything that passes the test; `what` completes "must be …". */
export function valueThat(
  what: string,
  test: (value: unknown) => boolean,
  defaultValue?: unknown,
): OptionSpec {
  return {
    default: defaultValue,
    check: (value) => (test(value) ? undefined : `must be ${what}, not ${show(value)}`),
  }
}

/**
 * The options by path, defaults filled in, together with every problem found.
 *
 * @param misnomers other words for options, each with the one that is probably meant.
 */
export function readOptions(
  table: OptionTable,
  options: object,
  switchable: readonly string[],
  misnomers: Readonly<Record<string, string>> = {},
): { values: ReadonlyMap<string, unknown>; off: ReadonlySet<string>; problems: OptionProblem[] } {
  const { defaults, groups } = prepare(table)
  const values = new Map(defaults)
  const off = new Set<string>()
  const problems: OptionProblem[] = []

  const read = (entries: object, prefix: string): void => {
    for (const [key, value] of Object.entries(entries)) {
      const path = prefix + key
      const spec = own(table, path)
      if (value === undefined) continue
      if (prefix === '' && groups.has(key)) readGroup(key, value)
      else if (spec === undefined) problems.push(unknownOption(path, table, misnomers))
      else readValue(path, spec, value)
    }
  }
  const readGroup = (group: string, value: unknown): void => {
    if (value === false && switchable.includes(group)) off.add(group)
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) read(value, `${group}.`)
    else {
      const also = switchable.includes(group) ? ' or false' : ''
      problems.push({ path: group, message: `must be an object${also}, not ${show(value)}` })
    }
  }
  const readValue = (path: string, spec: OptionSpec, value: unknown): void => {
    const message = spec.check(value)
    if (message === undefined) values.set(path, value)
    else problems.push({ path, message })
  }

  read(options, '')
  return { values, off, problems }
}

interface Prepared {
  readonly defaults: ReadonlyMap<string, unknown>
  readonly groups: ReadonlySet<string>
}

// Read once per table: a process may make a thousand clients at a time.
const prepared = new WeakMap<OptionTable, Prepared>()

function prepare(table: OptionTable): Prepared {
  const known = prepared.get(table)
  if (known !== undefined) return known
  const paths = Object.entries(table)
  const made: Prepared = {
    defaults: new Map(paths.map(([path, spec]) => [path, spec.default])),
    groups: new Set(paths.filter(([path]) => path.includes('.')).map(([path]) => path.split('.')[0] ?? '')),
  }
  prepared.set(table, made)
  return made
}

/** A value as an error message may show it: never a string's content, which may be a secret. */
function show(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'an empty string' : 'a string'
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined)
    return String(value)
  if (typeof value === 'object') return Array.isArray(value) ? 'an array' : 'an object'
  return `a ${typeof value}`
}

function unknownOption(
  path: string,
  table: OptionTable,
  misnomers: Readonly<Record<string, string>>,
): OptionProblem {
  const meant = own(misnomers, path.toLowerCase()) ?? nearest(path, table)
  return { path, message: `is not an option${meant === undefined ? '' : `; did you mean ${meant}?`}` }
}

/** A record's own value: an option may be called `constructor`, and is none. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

/** The option most like a path, or one with the same last part elsewhere; `undefined` when none is like it. */
function nearest(path: string, table: OptionTable): string | undefined {
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  const compare = (given: string, known: string, meant: string): void => {
    const most = Math.max(2, Math.floor(given.length / 3))
    if (Math.abs(given.length - known.length) > most) return
    const distance = editDistance(given.toLowerCase(), known.toLowerCase())
    if (distance > most || distance >= bestDistance) return
    best = meant
    bestDistance = distance
  }
  for (const known of Object.keys(table)) {
    const group = known.split('.')[0] ?? known
    compare(path, known, known)
    compare(path, group, group)
    if (group !== known) compare(lastPart(path), lastPart(known), known)
  }
  return best
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
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
