import { AmiError } from '../errors.ts'

/** Replaces what must not be read in a log record's context; returns a copy, and never throws. */
export type Redact = (context: object) => object

/** What to hide beyond the defaults. */
export interface RedactOptions {
  /** More keys whose whole value is hidden, compared word by word without regard to case. */
  readonly keys?: readonly string[] | undefined
  /** What to hide inside any text. */
  readonly patterns?: readonly (RegExp | RedactPattern)[] | undefined
}

/**
 * A pattern of another engine than JavaScript's, such as one that takes linear time: `RE2` is one as it is, a `RE2JS`
 * with two lines around it.
 */
export interface RedactPattern {
  /** Whether it is found in a text. */
  test(text: string): boolean
  /** The text with every match replaced. */
  replace(text: string, by: string): string
}

const MASK = '********'
const MAX_DEPTH = 8
/** What is thrown may be anything, a whole socket included: a record shows the beginning of it. */
const MAX_VALUES = 1000

const ERROR_DETAILS = ['code', 'reason', 'errno', 'action', 'actionId', 'delivery', 'cause']

// A key is hidden when one of its words is one of these: `AMI_SECRET` and `apiToken`, but not `author`, `keyword`.
// An Originate's variables hold whatever the caller has, PINs included.
const SECRET_WORDS: ReadonlySet<string> = new Set([
  'secret',
  'md5secret',
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'token',
  'credential',
  'auth',
  'authorization',
  'apikey',
  'privatekey',
  'variable',
  'chanvariable',
])
const SECRET_KEYS: ReadonlySet<string> = new Set(['key', 'challenge', 'response-key'])
// After a colon, as in a header, the secret is the rest of the line: it may hold blanks and commas. After an equals
// sign other values may follow on the line. Between quotes it is what the quotes hold.
const SECRET_TEXT =
  /((?:secret|password|passwd|passphrase|token|api[_-]?key|authorization)s?["']?[ \t]*)(?:([:=][ \t]*)(?:"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')|(:[ \t]*)[^\r\n]+|(=[ \t]*)[^\r\n,;&]+)/gi
const BEARER_TEXT = /\b(Bearer\s+)(\S+)/g
const LOGIN_TEXT = /Action:\s*Login\b/i

/**
 * Most characters of a text that patterns are tried on. It bounds the time of a pattern that is merely slow; the rest of
 * the text is not shown, since nobody has looked at it.
 */
const PATTERN_SEES = 4096
/** What is cut off before the end of what patterns see: a secret that the end cuts in two is not found. */
const PATTERN_EDGE = 256

/** Says what is wrong with a list of patterns, each by its place, or nothing. */
export function patternProblems(patterns: unknown): string | undefined {
  if (!Array.isArray(patterns)) return 'must be a list of regular expressions'
  const problems = patterns.flatMap((pattern: unknown, index) => {
    const problem = patternProblem(pattern)
    return problem === undefined ? [] : [`pattern ${index} ${problem}`]
  })
  return problems.length === 0 ? undefined : problems.join(', ')
}

function patternProblem(pattern: unknown): string | undefined {
  if (!isPattern(pattern)) return 'must be a regular expression, or an object with test and replace'
  if ('sticky' in pattern && pattern.sticky === true) {
    return 'must not have the flag y: it would find only what stands where the last match ended'
  }
  const foreign = !(pattern instanceof RegExp)
  if (foreign && 'global' in pattern && pattern.global === false) {
    return 'must have the flag g: its replace would hide the first match alone'
  }
  try {
    const tried = foreign ? pattern : globalCopy(pattern)
    if (tried.test('')) return 'must not match the empty text: it would hide nothing, everywhere'
    return foreign && typeof pattern.replace('a', MASK) !== 'string'
      ? 'must have a replace that returns text'
      : undefined
  } catch {
    return 'must not throw, and does when it is tried on a text'
  }
}

function isPattern(value: unknown): value is RegExp | RedactPattern {
  if (value instanceof RegExp) return true
  if (typeof value !== 'object' || value === null) return false
  return (
    'test' in value &&
    typeof value.test === 'function' &&
    'replace' in value &&
    typeof value.replace === 'function'
  )
}

function globalCopy({ source, flags }: RegExp): RegExp {
  return new RegExp(source, flags.includes('g') ? flags : `${flags}g`)
}

/** Makes a {@link Redact}. Regular expressions are copied, so that a caller's `lastIndex` is left alone. */
export function createRedact(options: RedactOptions = {}): Redact {
  const redactor = new Redactor(
    new Set((options.keys ?? []).map((key) => key.toLowerCase())),
    (options.patterns ?? []).map((pattern) => (pattern instanceof RegExp ? globalCopy(pattern) : pattern)),
  )
  return (context) => redactor.context(context)
}

class Redactor {
  readonly #keys: ReadonlySet<string>
  readonly #patterns: readonly (RegExp | RedactPattern)[]
  #valuesLeft = 0

  constructor(keys: ReadonlySet<string>, patterns: readonly (RegExp | RedactPattern)[]) {
    this.#keys = keys
    this.#patterns = patterns
  }

  context(context: object): object {
    this.#valuesLeft = MAX_VALUES
    return this.#entries(context, 0)
  }

  #entries(value: object, depth: number): object {
    const copy: Record<string, unknown> = {}
    for (const key of Object.keys(value)) {
      if (this.#valuesLeft <= 0) break
      copy[key] = this.#hidesKey(key) ? MASK : this.#property(value, key, depth + 1)
    }
    return copy
  }

  /** One property; what is thrown by a getter, or by a proxy, is not this record's business. */
  #property(owner: object, key: string, depth: number): unknown {
    try {
      return this.#value((owner as Record<string, unknown>)[key], depth)
    } catch {
      return '[unreadable]'
    }
  }

  #value(value: unknown, depth: number): unknown {
    this.#valuesLeft -= 1
    if (typeof value === 'string') return this.#text(value)
    if (typeof value !== 'object' || value === null || value instanceof Date) return value
    if (depth >= MAX_DEPTH) return '[too deep]'
    if (value instanceof Error) return this.#error(value, depth)
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
    if (Array.isArray(value)) {
      return value.slice(0, Math.max(0, this.#valuesLeft)).map((item) => this.#value(item, depth + 1))
    }
    return this.#entries(value, depth)
  }

  /** What a log needs of an error. The stack only where it is somebody else's: a library's own tells nothing new. */
  #error(error: Error, depth: number): object {
    const copy: Record<string, unknown> = { name: error.name, message: this.#text(error.message) }
    for (const key of AmiError.is(error) ? ERROR_DETAILS : [...ERROR_DETAILS, 'stack']) {
      if (key in error && (error as unknown as Record<string, unknown>)[key] !== undefined) {
        copy[key] = this.#property(error, key, depth + 1)
      }
    }
    return copy
  }

  #text(text: string): string {
    if (LOGIN_TEXT.test(text)) return '[login action]'
    const result = text
      .replace(
        SECRET_TEXT,
        (_all, key: string, quoted?: string, colon?: string, equals?: string) =>
          `${key}${quoted ?? colon ?? equals}${MASK}`,
      )
      .replace(BEARER_TEXT, `$1${MASK}`)
    return this.#patterns.length === 0 ? result : this.#patterned(result)
  }

  #patterned(text: string): string {
    let result = text.slice(0, PATTERN_SEES)
    for (const pattern of this.#patterns) {
      result = pattern instanceof RegExp ? result.replace(pattern, MASK) : pattern.replace(result, MASK)
      if (typeof result !== 'string') throw new TypeError('a pattern must replace text by text')
    }
    if (text.length <= PATTERN_SEES) return result
    return `${result.slice(0, -PATTERN_EDGE)} [and more, ${text.length} characters in all]`
  }

  #hidesKey(key: string): boolean {
    const lower = key.toLowerCase()
    if (this.#keys.has(lower) || SECRET_KEYS.has(lower)) return true
    const words = key
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
    return words.some(
      (word, at) => isSecret(word) || isSecret(word + (words[at + 1] ?? '')) || this.#keys.has(word),
    )
  }
}

function isSecret(word: string): boolean {
  return SECRET_WORDS.has(word) || (word.endsWith('s') && SECRET_WORDS.has(word.slice(0, -1)))
}
