/** Replaces what must not be read in a log record's context; returns a copy. */
export type Redact = (context: object) => object

/** What to hide beyond the defaults. */
export interface RedactOptions {
  /** More keys whose whole value is hidden, compared word by word without regard to case. */
  readonly keys?: readonly string[] | undefined
  /** What to hide inside any text. */
  readonly patterns?: readonly RegExp[] | undefined
}

const MASK = '********'
const MAX_DEPTH = 8

// A key is hidden when one of its words is one of these: `AMI_SECRET` and `apiToken`, but not `author`, `keyword`.
const SECRET_WORDS = [
  'secret',
  'md5secret',
  'password',
  'passwd',
  'token',
  'auth',
  'authorization',
  'apikey',
  'privatekey',
]
// Asterisk's own names: an Originate's variables hold whatever the caller has, PINs included.
const SECRET_KEYS = ['key', 'variable', 'chanvariable', 'challenge', 'response-key']
const SECRET_TEXT = [
  /\b((?:secret|password|passwd|token|api_?key|authorization)\s*[:=]\s*)("[^"]*"|'[^']*'|[^\r\n,;&"']+)/gi,
  /\b(Bearer\s+)(\S+)/g,
]
const LOGIN_TEXT = /Action:\s*Login\b/i

/** Makes a {@link Redact}. The patterns are copied, so that a caller's `lastIndex` is left alone. */
export function createRedact(options: RedactOptions = {}): Redact {
  const custom = new Set((options.keys ?? []).map((key) => key.toLowerCase()))
  const patterns = (options.patterns ?? []).map(
    (pattern) =>
      new RegExp(pattern.source, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`),
  )

  const hidesKey = (key: string): boolean => {
    const lower = key.toLowerCase()
    if (custom.has(lower) || SECRET_KEYS.includes(lower)) return true
    const words = key
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
    return words.some(
      (word, at) => isSecret(word) || isSecret(word + (words[at + 1] ?? '')) || custom.has(word),
    )
  }

  const redactText = (text: string): string => {
    if (LOGIN_TEXT.test(text)) return '[login action]'
    let result = text
    for (const pattern of SECRET_TEXT) result = result.replace(pattern, `$1${MASK}`)
    for (const pattern of patterns) result = result.replace(pattern, MASK)
    return result
  }

  const redactValue = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return redactText(value)
    if (typeof value !== 'object' || value === null) return value
    if (depth >= MAX_DEPTH) return '[too deep]'
    if (value instanceof Error) return redactError(value, depth)
    if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1))
    return redactEntries(value, depth)
  }

  const redactError = (error: Error, depth: number): object => ({
    name: error.name,
    message: redactText(error.message),
    ...('code' in error ? { code: error.code } : {}),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, depth + 1) }),
  })

  const redactEntries = (value: object, depth: number): object => {
    const copy: Record<string, unknown> = {}
    for (const [key, item] of Object.entries(value)) {
      copy[key] = hidesKey(key) ? MASK : redactValue(item, depth + 1)
    }
    return copy
  }

  return (context) => redactEntries(context, 0)
}

function isSecret(word: string): boolean {
  return SECRET_WORDS.includes(word)
}
