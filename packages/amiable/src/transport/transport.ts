import type { AmiConnectionError } from '../errors.ts'

/** How far dialing has come. */
export type DialPhase = 'dns' | 'tcp' | 'tls'

/** Receives what happens on one connection, each thing on a turn of the event loop after `dial` returned. */
export interface TransportHandlers {
  /** The connection stands, TLS included. Once, first. */
  onOpen(): void
  /** Bytes, valid during the call only. */
  onData(chunk: Uint8Array): void
  /** It is over. Once, last; the error says why, and is absent when the peer ended it in good order. */
  onClose(error: AmiConnectionError | undefined): void
}

/** One byte stream to a server. */
export interface Transport {
  readonly phase: DialPhase
  /** Bytes handed over and not yet taken by the operating system. */
  readonly bufferedBytes: number
  /** True when the peer must be given small records one by one: see `session/outbox.ts`. */
  readonly encrypted: boolean
  /**
   * Queues text; `onWritten` runs when the operating system has taken it.
   *
   * @param encoding `latin1` for text known to be ASCII, which is cheaper to write and the same bytes.
   */
  write(text: string, encoding: 'utf8' | 'latin1', onWritten?: () => void): void
  /** Sends what is queued, then ends. */
  end(): void
  /** Ends at once, without `onClose`. Idempotent. */
  destroy(): void
}

/** Opens a connection. Never throws for what the network does: that arrives at `onClose`. */
export type Dial = (handlers: TransportHandlers) => Transport
