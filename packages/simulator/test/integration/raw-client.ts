import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** A bare socket that speaks no AMI itself: what the simulator wrote is compared as bytes. */
export class RawClient implements AsyncDisposable {
  readonly #socket: Socket
  readonly #chunks: string[] = []
  #joined = ''
  #joinedChunks = 0
  #waiting: (() => void)[] = []
  #closed = false
  /** How the connection ended: the error of a reset, or nothing for a FIN. */
  ending: NodeJS.ErrnoException | undefined

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk.toString('latin1'))
      this.#wake()
    })
    // It may stay half-open to show that requests before a FIN are answered, but not once the server is done.
    socket.on('end', () => socket.end())
    socket.on('error', (error) => {
      this.ending = error
    })
    socket.on('close', () => {
      this.#closed = true
      this.#wake()
    })
  }

  static connect(port: number): RawClient {
    return new RawClient(connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true }))
  }

  static async connectTls(port: number, ca: string): Promise<RawClient> {
    const socket = connectTls({ port, host: '127.0.0.1', ca, servername: 'localhost' })
    await once(socket, 'secureConnect')
    return new RawClient(socket)
  }

  /** Everything received, one character per byte. */
  get text(): string {
    if (this.#joinedChunks < this.#chunks.length) {
      this.#joined += this.#chunks.slice(this.#joinedChunks).join('')
      this.#joinedChunks = this.#chunks.length
    }
    return this.#joined
  }

  /** The reads it came in. */
  get chunks(): readonly string[] {
    return this.#chunks
  }

  /** Complete frames after the banner line, without their line ends. */
  get frames(): string[] {
    return this.text.split('\r\n\r\n').slice(0, -1)
  }

  /** Sends text whose lines are ended by LF here and by CRLF on the wire, and the empty line. */
  send(action: string): void {
    this.write(`${action.trim().split('\n').join('\r\n')}\r\n\r\n`)
  }

  write(bytes: string | Buffer): void {
    this.#socket.write(bytes)
  }

  /** Sends FIN and goes on reading. */
  finish(): void {
    this.#socket.end()
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  destroy(): void {
    this.#socket.destroy()
  }

  /** Resolves with the text when it fits. Rejects when the connection ends before. */
  async until(fits: (text: string) => boolean): Promise<string> {
    while (!fits(this.text)) await this.#more()
    return this.text
  }

  /** Resolves with the text when it holds the words, so many times. Rejects when the connection ends before. */
  async untilText(words: string, times: number = 1): Promise<string> {
    let seen = 0
    let carried = ''
    for (let next = 0; seen < times; next += 1) {
      while (next >= this.#chunks.length) await this.#more()
      const text = carried + (this.#chunks[next] ?? '')
      let from = 0
      for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, from)) {
        seen += 1
        from = at + words.length
      }
      carried = text.slice(Math.max(from, text.length - words.length + 1))
    }
    return this.text
  }

  /** Resolves with the first response that has this ActionID. Rejects when the connection ends before. */
  async response(actionId: string): Promise<string> {
    const words = `\r\nActionID: ${actionId}\r\n`
    for (let times = 1; ; times += 1) {
      await this.untilText(words, times)
      const frame = await this.#frameAround(nth(this.text, words, times))
      if (frame.startsWith('Response: ')) return frame
    }
  }

  /** Resolves with everything received when the connection is closed. */
  async end(): Promise<string> {
    while (!this.#closed) await this.#change()
    return this.text
  }

  async login(extra: string = ''): Promise<void> {
    this.send(`Action: Login\nUsername: admin\nSecret: amp111\nActionID: login\n${extra}`)
    await this.response('login')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy()
    await this.end()
  }

  async #frameAround(at: number): Promise<string> {
    await this.until((text) => text.indexOf('\r\n\r\n', at) !== -1)
    const before = this.text.lastIndexOf('\r\n\r\n', at)
    const frame = this.text.slice(before === -1 ? 0 : before + 4, this.text.indexOf('\r\n\r\n', at))
    return frame.replace(/^Asterisk Call Manager\/[\d.]+\r\n/, '')
  }

  async #more(): Promise<void> {
    if (this.#closed) throw new Error(`closed after ${JSON.stringify(this.text.slice(-500))}`)
    await this.#change()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}

function nth(text: string, words: string, times: number): number {
  let at = -1
  for (let seen = 0; seen < times; seen += 1) at = text.indexOf(words, at + 1)
  return at
}
