import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import { loadFlood } from './flood-input.mjs'

/*
 * The server of every measurement, a process of its own. It takes any login, answers every action at once, and does
 * what its parent orders over IPC:
 *
 *   { type: 'describe', id, input, frames }         → { id, frames, bytes }, of the input or its first `frames`
 *   { type: 'flood', user, input, frames, repeats } writes those frames to that user's connection
 *   { type: 'endless', user, bytes }                writes one frame that has no end for so long, then `Event: After`
 */

const SLICE_BYTES = 1 << 20
const CHALLENGE = '840415273'
const SECRET = 'bench'
const BOOTED =
  'Event: FullyBooted\r\nPrivilege: system,all\r\nUptime: 12\r\nLastReload: 12\r\nStatus: Fully Booted\r\n\r\n'

const floods = new Map()
const sockets = new Map()

function flood(input) {
  const known = floods.get(input)
  if (known) return known
  const loaded = loadFlood(input)
  floods.set(input, loaded)
  return loaded
}

function describe({ id, input, frames }) {
  const { frameEnds } = flood(input)
  const count = Math.min(frames, frameEnds.length)
  process.send({ id, frames: count, bytes: frameEnds[count - 1] })
}

/** Yields the bytes of one order in slices, so that other connections have their turn between two of them. */
function* slicesOf({ input, frames, repeats }) {
  const { bytes, frameEnds } = flood(input)
  const end = frameEnds[frames - 1]
  for (let round = 0; round < repeats; round += 1) {
    for (let at = 0; at < end; at += SLICE_BYTES) yield bytes.subarray(at, Math.min(at + SLICE_BYTES, end))
  }
}

function* endlessFrame({ bytes }) {
  yield 'Event: Endless\r\nData: '
  const filler = Buffer.alloc(SLICE_BYTES, 'x')
  for (let left = bytes; left > 0; left -= SLICE_BYTES) yield filler.subarray(0, Math.min(left, SLICE_BYTES))
  yield '\r\n\r\nEvent: After\r\nPrivilege: system,all\r\n\r\n'
}

/** Writes as fast as the socket takes it: the next slice as soon as the last one has left for the kernel. */
function pour(socket, slices) {
  const next = () => {
    const { value, done } = slices.next()
    if (done || socket.destroyed) return
    if (socket.write(value)) next()
    else socket.once('drain', next)
  }
  next()
}

/** Reads one request into its headers, names in lower case. */
function parse(text, start, end) {
  const headers = { action: '', actionid: '' }
  for (let at = start; at < end; ) {
    const lineEnd = text.indexOf('\r\n', at)
    const colon = text.indexOf(':', at)
    if (colon !== -1 && colon < lineEnd) {
      headers[text.slice(at, colon).toLowerCase()] = text.slice(colon + 1, lineEnd).trimStart()
    }
    at = lineEnd + 2
  }
  return headers
}

function rightSecret({ secret, authtype, key }) {
  if (authtype?.toLowerCase() !== 'md5') return secret === SECRET
  return key?.toLowerCase() === createHash('md5').update(`${CHALLENGE}${SECRET}`).digest('hex')
}

function login(socket, request, id) {
  if (!rightSecret(request)) return `Response: Error\r\n${id}Message: Authentication failed\r\n\r\n`
  sockets.set(request.username, socket)
  socket.once('close', () => sockets.delete(request.username))
  return `Response: Success\r\n${id}Message: Authentication accepted\r\n\r\n${BOOTED}`
}

const answers = {
  getvar: (_socket, { variable }, id) =>
    `Response: Success\r\n${id}Variable: ${variable}\r\nValue: ${variable}\r\n\r\n`,
  ping: (_socket, _request, id) =>
    `Response: Success\r\n${id}Ping: Pong\r\nTimestamp: 1795501625.267400\r\n\r\n`,
  challenge: (_socket, _request, id) => `Response: Success\r\n${id}Challenge: ${CHALLENGE}\r\n\r\n`,
  login,
  logoff: (socket, _request, id) => {
    setImmediate(() => socket.end())
    return `Response: Goodbye\r\n${id}Message: Thanks for all the fish.\r\n\r\n`
  },
}

function answer(socket, request) {
  const id = request.actionid === '' ? '' : `ActionID: ${request.actionid}\r\n`
  const known = answers[request.action.toLowerCase()]
  return known ? known(socket, request, id) : `Response: Success\r\n${id}\r\n`
}

function serve(socket) {
  let rest = ''
  socket.setNoDelay(true)
  socket.setEncoding('latin1')
  socket.write('Asterisk Call Manager/11.0.0\r\n')
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    const text = rest + chunk
    let start = 0
    let out = ''
    for (let end = text.indexOf('\r\n\r\n'); end !== -1; end = text.indexOf('\r\n\r\n', start)) {
      out += answer(socket, parse(text, start, end + 2))
      start = end + 4
    }
    rest = text.slice(start)
    if (out !== '') socket.write(out, 'latin1')
  })
}

const orders = {
  describe,
  flood: (order) => pour(sockets.get(order.user), slicesOf(order)),
  endless: (order) => pour(sockets.get(order.user), endlessFrame(order)),
}

const server = createServer(serve)
server.listen({ host: '127.0.0.1', port: 0, backlog: 2048 }, () =>
  process.send({ port: server.address().port }),
)
process.on('message', (order) => orders[order.type](order))
process.on('disconnect', () => process.exit())
