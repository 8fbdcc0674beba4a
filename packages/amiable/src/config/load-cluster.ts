import { type AmiClusterOptions, resolveClusterOptions } from '../fleet/cluster-options.ts'
import { isObject } from '../option-specs.ts'
import { decodeRoute } from './decode.ts'
import { type EnvironmentReading, readEnvironment, serversIn } from './environment.ts'
import { type ConfigSources, Loading } from './loading.ts'
import { clusterTextOptions, segmentOf, variableOf } from './text-options.ts'
import { put, type Setting, type Tree, withNumbers } from './text-values.ts'

/** The servers of a fleet, and what the environment says of them. */
interface Named {
  readonly names: readonly string[]
  /** Of the only server, where neither a list nor a file names any. */
  readonly only: string | undefined
  readonly environment: EnvironmentReading
}

/**
 * Options of a fleet, from a file and the environment. Opens no connection.
 *
 * `AMI_SERVERS` says which servers there are, or else the file does, or else `AMI_URL` or `AMI_HOST` names the only one.
 *
 * @throws AmiArgumentError with every problem of every source, each under the name of its variable, or of the file and
 * its path there; no secret is shown.
 */
export async function loadClusterOptions(sources: ConfigSources = {}): Promise<AmiClusterOptions> {
  const loading = new Loading(sources)
  const { prefix, findings } = loading
  const file = await loading.readFile()
  loading.note(file, '')
  const named = nameServers(loading, file)
  const { names, only, environment } = named
  const options: Tree = {
    ...withNumbers({ ...file, ...loading.treeOf(environment.fleet, '') }, clusterTextOptions),
    servers: await serversOf(loading, file.servers, named),
    defaults: await loading.layered(
      file.defaults,
      environment.shared.filter((setting) => only === undefined || isFleetWide(setting)),
      'defaults.',
    ),
  }
  chooseRoute(options, loading)
  const hint = (path: string): string => {
    const server = names.find((name) => path.startsWith(`servers.${name}.`))
    const option = variableOf(path.slice(path.lastIndexOf('.') + 1))
    if (server === undefined) return `set ${prefix}${option}`
    const shared = option === 'HOST' ? '' : `, or ${prefix}${option} for all servers`
    return `set ${prefix}${segmentOf(server)}_${option}${shared}`
  }
  findings.check(() => resolveClusterOptions(options as AmiClusterOptions), hint)
  findings.throwIfAny()
  return options as AmiClusterOptions
}

function nameServers({ env, prefix, findings }: Loading, file: Tree): Named {
  const listed = serversIn(env, prefix, findings)
  const names = listed ?? (isObject(file.servers) ? Object.keys(file.servers as object) : [])
  const environment = readEnvironment(env, prefix, names, findings)
  const only = names.length === 0 ? nameOf(environment.shared) : undefined
  const url = `${prefix}URL`
  if (names.length > 0 && env[url] !== undefined) {
    findings.source(
      url,
      `is for the only server there is; among several each has its own, such as ${prefix}EAST_URL`,
    )
  }
  if (names.length === 0 && only === undefined && file.servers === undefined && env[url] === undefined) {
    findings.source(
      `${prefix}SERVERS`,
      `names no server; set it, or ${url}, or ${prefix}HOST, or name them in a file`,
    )
  }
  return { names, only, environment }
}

async function serversOf(loading: Loading, written: unknown, named: Named): Promise<unknown> {
  if (written !== undefined && !isObject(written)) return written
  const { names, only, environment } = named
  const inFile = (written ?? {}) as Tree
  const layered = async (name: string, settings: readonly Setting[]): Promise<[string, unknown]> => {
    const own = Object.hasOwn(inFile, name) ? inFile[name] : undefined
    return [name, await loading.layered(own, settings, `servers.${name}.`)]
  }
  const servers = names.map((name) => layered(name, environment.servers.get(name) ?? []))
  if (only !== undefined) {
    const own = environment.shared.filter((setting) => !isFleetWide(setting) && setting.path !== 'server')
    servers.push(layered(only, own))
  }
  return Object.fromEntries(await Promise.all(servers))
}

/** Whether a setting is the fleet's although it is written as a client's. */
function isFleetWide({ path }: Setting): boolean {
  return path.startsWith('delivery.')
}

/** What the only server is called: as a client alone is. */
function nameOf(settings: readonly Setting[]): string | undefined {
  const tree: Tree = {}
  for (const { path, value } of settings) put(tree, path, value)
  const { server, host, tls, port = tls === undefined || tls === false ? 5038 : 5039 } = tree
  if (typeof host !== 'string') return undefined
  return typeof server === 'string' ? server : `${host}:${String(port)}`
}

function chooseRoute(options: Tree, { findings }: Loading): void {
  const { route: written } = options
  if (written === undefined) return
  const route = decodeRoute(written)
  if (route !== undefined) options.route = route
  else {
    delete options.route
    findings.option(
      'route',
      'must be roundRobin, leastPending, leastCalls, { weighted: … } or { failover: … }',
    )
  }
}
