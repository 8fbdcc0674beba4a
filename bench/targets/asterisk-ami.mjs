import AsteriskAmi from 'asterisk-ami'

/** asterisk-ami: no correlation of its own, so the table by ActionID here is the caller's; names in lower case. */
export async function connect({ host, port, username, secret }) {
  const ami = new AsteriskAmi({ host, port, username, password: secret, events: true, ami_encoding: 'utf8' })
  await new Promise((resolve, reject) => {
    ami.once('ami_login', (accepted) => (accepted ? resolve() : reject(new Error('login refused'))))
    ami.once('ami_socket_error', reject)
    ami.connect()
  })
  const asked = new Map()
  let asks = 0
  ami.on('ami_data', (message) => {
    if (message.event !== undefined) return
    const done = asked.get(message.actionid)
    if (!done) return
    asked.delete(message.actionid)
    done(message.value)
  })
  return {
    onEvent: (handler) =>
      ami.on('ami_data', (message) => {
        if (message.event !== undefined) handler(message)
      }),
    key: (header) => header.toLowerCase(),
    get: (event, key) => event[key],
    ask: (variable, done) => {
      asks += 1
      asked.set(String(asks), done)
      ami.send({ Action: 'Getvar', ActionID: asks, Variable: variable })
    },
  }
}
