import type { PendingAction } from '../correlation/pending-action.ts'
import { AmiBackpressureError } from '../errors.ts'
import type { Transport } from '../transport/transport.ts'

/** Room beyond the limit for the session's own pings and its Logoff. */
const RESERVED_BYTES = 4096
/** Most that Asterisk takes out of one TLS record at once (main/manager.c, main/iostream.c). */
const TLS_RECORD_BYTES = 1024
/** A batch that has grown to this leaves before the turn ends: the server answers the first while the last are made. */
const BATCH_BYTES = 16_384
const LF = 0x0a

const NOTHING: Buffer = Buffer.alloc(0)

/** What the outbox needs of a session. */
export interface OutboxHost {
  /** Told of what the transport throws: nothing more can be written. */
  onBroken(cause: unknown): void
}

/**
 * The bounded queue of what is to be written.
 *
 * Actions of one turn of the event loop leave in one write, or in one for each 16 KiB of them. On TLS they leave line
 * by line in records of at most 1024 bytes, each taken by the operating system before the next is made: Asterisk waits
 * for the socket and not for what OpenSSL still holds, so what a longer record has beyond that stays unread until
 * something else comes.
 */
export class Outbox {
  readonly #transport: Transport
  readonly #limitBytes: number
  readonly #host: OutboxHost
  #queue: PendingAction[] = []
  #texts: string[] = []
  #ascii = true
  #queuedBytes = 0
  #scheduled = false
  #unsealed = NOTHING
  #recordInFlight = false
  #closed = false

  constructor(transport: Transport, limitBytes: number, host: OutboxHost) {
    this.#transport = transport
    this.#limitBytes = limitBytes
    this.#host = host
  }

  /** True once the session is over: nothing more will leave. */
  get closed(): boolean {
    return this.#closed
  }

  /** Bytes that have not been taken by the operating system. */
  get bytes(): number {
    return this.#queuedBytes + this.#unsealed.length + this.#transport.bufferedBytes
  }

  /**
   * Refuses what would pass the limit; call it before the action is registered.
   *
   * @throws AmiBackpressureError
   */
  checkRoom(bytes: number, action: string, server: string, control: boolean): void {
    const limit = control ? this.#limitBytes + RESERVED_BYTES : this.#limitBytes
    const waiting = this.bytes
    if (waiting + bytes <= limit) return
    throw new AmiBackpressureError(
      `${action}: ${waiting} bytes wait to be written, ${bytes} more would pass the limit of ${limit}`,
      { server, action, delivery: 'unsent' },
    )
  }

  /** Queues an action for the end of this turn, at the latest. One that settles before it is written never leaves. */
  add(text: string, bytes: number, pending: PendingAction): void {
    this.#queue.push(pending)
    this.#texts.push(text)
    this.#queuedBytes += bytes
    if (bytes !== text.length) this.#ascii = false
    if (this.#queuedBytes >= BATCH_BYTES) this.flush()
    else this.#schedule()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.flush()
    })
  }

  /** Writes what is queued now. */
  flush(): void {
    if (this.#closed || this.#queue.length === 0) return
    const batch = this.#takeBatch()
    const encoding = this.#ascii ? 'latin1' : 'utf8'
    this.#ascii = true
    if (batch === '') return
    if (!this.#transport.encrypted) {
      this.#write(batch, encoding)
      return
    }
    this.#unsealed = Buffer.concat([this.#unsealed, Buffer.from(batch)])
    this.#writeRecord()
  }

  #takeBatch(): string {
    const queue = this.#queue
    const texts = this.#texts
    this.#queue = []
    this.#texts = []
    this.#queuedBytes = 0
    let index = 0
    for (const pending of queue) {
      if (pending.settled) texts[index] = ''
      else pending.written = true
      index += 1
    }
    return texts.join('')
  }

  /** Forgets everything: nothing of one session can reach the next. */
  close(): void {
    this.#closed = true
    this.#queue = []
    this.#texts = []
    this.#queuedBytes = 0
    this.#unsealed = NOTHING
  }

  #writeRecord(): void {
    if (this.#recordInFlight || this.#unsealed.length === 0) return
    const end = recordEnd(this.#unsealed)
    const record = this.#unsealed.toString('utf8', 0, end)
    this.#unsealed = this.#unsealed.subarray(end)
    this.#recordInFlight = true
    this.#write(record, 'utf8', () => {
      this.#recordInFlight = false
      this.#writeRecord()
    })
  }

  #write(text: string, encoding: 'utf8' | 'latin1', onWritten?: () => void): void {
    try {
      this.#transport.write(text, encoding, onWritten)
    } catch (cause) {
      this.#host.onBroken(cause)
    }
  }
}

/** Where the record ends: behind the last whole line that still fits. No line is longer, and the last one is whole. */
function recordEnd(bytes: Buffer): number {
  return bytes.lastIndexOf(LF, TLS_RECORD_BYTES - 1) + 1
}
