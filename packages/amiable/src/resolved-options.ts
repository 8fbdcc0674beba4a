import { AmiArgumentError, type AmiProblem } from './errors.ts'
import type { Logger } from './observe/logger.ts'
import type { AmiClientOptions, EventClass } from './options.ts'
import { type DecodeText, MAX_LINE_BYTES, textDecoder } from './protocol/index.ts'
import type { Lookup, TlsOptions } from './transport/tcp.ts'
import type { Dial } from './transport/transport.ts'
import { type Clock, systemClock } from './util/clock.ts'
import {
  integer,
  type OptionSpec,
  type OptionTable,
  oneOf,
  readOptions,
  text,
  valueThat,
} from './util/option-table.ts'

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
const isLine = (value: unknown, header: string): boolean =>
  typeof value === 'string' &&
  value !== '' &&
  !/[\r\n\0]/.test(value) &&
  Buffer.byteLength(`${header}: ${value}`) <= MAX_LINE_BYTES
const duration = (defaultMs: number, min = 1): ReturnType<typeof integer> => integer(defaultMs, min, MAX_MS)

const table: OptionTable = {
  server: text(),
  host: text(),
  port: integer(Number.NaN, 1, 65_535),
  tls: valueThat('a boolean or TLS options', (value) => typeof value === 'boolean' || isObject(value), false),
  username: valueThat('a string that is not empty, on one line that Asterisk can read', (value) =>
    isLine(value, 'Username'),
  ),
  secret: secretSpec(),
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
  clock: valueThat('an object with now, setTimer and clearTimer', isClock, systemClock),
  random: valueThat('a function', isFunction, Math.random),
}

// What other clients, or habit, call the same thing.
const misnomers = {
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

/**
 * Checks options and fills in the defaults. Opens nothing.
 *
 * @throws AmiArgumentError with every problem, its path, and for a typo the nearest option.
 */
export function resolveOptions(options: AmiClientOptions): ResolvedOptions {
  if (!isObject(options)) throw new AmiArgumentError([{ path: '', message: 'options must be an object' }])
  const { values, off, problems } = readOptions(table, options, ['keepalive', 'reconnect'], misnomers)
  const isSound = (path: string): boolean =>
    !problems.some((problem) => problem.path === path || problem.path.startsWith(`${path}.`))
  for (const path of ['host', 'username', 'secret']) {
    if (values.get(path) === undefined && isSound(path)) problems.push({ path, message: 'is required' })
  }
  const get = <T>(path: string): T => values.get(path) as T
  const group = <T>(name: keyof AmiClientOptions): T =>
    (options[name] === undefined ? defaultGroup(name) : groupOf(values, name)) as T
  const keepalive = off.has('keepalive') ? false : agreeingKeepalive(group('keepalive'), options.keepalive)
  const reconnect = off.has('reconnect') ? false : agreeingReconnect(group('reconnect'), options.reconnect)
  if (isSound('keepalive')) problems.push(...keepaliveProblems(keepalive))
  if (isSound('reconnect')) problems.push(...reconnectProblems(reconnect))
  if (problems.length > 0) {
    throw new AmiArgumentError(problems, isSound('server') ? { server: options.server } : {})
  }

  const host = get<string>('host')
  const tls = get<boolean | TlsOptions>('tls')
  const port = options.port ?? (tls === false ? 5038 : 5039)
  return Object.freeze({
    server: get<string | undefined>('server') ?? `${host}:${port}`,
    host,
    port,
    tls,
    username: get<string>('username'),
    secret: secretSource(get('secret')),
    auth: get<'md5' | 'plain'>('auth'),
    events: maskText(get('events')),
    filters: Object.freeze([...get<ResolvedOptions['filters']>('filters')]),
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

/** Holds on to the secret alone: a closure where the options are read would keep all of them. */
function secretSource(secret: string | (() => string | Promise<string>)): ResolvedOptions['secret'] {
  return typeof secret === 'function' ? () => secret() : () => secret
}

type Keepalive = Exclude<ResolvedOptions['keepalive'], false>
type Reconnect = Exclude<ResolvedOptions['reconnect'], false>

/** Numbers that were not given follow the one they must agree with: `{ intervalMs: 5000 }` alone is meant well. */
function agreeingKeepalive(group: Keepalive, given: AmiClientOptions['keepalive']): Keepalive {
  if (typeof given !== 'object') return group
  const { intervalMs } = group
  return Object.freeze({
    ...group,
    timeoutMs: given.timeoutMs ?? Math.min(group.timeoutMs, intervalMs),
    silenceMs: given.silenceMs ?? Math.max(group.silenceMs, 2 * intervalMs),
  })
}

function agreeingReconnect(group: Reconnect, given: AmiClientOptions['reconnect']): Reconnect {
  if (typeof given !== 'object') return group
  const maxMs = given.maxMs ?? Math.max(group.maxMs, group.minMs)
  return Object.freeze({ ...group, maxMs, minMs: given.minMs ?? Math.min(group.minMs, maxMs) })
}

function keepaliveProblems(keepalive: ResolvedOptions['keepalive']): AmiProblem[] {
  if (keepalive === false) return []
  const { intervalMs, timeoutMs, silenceMs } = keepalive
  const problems: AmiProblem[] = []
  if (timeoutMs > intervalMs) {
    problems.push({
      path: 'keepalive.timeoutMs',
      message: `must not pass intervalMs (${intervalMs}), not ${timeoutMs}`,
    })
  }
  if (silenceMs <= intervalMs) {
    problems.push({
      path: 'keepalive.silenceMs',
      message: `must be more than intervalMs (${intervalMs}), not ${silenceMs}`,
    })
  }
  return problems
}

function reconnectProblems(reconnect: ResolvedOptions['reconnect']): AmiProblem[] {
  if (reconnect === false || reconnect.minMs <= reconnect.maxMs) return []
  return [
    {
      path: 'reconnect.minMs',
      message: `must not pass maxMs (${reconnect.maxMs}), not ${reconnect.minMs}`,
    },
  ]
}

/** Says what a secret must be, and nothing of what it is. */
function secretSpec(): OptionSpec {
  return {
    check: (value) =>
      isFunction(value) || isLine(value, 'Secret')
        ? undefined
        : 'must be a string that is not empty, on one line that Asterisk can read, or a function',
  }
}

const CLASSES: ReadonlySet<unknown> = new Set<EventClass>(
  'system call log verbose command agent user config dtmf reporting cdr dialplan originate agi cc aoc test security message'.split(
    ' ',
  ) as EventClass[],
)

function maskText(events: readonly string[] | string | undefined): string | undefined {
  return typeof events === 'object' ? events.join(',') : events
}

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
  return value.every(
    (filter) =>
      isLine(filter, 'Filter') ||
      (isObject(filter) &&
        isLine(filter.criteria, 'MatchCriteria') &&
        (filter.value === undefined || isLine(filter.value, 'Filter'))),
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
  return hasMethods(value, ['debug', 'info', 'warn', 'error'])
}

function isClock(value: unknown): boolean {
  return hasMethods(value, ['now', 'setTimer', 'clearTimer'])
}

function hasMethods(value: unknown, names: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false
  return names.every((name) => isFunction((value as Record<string, unknown>)[name]))
}
