import { type Comparison, nearest } from './nearest.ts'

/** Something wrong with an option. */
export interface OptionProblem {
  readonly path: string
  readonly message: string
}

/**
 * What an option is made of, as far as a source made of text must know. A `value` has a shape of its own; `code` can be
 * given in a program alone.
 */
export type OptionKind = 'integer' | 'text' | 'word' | 'boolean' | 'value' | 'code'

/** What one option may be. */
export interface OptionSpec {
  readonly kind: OptionKind
  readonly default?: unknown
  /** Says what is wrong with a value, or nothing. */
  readonly check: (value: unknown) => string | undefined
  /** Bounds of an integer, both included. */
  readonly min?: number
  readonly max?: number
  /** What a word may be. */
  readonly words?: readonly string[]
}

/** Every option by its path; `timeouts.connectMs` stands in the group `timeouts`. */
export type OptionTable = Readonly<Record<string, OptionSpec>>

/** A whole number within bounds, both included; also as text, in plain digits, as environments have it. */
export function integer(defaultValue: number | undefined, min: number, max: number): OptionSpec {
  const range = `a whole number from ${min} to ${max}`
  return {
    kind: 'integer',
    default: defaultValue,
    min,
    max,
    check: (value) => {
      const number = plainNumber(value)
      if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max)
        return undefined
      return typeof number === 'string'
        ? `must be ${range}, as text in plain digits, not ${show(number)}`
        : `must be ${range}, not ${show(number)}`
    },
  }
}

/** The number that a text in plain digits stands for; anything else as it is. */
export function plainNumber(value: unknown): unknown {
  return typeof value === 'string' && /^-?(?:0|[1-9]\d{0,15})$/.test(value) ? Number(value) : value
}

/** One of a few words. */
export function oneOf(words: readonly string[], defaultValue?: string): OptionSpec {
  return {
    kind: 'word',
    default: defaultValue,
    words,
    check: (value) =>
      typeof value === 'string' && words.includes(value)
        ? undefined
        : `must be ${words.join(' or ')}, not ${show(value)}`,
  }
}

/** True or false. */
export function boolean(defaultValue?: boolean): OptionSpec {
  return {
    kind: 'boolean',
    default: defaultValue,
    check: (value) => (typeof value === 'boolean' ? undefined : `must be true or false, not ${show(value)}`),
  }
}

/** Text with something in it, on one line. */
export function text(defaultValue?: string): OptionSpec {
  return {
    kind: 'text',
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
  kind: OptionKind = 'value',
): OptionSpec {
  return {
    kind,
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
    if (message === undefined) values.set(path, spec.kind === 'integer' ? plainNumber(value) : value)
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
  const meant = own(misnomers, path.toLowerCase()) ?? nearestOption(path, table)
  return { path, message: `is not an option${meant === undefined ? '' : `; did you mean ${meant}?`}` }
}

/** A record's own value: an option may be called `constructor`, and is none. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

/** The option most like a path, or one with the same last part elsewhere; `undefined` when none is like it. */
function nearestOption(path: string, table: OptionTable): string | undefined {
  const comparisons = Object.keys(table).flatMap((known): Comparison[] => {
    const [group = known] = known.split('.')
    if (group === known) return [[path, known, known]]
    return [
      [path, known, known],
      [path, group, group],
      [lastPart(path), lastPart(known), known],
    ]
  })
  return nearest(comparisons)
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}
