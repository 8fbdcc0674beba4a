import AsteriskManager from 'asterisk-manager'

/** asterisk-manager: callbacks by ActionID, header names in lower case. */
export async function connect({ host, port, username, secret }) {
  const manager = new AsteriskManager(port, host, username, secret, true)
  // It holds actions back until it is logged in, and tells of the login in no other way.
  await new Promise((resolve, reject) => {
    manager.action({ action: 'ping' }, (error) => (error ? reject(new Error(error.message)) : resolve()))
  })
  return {
    onEvent: (handler) => manager.on('managerevent', handler),
    key: (header) => header.toLowerCase(),
    get: (event, key) => event[key],
    ask: (variable, done) =>
      manager.action({ action: 'getvar', variable }, (_error, answer) => done(answer?.value)),
  }
}
