import { connect } from 'node:net'

/**
 * Logs in to a manager port and asks which Asterisk answers; with `booted`, resolves once it is fully booted,
 * which Asterisk tells only users who may read `system`.
 *
 * Deliberately not the library: the lab must not depend on what it is there to test.
 */
export function askVersion({ host, port, user, secret, booted, patienceMs }) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port })
    let text = ''
    const settle = (how, value) => {
      clearTimeout(timer)
      socket.destroy()
      how(value)
    }
    const timer = setTimeout(() => settle(reject, new Error(`no answer within ${patienceMs} ms`)), patienceMs)
    socket.once('connect', () => socket.write(login(user, secret)))
    socket.once('error', (error) => settle(reject, error))
    socket.once('close', () => settle(reject, new Error('the connection was closed')))
    socket.on('data', (chunk) => {
      text += chunk
      const answer = outcome(text, booted)
      if (answer !== undefined) settle(answer instanceof Error ? reject : resolve, answer)
    })
  })
}

function login(user, secret) {
  const actions = [
    ['Action: Login', `Username: ${user}`, `Secret: ${secret}`, 'ActionID: login'],
    ['Action: CoreSettings', 'ActionID: settings'],
  ]
  return actions.map((lines) => `${lines.join('\r\n')}\r\n\r\n`).join('')
}

function outcome(text, booted) {
  const refused = /^Response: Error\r\nActionID: (?:login|settings)\r\nMessage: (.*)\r$/m.exec(text)
  if (refused !== null) return new Error(refused[1])
  if (booted && !/^Event: FullyBooted\r$/m.test(text)) return undefined
  return /^AsteriskVersion: (.*)\r$/m.exec(text)?.[1]
}
