import { type Simulator, type SimulatorOptions, startSimulator } from '@amiable/simulator'
import { AmiCluster, type AmiClusterOptions, AmiError, type FleetServerOptions } from 'amiable'

/** A cluster and the simulated servers that it speaks to. */
export class Fleet implements AsyncDisposable {
  readonly cluster: AmiCluster
  readonly #servers: ReadonlyMap<string, Simulator>

  constructor(cluster: AmiCluster, servers: ReadonlyMap<string, Simulator>) {
    this.cluster = cluster
    this.#servers = servers
  }

  /** Every server, in the order of their names in {@link startFleet}. */
  get servers(): readonly Simulator[] {
    return [...this.#servers.values()]
  }

  pbx(name: string): Simulator {
    const pbx = this.#servers.get(name)
    if (pbx === undefined) throw new Error(`no server is called ${name}`)
    return pbx
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cluster.close()
    await Promise.all(this.servers.map((pbx) => pbx.close()))
  }
}

/** How a fleet differs from one that is well. */
export interface FleetOptions extends Omit<AmiClusterOptions, 'servers'> {
  readonly simulator?: SimulatorOptions
  /** Options of single servers. */
  readonly own?: Readonly<Record<string, Partial<FleetServerOptions>>>
}

/** How to log in at a simulated server. */
export function optionsOf(pbx: Simulator): FleetServerOptions {
  return { host: pbx.host, port: pbx.port, username: 'admin', secret: 'amp111' }
}

/** Starts a simulated server for each name, and a cluster of them that is not connected. */
export async function startFleet(names: readonly string[], options: FleetOptions = {}): Promise<Fleet> {
  const { simulator, own = {}, defaults, ...rest } = options
  const servers = new Map<string, Simulator>()
  for (const name of names) servers.set(name, await startSimulator(simulator))
  const cluster = new AmiCluster({
    dialsPerSecond: 1000,
    ...rest,
    defaults: {
      keepalive: false,
      reconnect: { minMs: 5, maxMs: 50 },
      ...defaults,
      timeouts: { closeMs: 500, ...defaults?.timeouts },
    },
    servers: Object.fromEntries(
      [...servers].map(([name, pbx]) => [name, { ...optionsOf(pbx), ...own[name] }]),
    ),
  })
  return new Fleet(cluster, servers)
}

/** A fleet of which every server is ready. */
export async function readyFleet(names: readonly string[], options: FleetOptions = {}): Promise<Fleet> {
  const fleet = await startFleet(names, options)
  await fleet.cluster.connect({ wait: 'all' })
  return fleet
}

/** What a promise that must not be kept was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<AmiError> {
  const result = await promise.catch((error: unknown) => {
    if (error instanceof AmiError) return error
    throw error
  })
  if (result instanceof AmiError) return result
  throw new Error('it did not fail')
}

/** Resolves when one of the cluster's servers comes into a state, whatever it is in now. */
export function nextState(cluster: AmiCluster, server: string, to: string): Promise<void> {
  return new Promise((resolve) => {
    const undo = cluster.onState((change) => {
      if (change.server !== server || change.to !== to) return
      undo()
      resolve()
    })
  })
}

/** One turn of the event loop. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Turns until something holds; the test's own time limit is the bound. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await turn()
}

/** Keeps the process busy. */
export function spin(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}
