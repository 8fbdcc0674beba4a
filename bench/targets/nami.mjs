import namiModule from 'nami'

const { Nami, Actions } = namiModule
const ignore = () => undefined
const SILENT = { error: ignore, warn: ignore, info: ignore, debug: ignore }

/** nami: callbacks by ActionID, header names in lower case; its decoding is ASCII and cannot be changed. */
export async function connect({ host, port, username, secret }) {
  const nami = new Nami({ host, port, username, secret, logger: SILENT })
  await new Promise((resolve, reject) => {
    nami.once('namiConnected', resolve)
    nami.once('namiLoginIncorrect', () => reject(new Error('login refused')))
    nami.once('namiConnectionError', ({ error }) => reject(error))
    nami.open()
  })
  return {
    onEvent: (handler) => nami.on('namiEvent', handler),
    key: (header) => header.toLowerCase(),
    get: (event, key) => event[key],
    ask: (variable, done) => {
      const action = new Actions.GetVar()
      action.set('Variable', variable)
      nami.send(action, (answer) => done(answer.value))
    },
  }
}
