import { AmiArgumentError, type AmiProblem } from './errors.ts'
import type { Logger } from './observe/logger.ts'
import type { AmiClientOptions, EventClass } from './options.ts'
import { type DecodeText, textDecoder } from './protocol/index.ts'
import type { Lookup, TlsOptions } from './transport/tcp.ts'
import type { Dial } from './transport/transport.ts'
import { type Clock, systemClock } from './util/clock.ts'
import { integer, type OptionTable, oneOf, readOptions, text, valueThat } from './util/option-table.ts'

/** Options with every default filled in, frozen. The secret can be asked for but not seen. */
export interface ResolvedOptions {
  readonly server: string
  readonly host: string
  readonly port: number
  readonly tls: boolean | TlsOptions
  readonly username: string
  readonly secret: () => string | Promise<string>
  readonly auth: 'md5' | 'plain'
  readonly events: string | undefined
  readonly filters: readonly (string | { criteria: string; value?: string })[]
  readonly decodeText: DecodeText
  readonly timeouts: Required<NonNullable<AmiClientOptions['timeouts']>>
  readonly keepalive: Required<Exclude<AmiClientOptions['keepalive'], false | undefined>> | false
  readonly reconnect: Required<Exclude<AmiClientOptions['reconnect'], false | undefined>> | false
  readonly limits: Required<NonNullable<AmiClientOptions['limits']>>
  readonly budgetMs: number
  readonly redact: { readonly keys: readonly string[]; readonly patterns: readonly RegExp[] }
  readonly logger: Logger | undefined
  readonly lookup: Lookup | undefined
  readonly dial: Dial | undefined
  readonly clock: Clock
  readonly random: () => number
}

// Node's timers take 31 bits; a day is more than any of these needs.
const MAX_MS = 86_400_000
const isFunction = (value: unknown): boolean => typeof value === 'function'
const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isStrings = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')
const duration = (defaultMs: number, min = 1): ReturnType<typeof integer> => integer(defaultMs, min, MAX_MS)

const table: OptionTable = {
  server: text(),
  host: text(),
  port: integer(Number.NaN, 1, 65_535),
  tls: valueThat('a boolean or TLS options', (value) => typeof value === 'boolean' || isObject(value), false),
  username: text(),
  secret: valueThat(
    'a string that is not empty, or a function',
    (value) => isFunction(value) || (typeof value === 'string' && value !== ''),
  ),
  auth: oneOf(['md5', 'plain'], 'md5'),
  events: valueThat("'on', 'off' or a list of event classes, in lower case", isMask),
  filters: valueThat('a list of regular expressions as strings, or of { criteria, value }', isFilters, []),
  encoding: valueThat('an encoding that Node knows', isEncoding, 'latin1'),
  'timeouts.connectMs': duration(10_000),
  'timeouts.bannerMs': duration(10_000),
  'timeouts.loginMs': duration(10_000),
  'timeouts.actionMs': duration(30_000),
  'timeouts.closeMs': duration(1000),
  'keepalive.intervalMs': duration(15_000),
  'keepalive.timeoutMs': duration(10_000),
  'keepalive.misses': integer(3, 1, 1000),
  'keepalive.silenceMs': duration(30_000),
  'reconnect.minMs': duration(250),
  'reconnect.maxMs': duration(30_000),
  'reconnect.stableMs': duration(10_000, 0),
  'reconnect.authRetryMs': duration(300_000),
  'reconnect.authAttempts': integer(1_000_000, 1, 1_000_000),
  'limits.messageBytes': integer(1_048_576, 4096, 268_435_456),
  'limits.pendingActions': integer(5000, 1, 1_000_000),
  'limits.writeBufferBytes': integer(5_242_880, 1024, 1_073_741_824),
  'limits.listItems': integer(50_000, 1, 10_000_000),
  'limits.listBytes': integer(33_554_432, 1024, 1_073_741_824),
  'delivery.budgetMs': integer(5, 1, 1000),
  'redact.keys': valueThat('a list of strings', isStrings, []),
  'redact.patterns': valueThat(
    'a list of regular expressions',
    (value) => Array.isArray(value) && value.every((item) => item instanceof RegExp),
    [],
  ),
  logger: valueThat('an object with debug, info, warn and error', isLogger),
  lookup: valueThat('a function', isFunction),
  dial: valueThat('a function', isFunction),
  clock: valueThat('a clock', isObject, systemClock),
  random: valueThat('a function', isFunction, Math.random),
}

/**
 * Checks options and fills in the defaults. Opens nothing.
 *
 * @throws AmiArgumentError with every problem, its path, and for a typo the nearest option.
 */
