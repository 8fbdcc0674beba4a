import { AmiClient } from 'amiable'

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
    ask: (variable, done) => {
      client.send('Getvar', { Variable: variable }).then(
        (answer) => done(answer.get('Value')),
        () => done(undefined),
      )
    },
  }
}
