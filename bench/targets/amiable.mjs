import { AmiClient, AmiCluster } from 'amiable'

/** Amiable, built, with its defaults. */
export async function connect({ host, port, username, secret }) {
  const client = new AmiClient({ host, port, username, secret })
  await client.connect()
  let subscription
  return {
    onEvent: (handler) => {
      subscription = client.on('*', handler)
    },
    dropped: () => subscription.dropped,
    key: (header) => header,
    get: (event, key) => event.get(key),
    ask: asker(client),
  }
}

/**
 * The same with many servers: a cluster, and one subscription to all of it. It dials a few at a time, as it does by
 * default, but as fast as they answer.
 */
export async function connectAll({ host, port, secret }, usernames) {
  const cluster = new AmiCluster({
    dialsPerSecond: 10_000,
    defaults: { host, port, secret },
    servers: Object.fromEntries(usernames.map((username) => [username, { username }])),
  })
  await cluster.connect({ wait: 'all' })
  const indexOf = new Map(usernames.map((username, index) => [username, index]))
  return {
    clients: usernames.map((username) => ({ ask: asker(cluster.server(username)) })),
    readsAll: true,
    onEvents: (handler) => cluster.on('*', (event) => handler(indexOf.get(event.server), 1)),
    dropped: (username) => cluster.server(username).counters().eventsDropped,
  }
}

function asker(client) {
  return (variable, done) => {
    client.send('Getvar', { Variable: variable }).then(
      (answer) => done(answer.get('Value')),
      () => done(undefined),
    )
  }
}
