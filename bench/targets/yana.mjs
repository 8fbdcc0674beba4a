import Yana from 'yana'

/** yana: callbacks by ActionID. */
export async function connect({ host, port, username, secret }) {
  const ami = new Yana({ host, port, login: username, password: secret, events: true })
  await new Promise((resolve, reject) => {
    ami.once('error', (problem) => reject(new Error(problem)))
    ami.connect(resolve)
  })
  return {
    onEvent: (handler) => ami.on('event', handler),
    key: (header) => header,
    get: (event, key) => event[key],
    ask: (variable, done) =>
      ami.send({ Action: 'Getvar', Variable: variable }, (answer) => done(answer.Value)),
  }
}
