import { connect as open } from 'node:net'

const LOGIN_ANSWERED = 'Status: Fully Booted\r\n\r\n'

/** The limit of Node: bytes read into one reused buffer, and only counted. */
export function connect({ host, port, username, secret }) {
  return new Promise((resolve, reject) => {
    let onBytes
    let greeting = ''
    const onRead = (length, buffer) => {
      if (onBytes) return onBytes(length)
      greeting += buffer.toString('latin1', 0, length)
      if (!greeting.endsWith(LOGIN_ANSWERED)) return true
      onBytes = () => true
      resolve({
        onBytes: (handler) => {
          onBytes = (bytes) => {
            handler(bytes)
            return true
          }
        },
      })
      return true
    }
    const onread = { buffer: Buffer.allocUnsafe(65_536), callback: onRead }
    const socket = open({ host, port, noDelay: true, onread })
    socket.once('error', reject)
    socket.write(`Action: Login\r\nUsername: ${username}\r\nSecret: ${secret}\r\n\r\n`)
  })
}
