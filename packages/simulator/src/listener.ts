import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import type { SimulatorTls } from './options.ts'

/** Where and how to listen, and what to do with a connection. */
export interface ListenerOptions {
  host: string
  port: number
  tls: SimulatorTls | undefined
  /** `transport` is the TCP socket below a TLS one, else the same. */
  onConnection: (socket: Socket, transport: Socket) => void
}

/** A listening socket that can be closed and opened again on the port it once got. */
export class Listener {
  readonly #options: ListenerOptions
  readonly #transports = new Set<Socket>()
  #server: Server | undefined
  #port: number

  constructor(options: ListenerOptions) {
    this.#options = options
    this.#port = options.port
  }

  /** The port; 0 until it listened once and a free one was asked for. */
  get port(): number {
    return this.#port
  }

  get listening(): boolean {
    return this.#server?.listening === true
  }

  /** Listens. Rejects with the system's error, such as EADDRINUSE. */
  async open(): Promise<void> {
    if (this.#server !== undefined) return
    const server = this.#create()
    this.#server = server
    server.on('connection', (transport: Socket) => this.#track(transport))
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(this.#port, this.#options.host, () => {
          server.off('error', reject)
          resolve()
        })
      })
    } catch (error) {
      this.#server = undefined
      throw error
    }
    const address = server.address()
    if (address !== null && typeof address === 'object') this.#port = address.port
  }

  /** Stops listening and destroys every socket, also those in the middle of a TLS handshake. */
  async close(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    for (const transport of this.#transports) transport.destroy()
    if (server === undefined) return
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
    })
  }

  #create(): Server {
    const { tls, onConnection } = this.#options
    // Half-open, because Asterisk still runs and answers what came before the client's FIN.
    if (tls === undefined) {
      return createServer({ allowHalfOpen: true, noDelay: true }, (socket) => onConnection(socket, socket))
    }
    const { stalls: _, ...material } = tls
    const options: TlsOptions = { ...material, rejectUnauthorized: tls.requestCert === true }
    const server = createTlsServer({ ...options, allowHalfOpen: true, noDelay: true }, (socket) => {
      onConnection(socket, this.#transportOf(socket))
    })
    // A client that gives up the handshake is its own affair.
    server.on('tlsClientError', () => undefined)
    return server
  }

  #track(transport: Socket): void {
    this.#transports.add(transport)
    transport.once('close', () => this.#transports.delete(transport))
    transport.on('error', () => undefined)
  }

  #transportOf(socket: Socket): Socket {
    for (const transport of this.#transports) {
      const same =
        transport.remotePort === socket.remotePort && transport.remoteAddress === socket.remoteAddress
      if (same) return transport
    }
    return socket
  }
}
