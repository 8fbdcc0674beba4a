import { patternProblems } from './observe/redact.ts'
import type { EventClass } from './options.ts'
import { MAX_LINE_BYTES, textDecoder } from './protocol/index.ts'
import { integer, type OptionSpec, type OptionTable, oneOf, text, valueThat } from './util/option-table.ts'

// Node's timers take 31 bits; a day is more than any of these needs.
const MAX_MS = 86_400_000
const isFunction = (value: unknown): boolean => typeof value === 'function'
/** Whether a value is an object, and no list. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isStrings = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')
const isLine = (value: unknown, header: string): boolean =>
  typeof value === 'string' &&
  value !== '' &&
  !/[\r\n\0]/.test(value) &&
  Buffer.byteLength(`${header}: ${value}`) <= MAX_LINE_BYTES
const duration = (defaultMs: number, min = 1): ReturnType<typeof integer> => integer(defaultMs, min, MAX_MS)

/** Every option of a client: what it may be, and its default. */
export const clientTable: OptionTable = {
  server: text(),
  host: text(),
  port: integer(undefined, 1, 65_535),
  tls: valueThat('a boolean or TLS options', (value) => typeof value === 'boolean' || isObject(value), false),
  username: valueThat(
    'a string that is not empty, on one line that Asterisk can read',
    (value) => isLine(value, 'Username'),
    undefined,
    'text',
  ),
  secret: secretSpec(),
  auth: oneOf(['md5', 'plain'], 'md5'),
  events: {
    ...valueThat("'on', 'off' or a list of event classes, in lower case", isMask),
    words: eventClasses(),
  },
  filters: valueThat('a list of regular expressions as strings, or of { criteria, value }', isFilters, []),
  encoding: valueThat('an encoding that Node knows', isEncoding, 'latin1', 'text'),
  'timeouts.connectMs': duration(10_000),
  'timeouts.bannerMs': duration(10_000),
  'timeouts.loginMs': duration(10_000),
  'timeouts.actionMs': duration(30_000),
  'timeouts.closeMs': duration(1000),
  'keepalive.intervalMs': duration(15_000),
  'keepalive.timeoutMs': duration(10_000),
  'keepalive.misses': integer(3, 1, 1000),
  'keepalive.silenceMs': duration(30_000),
  'keepalive.stallMs': duration(300_000, 0),
  'reconnect.minMs': duration(250),
  'reconnect.maxMs': duration(30_000),
  'reconnect.stableMs': duration(10_000, 0),
  'reconnect.authRetryMs': duration(300_000),
  'reconnect.authAttempts': integer(1_000_000, 1, 1_000_000),
  'reconnect.breakerFailures': integer(5, 1, 1_000_000),
  'reconnect.breakerCooldownMs': duration(0, 0),
  'limits.messageBytes': integer(1_048_576, 4096, 268_435_456),
  'limits.pendingActions': integer(5000, 1, 1_000_000),
  'limits.writeBufferBytes': integer(5_242_880, 1024, 1_073_741_824),
  'limits.listItems': integer(50_000, 1, 10_000_000),
  'limits.listBytes': integer(33_554_432, 1024, 1_073_741_824),
  'limits.readBytesPerTurn': integer(262_144, 65_536, 1_073_741_824),
  'delivery.budgetMs': integer(5, 1, 1000),
  'redact.keys': valueThat('a list of strings', isStrings, []),
  'redact.patterns': { kind: 'value', default: [], check: patternProblems },
  logger: code('an object with debug, info, warn and error', isLogger),
  lookup: code('a function', isFunction),
  dial: code('a function', isFunction),
  timers: oneOf(['ref', 'unref'], 'ref'),
  clock: code('an object with now, setTimer and clearTimer', isClock),
  random: code('a function', isFunction, Math.random),
}

/** What other clients, or habit, call the same thing. */
export const misnomers: Readonly<Record<string, string>> = {
  user: 'username',
  login: 'username',
  password: 'secret',
  pass: 'secret',
  hostname: 'host',
  address: 'host',
  name: 'server',
  ssl: 'tls',
  timeout: 'timeouts',
  eventmask: 'events',
}

/** Groups of options, in which an option given for one server leaves the others as they are. `tls` is Node's own group. */
export const groups: ReadonlySet<string> = new Set([
  'tls',
  ...Object.keys(clientTable).flatMap((path) => (path.includes('.') ? path.split('.').slice(0, 1) : [])),
])

/** Groups that may be `false` as a whole. */
export const switchable: readonly string[] = ['keepalive', 'reconnect']

/** An option that no text can hold. */
function code(what: string, test: (value: unknown) => boolean, defaultValue?: unknown): OptionSpec {
  return valueThat(what, test, defaultValue, 'code')
}

/** Says what a secret must be, and nothing of what it is. */
function secretSpec(): OptionSpec {
  return {
    kind: 'text',
    check: (value) =>
      isFunction(value) || isLine(value, 'Secret')
        ? undefined
        : 'must be a string that is not empty, on one line that Asterisk can read, or a function',
  }
}

function eventClasses(): readonly EventClass[] {
  const classes =
    'system call log verbose command agent user config dtmf reporting cdr dialplan originate agi cc aoc test security message'
  return classes.split(' ') as EventClass[]
}

const CLASSES: ReadonlySet<unknown> = new Set(eventClasses())

// Asterisk takes a class that it does not know for "no events", and answers Success: the check is ours to make.
function isMask(value: unknown): boolean {
  return (
    value === 'on' ||
    value === 'off' ||
    (Array.isArray(value) && value.length > 0 && value.every((name) => CLASSES.has(name)))
  )
}

function isFilters(value: unknown): boolean {
  if (!Array.isArray(value)) return false
  return value.every((filter: unknown) => {
    if (!isObject(filter)) return isLine(filter, 'Filter')
    const { criteria, value: operand } = filter
    return isLine(criteria, 'MatchCriteria') && (operand === undefined || isLine(operand, 'Filter'))
  })
}

function isEncoding(value: unknown): boolean {
  try {
    return typeof value === 'string' && textDecoder(value) !== undefined
  } catch {
    return false
  }
}

function isLogger(value: unknown): boolean {
  return hasMethods(value, ['debug', 'info', 'warn', 'error'])
}

function isClock(value: unknown): boolean {
  return hasMethods(value, ['now', 'setTimer', 'clearTimer'])
}

function hasMethods(value: unknown, names: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false
  return names.every((name) => isFunction((value as Record<string, unknown>)[name]))
}
