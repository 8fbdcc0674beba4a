import { connect as open } from 'node:net'

const END = Buffer.from('\r\n\r\n')
const END_TEXT = '\r\n\r\n'
const LOGIN_ANSWERED = 'Status: Fully Booted\r\n\r\n'
const VALUE = '\r\nValue: '

/**
 * The limit of a client that must find frames: the ends counted by `Buffer.indexOf`, nothing kept or parsed.
 * Its answers are taken in the order of the questions, which the bench server keeps and Asterisk's lists do not.
 */
export async function connect({ host, port, username, secret }) {
  const socket = open({ host, port, noDelay: true })
  socket.write(`Action: Login\r\nUsername: ${username}\r\nSecret: ${secret}\r\n\r\n`)
  await answered(socket)
  return { onFrames: (handler) => countFrames(socket, handler), ask: asker(socket) }
}

function answered(socket) {
  return new Promise((resolve, reject) => {
    let greeting = ''
    const onData = (chunk) => {
      greeting += chunk.toString('latin1')
      if (!greeting.endsWith(LOGIN_ANSWERED)) return
      socket.off('data', onData)
      resolve()
    }
    socket.on('data', onData)
    socket.once('error', reject)
  })
}

function countFrames(socket, handler) {
  let tail = Buffer.alloc(0)
  socket.on('data', (read) => {
    const chunk = read.length < END.length ? Buffer.concat([tail, read]) : read
    if (chunk !== read) tail = Buffer.alloc(0)
    // An end cut in two by the chunks shows only in the last bytes of one joined to the first of the next.
    const seam = Buffer.concat([tail, chunk.subarray(0, END.length - 1)]).indexOf(END)
    let frames = seam === -1 ? 0 : 1
    let at = seam === -1 ? 0 : seam + END.length - tail.length
    for (let end = chunk.indexOf(END, at); end !== -1; end = chunk.indexOf(END, at)) {
      frames += 1
      at = end + END.length
    }
    tail = chunk.subarray(Math.max(at, chunk.length - END.length + 1))
    if (frames > 0) handler(frames)
  })
}

function asker(socket) {
  const waiting = []
  let first = 0
  let out = ''
  let rest = ''
  const flush = () => {
    socket.write(out, 'latin1')
    out = ''
  }
  const onData = (chunk) => {
    const text = rest + chunk.latin1Slice()
    let start = 0
    for (let end = text.indexOf(END_TEXT); end !== -1; end = text.indexOf(END_TEXT, start)) {
      const value = text.indexOf(VALUE, start) + VALUE.length
      waiting[first](text.slice(value, end))
      first += 1
      start = end + END.length
    }
    rest = text.slice(start)
    if (first > 65_536) {
      waiting.splice(0, first)
      first = 0
    }
  }
  let listening = false
  return (variable, done) => {
    if (!listening) socket.on('data', onData)
    listening = true
    waiting.push(done)
    if (out === '') setImmediate(flush)
    out += `Action: Getvar\r\nActionID: ${variable}\r\nVariable: ${variable}\r\n\r\n`
  }
}
