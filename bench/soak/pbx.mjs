import { createServer } from 'node:net'
import { bootedFrame, eventFrame } from './frames.mjs'

const HOST = '127.0.0.1'
/** Below the ports that systems hand out to whoever dials: a client that dials one of those can meet itself. */
const FIRST_PORT = 20_000
const PORTS = 10_000
const LISTEN_TRIES = 200
const LISTEN_AGAIN_MS = 50
/** A server that is late catches up with no more than this. */
const DEBT_MAX_MS = 500
/** What waits for a reader that does not read: beyond it nothing is produced. */
const BUFFERED_MAX = 4 << 20
const LATE_MS = 1_500
/** Written in one go before a session is killed, more than buffers take: so that some of it is in flight. */
const LAST_EVENTS = 5_000

/**
 * One server: one session at a time, so many events a second, an answer for each action. A session's life is reported
 * when it ends: how many events were written, and how it ended.
 */
export class Pbx {
  #name
  #rate
  #onTaken
  #onLife
  #listener
  #life = 0
  #session
  port

  /** @param onTaken told of each numbered action. @param onLife told of each session that is over. */
  constructor(name, rate, onTaken, onLife) {
    this.#name = name
    this.#rate = rate
    this.#onTaken = onTaken
    this.#onLife = onLife
  }

  get isAlive() {
    return this.#session !== undefined
  }

  /** The session that is alive: `{ server, life, sent }`. */
  get state() {
    return { server: this.#name, life: this.#session?.life, sent: this.#session?.sent ?? 0 }
  }

  /** Listens on a port of its own, and on the same one each time. */
  async listen() {
    for (let tries = LISTEN_TRIES; ; tries -= 1) {
      const port = this.port ?? FIRST_PORT + Math.floor(Math.random() * PORTS)
      try {
        this.#listener = await listenOn(port, (socket) => this.#serve(socket))
        this.port = port
        return
      } catch (error) {
        if (error.code !== 'EADDRINUSE' || tries === 0) throw error
        if (this.port !== undefined) await new Promise((resolve) => setTimeout(resolve, LISTEN_AGAIN_MS))
      }
    }
  }

  /**
   * Ends the session and refuses every other until it listens again: with `fin` everything written still arrives, with
   * `rst` what has not been read is lost.
   */
  kill(end) {
    this.#listener.close()
    const session = this.#session
    if (session === undefined) return
    this.#write(session, LAST_EVENTS)
    this.#over(end)
    if (end === 'rst') session.socket.resetAndDestroy()
    else session.socket.end()
  }

  /** Writes the events that are due. */
  produce(now) {
    const session = this.#session
    if (session === undefined) return
    const dueSince = Math.max(session.producedAt, now - DEBT_MAX_MS)
    const count = Math.floor(((now - dueSince) * this.#rate) / 1_000)
    if (count === 0) return
    session.producedAt = dueSince + (count * 1_000) / this.#rate
    if (session.socket.writableLength <= BUFFERED_MAX) this.#write(session, count)
  }

  /** Writes so many events at once. */
  burst(count) {
    if (this.#session !== undefined) this.#write(this.#session, count)
  }

  #write(session, count) {
    let text = ''
    for (let i = 0; i < count; i += 1) {
      session.sent += 1
      text += eventFrame(this.#name, session.life, session.sent)
    }
    session.socket.write(text)
  }

  #serve(socket) {
    let rest = ''
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.write('Asterisk Call Manager/11.0.0\r\n')
    socket.on('error', () => socket.destroy())
    socket.on('end', () => socket.end())
    socket.on('close', () => {
      if (this.#session?.socket === socket) this.#over('client')
    })
    socket.on('data', (chunk) => {
      const requests = (rest + chunk).split('\r\n\r\n')
      rest = requests.pop()
      const answers = requests.map((request) => this.#answer(socket, headersOf(request))).join('')
      if (answers !== '') write(socket, answers)
    })
  }

  #over(end) {
    this.#onLife({ ...this.state, end })
    this.#session = undefined
  }

  #answer(socket, request) {
    const id = request.actionid === undefined ? '' : `ActionID: ${request.actionid}\r\n`
    switch (request.action?.toLowerCase()) {
      case 'login':
        return this.#login(socket, id)
      case 'logoff':
        setImmediate(() => socket.end())
        return `Response: Goodbye\r\n${id}Message: Thanks for all the fish.\r\n\r\n`
      case 'getvar':
        // Not of the session that lives: it was killed while this was on its way.
        return this.#session?.socket === socket ? this.#getvar(socket, request.variable, id) : ''
      default:
        return `Response: Success\r\n${id}Ping: Pong\r\n\r\n`
    }
  }

  #login(socket, id) {
    if (this.#session !== undefined) {
      this.#session.socket.destroy()
      this.#over('client')
    }
    this.#life += 1
    this.#session = { socket, life: this.#life, sent: 1, producedAt: performance.now() }
    return `Response: Success\r\n${id}Message: Authentication accepted\r\n\r\n${bootedFrame(this.#name, this.#life)}`
  }

  /** The variable says what is to become of the action: `ANSWER_17`, `REFUSE_18`, `LATE_19`. */
  #getvar(socket, variable, id) {
    const [kind, number] = variable.split('_')
    this.#onTaken(Number(number))
    if (kind === 'REFUSE') return `Response: Error\r\n${id}Message: No such channel\r\n\r\n`
    if (kind === 'ANSWER') return this.#value(variable, id)
    setTimeout(() => {
      if (this.#session?.socket === socket) write(socket, this.#value(variable, id))
    }, LATE_MS)
    return ''
  }

  /** Tells also how many events have gone before it, which a client that has this answer must have. */
  #value(variable, id) {
    const { life, sent } = this.#session
    return `Response: Success\r\n${id}Variable: ${variable}\r\nValue: ${variable}\r\nLife: ${life}\r\nSent: ${sent}\r\n\r\n`
  }
}

function write(socket, text) {
  if (socket.writable) socket.write(text)
}

function listenOn(port, serve) {
  return new Promise((resolve, reject) => {
    // Half open: what is written before the end must not be thrown away because the client goes on writing.
    const listener = createServer({ allowHalfOpen: true }, serve)
    listener.once('error', reject)
    listener.listen({ host: HOST, port, exclusive: true }, () => resolve(listener))
  })
}

function headersOf(request) {
  return Object.fromEntries(
    request.split('\r\n').map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
}
