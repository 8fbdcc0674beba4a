import { misnomers } from '../option-specs.ts'
import { type Comparison, nearest } from '../util/nearest.ts'
import type { OptionSpec } from '../util/option-table.ts'
import { readUrl } from './ami-url.ts'
import type { Findings } from './findings.ts'
import {
  clientTextOptions,
  clusterTextOptions,
  codeOptions,
  notOfAServer,
  segmentOf,
  variableOf,
} from './text-options.ts'
import { readText, type Setting, wordsIn } from './text-values.ts'

/** Variables of the environment, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Everything that the environment sets. */
export interface EnvironmentReading {
  /** Of the fleet itself. */
  readonly fleet: readonly Setting[]
  /** Without a server's name. */
  readonly shared: readonly Setting[]
  /** By server. */
  readonly servers: ReadonlyMap<string, readonly Setting[]>
}

interface Target {
  /** A server's name, or whose options they are. */
  readonly of: { readonly server: string } | 'fleet' | 'shared'
  readonly path: string
  /** Nothing for a URL. */
  readonly spec: OptionSpec | undefined
}

/** Names of servers in `AMI_SERVERS`; `undefined` when it is not set. */
export function serversIn(env: Environment, prefix: string, findings: Findings): string[] | undefined {
  const variable = `${prefix}SERVERS`
  const list = env[variable]
  if (list === undefined) return undefined
  const names = wordsIn(list)
  if (names.includes('')) findings.source(variable, 'must be names with commas between them')
  if (new Set(names).size < names.length) findings.source(variable, 'names a server twice')
  return [...new Set(names)].filter((name) => name !== '')
}

/**
 * Reads every variable that begins with the prefix.
 *
 * @param servers names to look for; `undefined` for a client without a fleet.
 */
export function readEnvironment(
  env: Environment,
  prefix: string,
  servers: readonly string[] | undefined,
  findings: Findings,
): EnvironmentReading {
  const known = targetsOf(servers)
  const reading = {
    fleet: [] as Setting[],
    shared: [] as Setting[],
    servers: new Map((servers ?? []).map((server): [string, Setting[]] => [server, []])),
  }
  for (const [name, text] of variablesOf(env, prefix)) {
    if (name === 'SERVERS' && servers !== undefined) continue
    const variable = prefix + name
    const [target, other] = known.get(name) ?? []
    if (target === undefined) findings.source(variable, unknownVariable(name, prefix, servers, known))
    else if (other !== undefined) findings.source(variable, `means ${told(target)} as well as ${told(other)}`)
    else settingsFor(target, reading).push(...settingsOf(target, variable, text, findings))
  }
  for (const settings of [reading.shared, ...reading.servers.values()]) inOrder(settings)
  return reading
}

/** Variables that are set and begin with the prefix, which is left out of their names. */
function variablesOf(env: Environment, prefix: string): [name: string, text: string][] {
  return Object.entries(env).flatMap(([variable, text]): [string, string][] =>
    text !== undefined && variable.startsWith(prefix) ? [[variable.slice(prefix.length), text]] : [],
  )
}

function settingsFor(
  { of }: Target,
  reading: { fleet: Setting[]; shared: Setting[]; servers: ReadonlyMap<string, Setting[]> },
): Setting[] {
  return typeof of === 'string' ? reading[of] : (reading.servers.get(of.server) ?? [])
}

/** A URL first, so that a variable beside it wins; a group before its options. */
function inOrder(settings: Setting[]): void {
  const rank = ({ path, fromUrl }: Setting & { fromUrl?: boolean }): number =>
    (fromUrl === true ? 0 : 2) + (path.includes('.') ? 1 : 0)
  settings.sort((a, b) => rank(a) - rank(b))
}

function settingsOf(target: Target, variable: string, text: string, findings: Findings): Setting[] {
  const { path, spec, of } = target
  const prefix = typeof of === 'object' ? `servers.${of.server}.` : ''
  if (spec === undefined) {
    const { settings, problems } = readUrl(text, variable)
    for (const { path: label, message } of problems) {
      findings.source(
        label,
        message,
        ['host', 'username', 'secret'].map((missing) => prefix + missing),
      )
    }
    return settings.map((setting) => ({ ...setting, fromUrl: true }))
  }
  const read = readText(path, spec, text)
  if ('value' in read) return [{ path, label: variable, value: read.value }]
  findings.source(variable, read.problem, [prefix + path])
  return []
}

/** Each option's part of a variable's name. */
const parts: readonly (readonly [part: string, path: string, spec: OptionSpec | undefined])[] = [
  ['URL', 'url', undefined],
  ...[...clientTextOptions].map(([path, spec]) => [variableOf(path), path, spec] as const),
]
const ownParts = parts.filter(([, path]) => !notOfAServer.includes(path))

/** What each variable, without the prefix, sets. More than one thing where names of servers are alike. */
function targetsOf(servers: readonly string[] | undefined): Map<string, Target[]> {
  const known = new Map<string, Target[]>()
  const add = (name: string, target: Target): void => {
    const targets = known.get(name)
    if (targets === undefined) known.set(name, [target])
    else targets.push(target)
  }
  for (const [part, path, spec] of parts) add(part, { of: 'shared', path, spec })
  if (servers === undefined) return known
  for (const [path, spec] of clusterTextOptions) add(variableOf(path), { of: 'fleet', path, spec })
  for (const server of servers) {
    const of = { server }
    const segment = `${segmentOf(server)}_`
    for (const [part, path, spec] of ownParts) add(segment + part, { of, path, spec })
  }
  return known
}

function told({ of, path }: Target): string {
  return typeof of === 'object' ? `${path} of ${of.server}` : path
}

function unknownVariable(
  name: string,
  prefix: string,
  servers: readonly string[] | undefined,
  known: ReadonlyMap<string, unknown>,
): string {
  const isOfFleet =
    name === 'SERVERS' || [...clusterTextOptions.keys()].some((path) => variableOf(path) === name)
  if (isOfFleet && servers === undefined) return 'is for a fleet: see loadClusterOptions'
  const segment =
    (servers ?? []).map((server) => `${segmentOf(server)}_`).find((start) => name.startsWith(start)) ?? ''
  const rest = name.slice(segment.length)
  if (codeOptions.some((path) => variableOf(path) === rest)) return 'can be given in code alone'
  const misnomer = Object.entries(misnomers).find(([word]) => word.toUpperCase() === rest.replaceAll('_', ''))
  const meant =
    misnomer !== undefined && known.has(segment + variableOf(misnomer[1]))
      ? segment + variableOf(misnomer[1])
      : nearest([...known.keys()].map((word): Comparison => [name, word, word]))
  return `is not a variable of this client${meant === undefined ? '' : `; did you mean ${prefix}${meant}?`}`
}
