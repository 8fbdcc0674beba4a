import { AmiCluster, type AmiClusterOptions, type FleetServerOptions } from 'amiable'
import { FakePbx, turns } from '../support/fake-pbx.ts'
import { ManualClock } from '../support/manual-clock.ts'

/** A cluster on a clock that stands still, with servers that are not on any network. */
export interface ManualFleet {
  readonly clock: ManualClock
  readonly cluster: AmiCluster
  /** The scripted server of a name; made when it is first asked for. */
  pbx(name: string): FakePbx
  /** How to reach that server, for `add` and `replace`. */
  optionsOf(name: string): FleetServerOptions
  /** Connects, and advances from timer to timer until every server is ready. */
  ready(): Promise<void>
  /** Advances from timer to timer, and lets the event loop turn after each, until so much time has passed. */
  run(ms: number): Promise<void>
}

/** Makes a {@link ManualFleet}. `random` is 0.5 unless given. */
export function manualFleet(names: readonly string[], options: AmiClusterOptions = {}): ManualFleet {
  const clock = new ManualClock()
  const servers = new Map<string, FakePbx>()
  const pbx = (name: string): FakePbx => {
    const known = servers.get(name) ?? new FakePbx()
    servers.set(name, known)
    return known
  }
  const optionsOf = (name: string): FleetServerOptions => ({
    host: '127.0.0.1',
    username: 'dialer',
    secret: 'hunter2',
    dial: pbx(name).dial,
  })
  const cluster = new AmiCluster({
    ...options,
    defaults: { random: () => 0.5, keepalive: false, ...options.defaults, clock },
    servers: Object.fromEntries(
      names.map((name) => [name, { ...optionsOf(name), ...options.servers?.[name] }]),
    ),
  })
  const run = async (ms: number): Promise<void> => {
    const until = clock.now() + ms
    await turns()
    for (let at = clock.nextAt; at !== undefined && at <= until; at = clock.nextAt) {
      clock.advance(at - clock.now())
      await turns()
    }
    clock.advance(until - clock.now())
    await turns()
  }
  const ready = async (): Promise<void> => {
    const connected = cluster.connect({ wait: 'all' })
    await run(names.length * 1000)
    await connected
  }
  return { clock, cluster, pbx, optionsOf, ready, run }
}
