import AmiClient from 'asterisk-ami-client'

/** asterisk-ami-client: promises; its ActionIDs are the milliseconds of the clock. */
export async function connect({ host, port, username, secret }) {
  const client = new AmiClient()
  await client.connect(username, secret, { host, port })
  return {
    onEvent: (handler) => client.on('event', handler),
    key: (header) => header,
    get: (event, key) => event[key],
    ask: (variable, done) => {
      client.action({ Action: 'Getvar', Variable: variable }, true).then(
        (answer) => done(answer.Value),
        () => done(undefined),
      )
    },
  }
}
