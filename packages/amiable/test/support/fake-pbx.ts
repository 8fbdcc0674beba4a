import type { AmiConnectionError, Dial, DialPhase, Transport, TransportHandlers } from 'amiable'

/** One action as it arrived. */
export interface FakeRequest {
  readonly action: string
  readonly actionId: string
  readonly headers: ReadonlyMap<string, string>
}

/** The server's end of one connection, without a network. */
export class FakeLink implements Transport {
  readonly encrypted = false
  readonly handlers: TransportHandlers
  readonly received: FakeRequest[] = []
  /** Each write as it came. */
  readonly writes: string[] = []
  /** Thrown by every further write. */
  failure: Error | undefined
  phase: DialPhase = 'tcp'
  bufferedBytes = 0
  /** Destroyed by the client, or closed by the server. */
  over = false
  readonly #pbx: FakePbx
  #text = ''
  #opened = false

  constructor(pbx: FakePbx, handlers: TransportHandlers) {
    this.#pbx = pbx
    this.handlers = handlers
  }

  write(text: string, _encoding: 'utf8' | 'latin1', onWritten?: () => void): void {
    if (this.failure !== undefined) throw this.failure
    this.writes.push(text)
    this.#text += text
    for (let end = this.#text.indexOf('\r\n\r\n'); end !== -1; end = this.#text.indexOf('\r\n\r\n')) {
      const request = parse(this.#text.slice(0, end))
      this.#text = this.#text.slice(end + 4)
      this.received.push(request)
      setImmediate(() => {
        if (!this.over) this.#pbx.onRequest(request, this)
      })
    }
    onWritten?.()
  }

  end(): void {}

  destroy(): void {
    this.over = true
  }

  /** The connection stands, and the server greets. */
  greet(banner = 'Asterisk Call Manager/11.0.0\r\n'): void {
    if (this.over) return
    if (!this.#opened) this.handlers.onOpen()
    this.#opened = true
    if (banner !== '') this.send(banner)
  }

  /** Sends raw text. */
  send(text: string): void {
    if (!this.over) this.handlers.onData(Buffer.from(text, 'latin1'))
  }

  /** Sends one event. */
  event(name: string, headers: Readonly<Record<string, string | number>> = {}): void {
    const lines = Object.entries(headers).map(([key, value]) => `${key}: ${value}\r\n`)
    this.send(`Event: ${name}\r\n${lines.join('')}\r\n`)
  }

  respond({ actionId }: FakeRequest, kind = 'Success', more = ''): void {
    this.send(`Response: ${kind}\r\nActionID: ${actionId}\r\n${more}\r\n`)
  }

  /** Ends the connection from the server's side. */
  cut(error?: AmiConnectionError): void {
    if (this.over) return
    this.over = true
    this.handlers.onClose(error)
  }
}

/** A scripted server behind `options.dial`: everything is sent and received in turns of the event loop. */
export class FakePbx {
  readonly links: FakeLink[] = []
  /** Actions that get no answer, in lower case. */
  readonly silentFor = new Set<string>()
  /** What happens on each connection; by default it opens and is greeted. */
  onDial: (link: FakeLink) => void = (link) => link.greet()
  /** What happens on each action; by default it is answered. */
  onRequest: (request: FakeRequest, link: FakeLink) => void = (request, link) => this.answer(request, link)

  readonly dial: Dial = (handlers) => {
    const link = new FakeLink(this, handlers)
    this.links.push(link)
    setImmediate(() => {
      if (!link.over) this.onDial(link)
    })
    return link
  }

  /** The newest connection. */
  get link(): FakeLink {
    const link = this.links.at(-1)
    if (link === undefined) throw new Error('nobody has dialed yet')
    return link
  }

  /** Connections that nobody has ended. */
  get open(): number {
    return this.links.filter((link) => !link.over).length
  }

  answer(request: FakeRequest, link: FakeLink): void {
    const action = request.action.toLowerCase()
    if (this.silentFor.has(action)) return
    if (action === 'challenge') link.respond(request, 'Success', 'Challenge: 123456789\r\n')
    else if (action === 'coresettings') link.respond(request, 'Success', 'AsteriskVersion: 22.10.1\r\n')
    else if (action === 'logoff') link.respond(request, 'Goodbye')
    else link.respond(request)
  }
}

/** Lets the event loop turn, so that what was written is read and answered. */
export async function turns(count = 16): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

function parse(text: string): FakeRequest {
  const headers = new Map(
    text.split('\r\n').map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  return { action: headers.get('action') ?? '', actionId: headers.get('actionid') ?? '', headers }
}
