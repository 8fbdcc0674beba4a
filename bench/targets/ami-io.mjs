import { createRequire } from 'node:module'

// Imported, it takes itself for the program and prints its usage.
const require = createRequire(import.meta.url)
const AmiIo = require('ami-io')

/** ami-io: callbacks by ActionID, header names in lower case. */
export async function connect({ host, port, username, secret }) {
  const client = AmiIo.createClient({
    host,
    port,
    login: username,
    password: secret,
    encoding: 'utf8',
    logger: new AmiIo.SilentLogger(),
  })
  await new Promise((resolve, reject) => {
    client.once('connected', resolve)
    client.once('incorrectLogin', () => reject(new Error('login refused')))
    client.once('socketError', reject)
    client.connect(false)
  })
  return {
    onEvent: (handler) => client.on('event', handler),
    key: (header) => header.toLowerCase(),
    get: (event, key) => event[key],
    ask: (variable, done) => {
      const action = new AmiIo.Action.GetVar()
      action.set('Variable', variable)
      client.send(action, (_error, answer) => done(answer?.value))
    },
  }
}
