import { AmiArgumentError, type AmiProblem } from '../errors.ts'
import { groups, isObject } from '../option-specs.ts'
import type { AmiClientOptions } from '../options.ts'
import { type ResolvedOptions, resolveOptions } from '../resolved-options.ts'
import { integer, type OptionTable, readOptions, valueThat } from '../util/option-table.ts'
import { type Route, roundRobin } from './route.ts'

/** Options of one server in a fleet. Its name is its key; what it leaves out, the `defaults` say. */
export type FleetServerOptions = Partial<Omit<AmiClientOptions, 'server' | 'delivery' | 'timers' | 'clock'>>

/** A fleet of servers. A server's own option wins over `defaults`, one by one within groups such as `timeouts`. */
export interface AmiClusterOptions {
  /** Servers by name. More can be added later. */
  servers?: Readonly<Record<string, FleetServerOptions>>
  /** For every server. `delivery`, `timers` and `clock` are the fleet's own and stand only here. */
  defaults?: Partial<Omit<AmiClientOptions, 'server'>>
  /** Picks the server for each action. @default roundRobin() */
  route?: Route
  /** Most servers between dialing and login at once. @default 5 */
  maxConcurrentDials?: number
  /** Most attempts at a connection begun in a second, over the whole fleet. @default 50 */
  dialsPerSecond?: number
}

/** A fleet's own options, every default filled in. */
export interface ResolvedClusterOptions {
  readonly servers: ReadonlyMap<string, ResolvedOptions>
  readonly defaults: FleetServerOptions
  /** What a server without options of its own would get: whose clock, budget and logger are the fleet's. */
  readonly shared: ResolvedOptions
  readonly route: Route
  readonly maxConcurrentDials: number
  readonly dialsPerSecond: number
}

type Fields = Readonly<Record<string, unknown>>

/** The options that are the fleet's own. */
export const clusterTable: OptionTable = {
  servers: valueThat('an object of options by server', isObject, {}),
  defaults: valueThat('an object of options', isObject, {}),
  route: valueThat('a function', (value) => typeof value === 'function'),
  maxConcurrentDials: integer(5, 1, 10_000),
  dialsPerSecond: integer(50, 1, 10_000),
}

/** Options of a client that a server in a fleet cannot have for itself. */
const NOT_OF_A_SERVER = {
  server: 'is the key itself',
  delivery: "is the fleet's: set defaults.delivery",
  timers: "is the fleet's: set defaults.timers",
  clock: "is the fleet's: set defaults.clock",
}

/** What makes the defaults complete, to see what is wrong with them alone. */
const ANYBODY = { host: 'host', username: 'user', secret: () => '' }

/**
 * Checks a fleet's options and those of each of its servers. Opens nothing.
 *
 * @throws AmiArgumentError with every problem of every server, its path (`servers.east.port`), and for a typo the
 * nearest option.
 */
export function resolveClusterOptions(options: AmiClusterOptions): ResolvedClusterOptions {
  if (!isObject(options)) throw new AmiArgumentError([{ path: '', message: 'options must be an object' }])
  const { values, problems } = readOptions(clusterTable, options, [])
  const given = mergeOptions({}, values.get('defaults') as Fields)
  const { resolved: shared, problems: ofDefaults } = attempt(mergeOptions(ANYBODY, given))
  problems.push(...prefixed('defaults', ofDefaults))
  const { server } = given
  if (server !== undefined) {
    problems.push({ path: 'defaults.server', message: 'is the name of one server: its key in servers' })
  }
  const servers = new Map<string, ResolvedOptions>()
  for (const [name, own] of Object.entries(values.get('servers') as object)) {
    const one = resolveServer(name, own, given, ofDefaults)
    problems.push(...one.problems)
    if (one.resolved !== undefined) servers.set(name, one.resolved)
  }
  if (problems.length > 0 || shared === undefined) throw new AmiArgumentError(problems)
  return {
    servers,
    defaults: given as FleetServerOptions,
    shared,
    route: (values.get('route') as Route | undefined) ?? roundRobin(),
    maxConcurrentDials: values.get('maxConcurrentDials') as number,
    dialsPerSecond: values.get('dialsPerSecond') as number,
  }
}

/**
 * Options of one server that joins later.
 *
 * @throws AmiArgumentError with every problem.
 */
export function resolveServerOptions(
  name: string,
  own: FleetServerOptions,
  defaults: FleetServerOptions,
): ResolvedOptions {
  const { resolved, problems } = resolveServer(name, own, defaults, [])
  if (resolved === undefined || problems.length > 0) throw new AmiArgumentError(problems, { server: name })
  return resolved
}

interface Attempt {
  readonly resolved: ResolvedOptions | undefined
  readonly problems: readonly AmiProblem[]
}

/** @param known problems of the defaults, which are not told again for each server. */
function resolveServer(
  name: string,
  own: unknown,
  defaults: FleetServerOptions,
  known: readonly AmiProblem[],
): Attempt {
  const path = `servers.${name}`
  if (!isObject(own)) return { resolved: undefined, problems: [{ path, message: 'must be an object' }] }
  const misplaced: AmiProblem[] = []
  if (name === '' || /[\r\n\0]/.test(name)) {
    misplaced.push({ path: 'servers', message: 'a name must not be empty, nor hold line breaks or NUL' })
  }
  for (const [key, message] of Object.entries(NOT_OF_A_SERVER)) {
    if (own[key] !== undefined) misplaced.push({ path: `${path}.${key}`, message })
  }
  const { resolved, problems } = attempt({ ...mergeOptions(defaults, own), server: name })
  const isNew = ({ path: where }: AmiProblem): boolean =>
    !known.some((problem) => problem.path === where) || has(own, where)
  return { resolved, problems: [...misplaced, ...prefixed(path, problems.filter(isNew))] }
}

/**
 * Own options over the defaults: those of a group one by one, everything else as it is. `undefined` is not given. Shares
 * no group with what it was made from.
 */
export function mergeOptions(defaults: Fields, own: Fields): Record<string, unknown> {
  const given = Object.entries(own).filter(([, value]) => value !== undefined)
  // Made from entries, since a key may be `__proto__`, as JSON has it: an assignment would hide it, and change the object.
  return Object.fromEntries([
    ...Object.entries(defaults),
    ...given.map(([key, value]): [string, unknown] => {
      const inherited = Object.hasOwn(defaults, key) ? defaults[key] : undefined
      return [key, groups.has(key) && isObject(value) ? mergeGroup(inherited, value) : value]
    }),
  ])
}

function mergeGroup(inherited: unknown, own: Fields): object {
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined))
  return isObject(inherited) ? { ...inherited, ...given } : given
}

function attempt(options: object): Attempt {
  try {
    return { resolved: resolveOptions(options as AmiClientOptions), problems: [] }
  } catch (error) {
    if (error instanceof AmiArgumentError) return { resolved: undefined, problems: error.problems }
    throw error
  }
}

function prefixed(prefix: string, problems: readonly AmiProblem[]): AmiProblem[] {
  return problems.map(({ path, message }) => ({ path: `${prefix}.${path}`, message }))
}

function has(own: Readonly<Record<string, unknown>>, path: string): boolean {
  const [first = '', second] = path.split('.')
  const value = Object.hasOwn(own, first) ? own[first] : undefined
  return second === undefined ? value !== undefined : isObject(value) && value[second] !== undefined
}
