import { AmiArgumentError, type AmiProblem } from './errors.ts'
import type { Logger } from './observe/logger.ts'
import type { RedactPattern } from './observe/redact.ts'
import { clientTable, isObject, misnomers, switchable } from './option-specs.ts'
import type { AmiClientOptions } from './options.ts'
import { type DecodeText, textDecoder } from './protocol/index.ts'
import type { Lookup, TlsOptions } from './transport/tcp.ts'
import type { Dial } from './transport/transport.ts'
import { type Clock, systemClock, unrefClock } from './util/clock.ts'
import { readOptions } from './util/option-table.ts'

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
  readonly redact: {
    readonly keys: readonly string[]
    readonly patterns: readonly (RegExp | RedactPattern)[]
  }
  readonly logger: Logger | undefined
  readonly lookup: Lookup | undefined
  readonly dial: Dial | undefined
  readonly clock: Clock
  readonly random: () => number
}

/**
 * Checks options and fills in the defaults. Opens nothing.
 *
 * @throws AmiArgumentError with every problem, its path, and for a typo the nearest option.
 */
export function resolveOptions(options: AmiClientOptions): ResolvedOptions {
  if (!isObject(options)) throw new AmiArgumentError([{ path: '', message: 'options must be an object' }])
  const { values, off, problems } = readOptions(clientTable, options, switchable, misnomers)
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
  const port = get<number | undefined>('port') ?? (tls === false ? 5038 : 5039)
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
    clock: clockOf(get('clock'), get('timers')),
    random: get<() => number>('random'),
  })
}

const { values: defaults } = readOptions(clientTable, {}, [])
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

function clockOf(own: Clock | undefined, timers: 'ref' | 'unref'): Clock {
  return own ?? (timers === 'unref' ? unrefClock : systemClock)
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
  const { intervalMs, timeoutMs, silenceMs } = group
  return Object.freeze({
    ...group,
    timeoutMs: given.timeoutMs === undefined ? Math.min(timeoutMs, intervalMs) : timeoutMs,
    silenceMs: given.silenceMs === undefined ? Math.max(silenceMs, 2 * intervalMs) : silenceMs,
  })
}

function agreeingReconnect(group: Reconnect, given: AmiClientOptions['reconnect']): Reconnect {
  if (typeof given !== 'object') return group
  const maxMs = given.maxMs === undefined ? Math.max(group.maxMs, group.minMs) : group.maxMs
  const minMs = given.minMs === undefined ? Math.min(group.minMs, maxMs) : group.minMs
  return Object.freeze({ ...group, maxMs, minMs })
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

function maskText(events: readonly string[] | string | undefined): string | undefined {
  return typeof events === 'object' ? events.join(',') : events
}
