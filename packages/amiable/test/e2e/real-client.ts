import { AmiClient, type AmiClientOptions, AmiCluster, type AmiClusterOptions } from 'amiable'
import type { LabServer } from './lab.ts'

/** A client for one of the lab's users; connects when told to. */
export function clientFor(server: LabServer, options: Partial<AmiClientOptions> = {}): AmiClient {
  return new AmiClient({
    server: `lab-${server.label}`,
    host: server.host,
    port: server.port,
    username: 'admin',
    secret: 'amp111',
    reconnect: { minMs: 50, maxMs: 400 },
    ...options,
  })
}

/** A cluster of servers under names of their own; connects when told to. */
export function clusterOf(
  servers: Readonly<Record<string, LabServer>>,
  options: Omit<AmiClusterOptions, 'servers'> = {},
): AmiCluster {
  const places = Object.entries(servers).map(([name, { host, port }]) => [name, { host, port }] as const)
  return new AmiCluster({
    ...options,
    servers: Object.fromEntries(places),
    defaults: {
      username: 'admin',
      secret: 'amp111',
      reconnect: { minMs: 50, maxMs: 400 },
      ...options.defaults,
    },
  })
}

/** A client on the server's TLS port, which trusts the lab's certificate and nothing else. */
export function tlsClientFor(server: LabServer, options: Partial<AmiClientOptions> = {}): AmiClient {
  return clientFor(server, { host: 'localhost', port: server.tlsPort, tls: { ca: server.ca }, ...options })
}

/** Resolves when the client enters a state, or at once when it is in it. */
export function entered(client: AmiClient, state: AmiClient['state']): Promise<void> {
  if (client.state === state) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = client.onState(({ to }) => {
      if (to !== state) return
      stop()
      resolve()
    })
  })
}
