import { lookup as systemLookup } from 'node:dns'
import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import { type ConnectionOptions, connect as tlsConnect } from 'node:tls'
import { AmiConnectionError, messageOf } from '../errors.ts'
import { readBuffer } from '../protocol/read-buffer.ts'
import type { Dial, DialPhase, Transport, TransportHandlers } from './transport.ts'

/** Node's own TLS options: `ca`, `cert`, `key`, `servername`, `rejectUnauthorized` … */
export type TlsOptions = ConnectionOptions

/** Resolves a host name, in the form of `dns.lookup`. */
export type Lookup = LookupFunction

/** Where to connect, and how. */
export interface TcpOptions {
  readonly server: string
  readonly host: string
  readonly port: number
  /** TLS with verification on, unless these options say otherwise. The host name is the SNI. */
  readonly tls: boolean | TlsOptions
  /** Resolves the host name at each attempt. @default Node's, off the main thread */
  readonly lookup: Lookup | undefined
  /**
   * Most that the socket gives in one turn of the event loop; what more there is comes in the next. libuv would read up
   * to 32 buffers before it looks at another socket, and before anybody can take what was read: a flooding server would
   * hold the others up, and overrun consumers that are fast enough for it. @default 262_144
   */
  readonly readBytesPerTurn?: number | undefined
  /** Told of each turn that gave as much as a turn may. */
  readonly onReadBudgetSpent?: (() => void) | undefined
}

const READ_PER_TURN_BYTES = 262_144

// Each read is handed over before the next one begins, so one buffer serves every socket of the process: a
// thousand links cost one buffer, not a thousand. Windows hands out the buffer when a read is posted, not done.
const sharedReadBuffer = process.platform === 'win32' ? undefined : readBuffer
const UNSHARED_READ_BUFFER_BYTES = 16_384

/** Whether a host is this machine, so that nobody can listen on the way. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase()
  if (name === 'localhost' || name === '::1') return true
  const address = name.replace(/^::ffff:/, '')
  return isIP(address) === 4 && address.startsWith('127.')
}

/** Dials over TCP or TLS. */
export function tcp(options: TcpOptions): Dial {
  return (handlers) => {
    try {
      return new TcpTransport(options, handlers)
    } catch (cause) {
      // Certificates and keys are read before anything is dialed, and refused by throwing.
      return refused(options, handlers, cause)
    }
  }
}

function refused({ server, host, port }: TcpOptions, handlers: TransportHandlers, cause: unknown): Transport {
  const message = `cannot connect to ${host}:${port}: ${messageOf(cause)}`
  const error = new AmiConnectionError(message, 'tls', { server, cause })
  const soon = setImmediate(() => handlers.onClose(error))
  return {
    phase: 'tls',
    bufferedBytes: 0,
    encrypted: true,
    write: () => undefined,
    end: () => undefined,
    destroy: () => clearImmediate(soon),
  }
}

class TcpTransport implements Transport {
  readonly encrypted: boolean
  readonly #socket: Socket
  readonly #options: TcpOptions
  readonly #handlers: TransportHandlers
  readonly #readBytesPerTurn: number
  #phase: DialPhase
  #open = false
  #error: Error | undefined
  #destroyed = false
  #readThisTurn = 0

  constructor(options: TcpOptions, handlers: TransportHandlers) {
    this.#options = options
    this.#handlers = handlers
    this.#readBytesPerTurn = options.readBytesPerTurn ?? READ_PER_TURN_BYTES
    this.encrypted = options.tls !== false
    this.#phase = isIP(options.host) === 0 ? 'dns' : 'tcp'
    this.#socket = this.#connect()
    this.#socket.on(this.encrypted ? 'secureConnect' : 'connect', () => this.#onOpen())
    if (this.encrypted) {
      this.#socket.on('connect', () => {
        this.#phase = 'tls'
      })
    }
    this.#socket.on('error', (error) => {
      this.#error = error
    })
    this.#socket.on('close', () => this.#onClose())
  }

  get phase(): DialPhase {
    return this.#phase
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength
  }

  write(text: string, encoding: 'utf8' | 'latin1', onWritten?: () => void): void {
    this.#socket.write(text, encoding, onWritten === undefined ? undefined : () => onWritten())
  }

  end(): void {
    this.#socket.end()
  }

  destroy(): void {
    this.#destroyed = true
    this.#socket.destroy()
  }

  #connect(): Socket {
    const { host, port, tls } = this.#options
    const buffer = sharedReadBuffer ?? Buffer.allocUnsafeSlow(UNSHARED_READ_BUFFER_BYTES)
    const common = {
      host,
      port,
      noDelay: true,
      keepAlive: true,
      onread: { buffer, callback: (length: number, read: Uint8Array) => this.#onRead(length, read) },
      lookup: this.#lookup,
    }
    if (tls === false) return connect(common)
    const name = isIP(host) === 0 ? { servername: host } : {}
    return tlsConnect({ ...name, ...(tls === true ? {} : tls), ...common })
  }

  /** Whatever the user's own lookup throws is its answer, and one address is as good as a list of one. */
  readonly #lookup: Lookup = (host, options, callback) => {
    const lookup = this.#options.lookup ?? systemLookup
    const failed = (thrown: unknown): void =>
      callback(thrown instanceof Error ? thrown : new Error(messageOf(thrown)), [])
    try {
      const returned: unknown = lookup(host, options, (error, address, family) => {
        if (!error) this.#phase = 'tcp'
        const single = options.all === true && typeof address === 'string'
        callback(error, single ? [{ address, family: family ?? isIP(address) }] : address, family)
      })
      // A promise is not waited for, but what it rejects with is an answer.
      if (returned instanceof Promise) returned.catch(failed)
    } catch (error) {
      failed(error)
    }
  }

  #onRead(length: number, read: Uint8Array): boolean {
    if (this.#destroyed) return false
    if (this.#readThisTurn === 0) setImmediate(this.#nextTurn)
    this.#readThisTurn += length
    this.#handlers.onData(read.subarray(0, length))
    return this.#readThisTurn < this.#readBytesPerTurn
  }

  readonly #nextTurn = (): void => {
    const stopped = this.#readThisTurn >= this.#readBytesPerTurn
    this.#readThisTurn = 0
    if (!stopped || this.#destroyed) return
    this.#options.onReadBudgetSpent?.()
    this.#socket.resume()
  }

  #onOpen(): void {
    if (this.#destroyed) return
    this.#open = true
    this.#handlers.onOpen()
  }

  #onClose(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.#handlers.onClose(this.#error === undefined ? undefined : this.#typed(this.#error))
  }

  #typed(cause: Error): AmiConnectionError {
    const { server, host, port } = this.#options
    const errno = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
    const at = `${host}:${port}`
    // TLS 1.3 has a client's certificate judged after the client takes the connection for open.
    if (this.#open && !errno.startsWith('ERR_SSL')) {
      return new AmiConnectionError(`the connection to ${at} broke: ${errno}`, 'reset', { server, cause })
    }
    if (this.#phase === 'dns') {
      return new AmiConnectionError(`${host} cannot be resolved: ${errno}`, 'dns', { server, cause })
    }
    const reason = this.#phase === 'tls' ? 'tls' : 'connect'
    return new AmiConnectionError(`cannot connect to ${at}: ${errno}`, reason, { server, cause })
  }
}
