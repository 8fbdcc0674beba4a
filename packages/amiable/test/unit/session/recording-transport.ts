import type { DialPhase, Transport } from '../../../src/transport/transport.ts'

/** A connection that keeps what is written to it. */
export class RecordingTransport implements Transport {
  readonly phase: DialPhase = 'tcp'
  readonly encrypted: boolean
  /** Each write, as the bytes that its text and encoding make. */
  readonly writes: Buffer[] = []
  /** The encoding of each write. */
  readonly encodings: ('utf8' | 'latin1')[] = []
  readonly #onWritten: (() => void)[] = []
  /** Bytes that the operating system has not taken. */
  bufferedBytes = 0
  /** Thrown by the next writes. */
  failure: Error | undefined

  constructor({ encrypted = false } = {}) {
    this.encrypted = encrypted
  }

  /** Everything written, as text. */
  get text(): string {
    return Buffer.concat(this.writes).toString('utf8')
  }

  write(text: string, encoding: 'utf8' | 'latin1', onWritten?: () => void): void {
    if (this.failure !== undefined) throw this.failure
    this.writes.push(Buffer.from(text, encoding))
    this.encodings.push(encoding)
    if (onWritten !== undefined) this.#onWritten.push(onWritten)
  }

  /** The operating system takes the oldest write that waits; false when none does. */
  take(): boolean {
    const onWritten = this.#onWritten.shift()
    onWritten?.()
    return onWritten !== undefined
  }

  end(): void {}

  destroy(): void {}
}