export function resolveOptions(options: AmiClientOptions): ResolvedOptions {
  if (!isObject(options)) throw new AmiArgumentError([{ path: '', message: 'options must be an object' }])
  const { values, off, problems } = readOptions(table, options, ['keepalive', 'reconnect'])
  for (const path of ['host', 'username', 'secret']) {
    const missing = values.get(path) === undefined && !problems.some((problem) => problem.path === path)
    if (missing) problems.push({ path, message: 'is required' })
  }
  const get = <T>(path: string): T => values.get(path) as T
  const group = <T>(name: keyof AmiClientOptions): T =>
    (options[name] === undefined ? defaultGroup(name) : groupOf(values, name)) as T
  const keepalive = off.has('keepalive')
    ? false
    : group<Exclude<ResolvedOptions['keepalive'], false>>('keepalive')
  const reconnect = off.has('reconnect')
    ? false
    : group<Exclude<ResolvedOptions['reconnect'], false>>('reconnect')
  problems.push(...relations(keepalive, reconnect))
  if (problems.length > 0) throw new AmiArgumentError(problems, { server: options.server })

  const host = get<string>('host')
  const tls = get<boolean | TlsOptions>('tls')
  const port = options.port ?? (tls === false ? 5038 : 5039)
  const secret = get<string | (() => string | Promise<string>)>('secret')
  const events = get<readonly string[] | string | undefined>('events')
  return Object.freeze({
    server: get<string | undefined>('server') ?? `${host}:${port}`,
    host,
    port,
    tls,
    username: get<string>('username'),
    secret: typeof secret === 'function' ? secret : () => secret,
    auth: get<'md5' | 'plain'>('auth'),
    events: typeof events === 'object' ? events.join(',') : events,
    filters: get<ResolvedOptions['filters']>('filters'),
    decodeText: textDecoder(get<string>('encoding')),
    timeouts: group<ResolvedOptions['timeouts']>('timeouts'),
    keepalive,
    reconnect,
    limits: group<ResolvedOptions['limits']>('limits'),
    budgetMs: get<number>('delivery.budgetMs'),
    redact: group<ResolvedOptions['redact']>('redact'),
    logger: get<Logger | undefined>('logger'),
    lookup: get<Lookup | undefined>('lookup'),
    dial: get<Dial | undefined>('dial'),
    clock: get<Clock>('clock'),
    random: get<() => number>('random'),
  })
}

const { values: defaults } = readOptions(table, {}, [])
const defaultGroups = new Map<string, object>()

/** A group that nobody changed: one object for every client of the process. */
function defaultGroup(name: string): object {
  const group = defaultGroups.get(name) ?? groupOf(defaults, name)
  defaultGroups.set(name, group)
  return group
}

function groupOf(values: ReadonlyMap<string, unknown>, name: string): object {
  const inGroup = [...values].filter(([path]) => path.startsWith(`${name}.`))
  return Object.freeze(
    Object.fromEntries(inGroup.map(([path, value]) => [path.slice(name.length + 1), value])),
  )
}

/** What the numbers must be to one another. */
function relations(
  keepalive: ResolvedOptions['keepalive'],
  reconnect: ResolvedOptions['reconnect'],
): AmiProblem[] {
  const problems: AmiProblem[] = []
  if (keepalive !== false && keepalive.timeoutMs > keepalive.intervalMs) {
    problems.push({
      path: 'keepalive.timeoutMs',
      message: `must not pass intervalMs (${keepalive.intervalMs})`,
    })
  }
  if (keepalive !== false && keepalive.silenceMs <= keepalive.intervalMs) {
    problems.push({
      path: 'keepalive.silenceMs',
      message: `must be more than intervalMs (${keepalive.intervalMs})`,
    })
  }
  if (reconnect !== false && reconnect.minMs > reconnect.maxMs) {
    problems.push({ path: 'reconnect.minMs', message: `must not pass maxMs (${reconnect.maxMs})` })
  }
  return problems
}

const CLASSES: ReadonlySet<unknown> = new Set<EventClass>(
  'system call log verbose command agent user config dtmf reporting cdr dialplan originate agi cc aoc test security message'.split(
    ' ',
  ) as EventClass[],
)

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
  return value.every((filter) =>
    typeof filter === 'string' ? filter !== '' : isObject(filter) && typeof filter.criteria === 'string',
  )
}

function isEncoding(value: unknown): boolean {
  try {
    return typeof value === 'string' && textDecoder(value) !== undefined
  } catch {
    return false
  }
}

function isLogger(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return ['debug', 'info', 'warn', 'error'].every(
    (level) => level in value && isFunction((value as Record<string, unknown>)[level]),
  )
}
