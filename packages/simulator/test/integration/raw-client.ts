import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** A bare socket that speaks no AMI itself: what the simulator wrote is compared as bytes. */
export class RawClient implements AsyncDisposable {
  readonly #socket: Socket
  readonly #chunks: string[] = []
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
    return this.#chunks.join('')
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
    while (!fits(this.text)) {
      if (this.#closed) throw new Error(`closed after ${JSON.stringify(this.text)}`)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    return this.text
  }

  /** Resolves with the frame that has this ActionID and is a response. */
  async response(actionId: string): Promise<string> {
    const find = (): string | undefined =>
      this.frames.find(
        (frame) => frame.includes(`\r\nActionID: ${actionId}`) && /(^|\r\n)Response: /.test(frame),
      )
    await this.until(() => find() !== undefined)
    return (find() ?? '').replace(/^Asterisk Call Manager\/[\d.]+\r\n/, '')
  }

  /** Resolves with everything received when the connection is closed. */
  async end(): Promise<string> {
    while (!this.#closed) await new Promise<void>((resolve) => this.#waiting.push(resolve))
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

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}
