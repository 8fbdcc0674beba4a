import type { Writable } from 'node:stream'
import type { Random } from './random.ts'
import type { Timers } from './timers.ts'
import { nextTurn } from './turn.ts'

/** How output is cut into socket writes: not at all, every n bytes, or at seeded random places. */
export type Chunks = 'whole' | 'random' | number

const RANDOM_CUT_BYTES = 64

/** What a writer needs to know of its surroundings. */
export interface RawWriterOptions {
  chunks: Chunks
  random: Random
  timers: Timers
  /** Bytes that may wait for a reader who does not read, before `onOverflow`. */
  maxBufferedBytes: number
  onOverflow: () => void
}

/**
 * Puts wire text on a socket, cut and paced as told.
 *
 *     append ──> tail ──(once per tick)──> head ──(cut, one per turn)──> socket
 *
 * What is appended within one tick goes out together. When cutting, every piece is a socket write of its own in
 * a loop turn of its own, so that a reader in the same process sees the cuts too, unless it is busy itself.
 */
export class RawWriter {
  readonly #socket: Writable
  readonly #options: RawWriterOptions
  #tail = ''
  #head = ''
  #offset = 0
  #scheduled = false
  #cutting = false
  #unsent = 0
  #stalled = false
  #bytesPerSecond = 0
  #closed = false
  #waiting: (() => void)[] = []

  constructor(socket: Writable, options: RawWriterOptions) {
    this.#socket = socket
    this.#options = options
    socket.once('close', () => this.close())
  }

  /** Bytes appended and not yet taken by the kernel. */
  get buffered(): number {
    return this.#tail.length + this.#head.length - this.#offset + this.#unsent
  }

  /** While true, what is appended is held. */
  get stalled(): boolean {
    return this.#stalled
  }

  set stalled(on: boolean) {
    this.#stalled = on
    if (!on) this.#schedule()
  }

  /** Bytes a second to dribble; 0 for as fast as the socket takes them. */
  get bytesPerSecond(): number {
    return this.#bytesPerSecond
  }

  set bytesPerSecond(rate: number) {
    this.#bytesPerSecond = rate
    this.#schedule()
  }

  /** Queues wire text for the end of this tick. */
  append(wire: string): void {
    if (this.#closed || wire === '') return
    this.#tail += wire
    if (this.buffered > this.#options.maxBufferedBytes) this.#options.onOverflow()
    else this.#schedule()
  }

  /** Resolves when at most `lowWaterBytes` are unsent, or the socket is closed. */
  drained(lowWaterBytes: number = 0): Promise<void> {
    if (this.#closed || this.buffered <= lowWaterBytes) return Promise.resolve()
    return new Promise((resolve) => {
      const check = (): void => {
        if (this.#closed || this.buffered <= lowWaterBytes) resolve()
        else this.#waiting.push(check)
      }
      this.#waiting.push(check)
    })
  }

  /** Forgets what was not sent and takes nothing more. */
  close(): void {
    this.#closed = true
    this.#tail = ''
    this.#head = ''
    this.#offset = 0
    this.#unsent = 0
    this.#notify()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    process.nextTick(() => {
      this.#scheduled = false
      this.#flush()
    })
  }

  #flush(): void {
    if (this.#closed || this.#stalled || this.#cutting) return
    if (this.#options.chunks !== 'whole' || this.#bytesPerSecond > 0) {
      this.#cut()
      return
    }
    const wire = this.#offset < this.#head.length ? this.#head.slice(this.#offset) + this.#tail : this.#tail
    this.#head = ''
    this.#offset = 0
    this.#tail = ''
    if (wire !== '') this.#send(wire, () => undefined)
  }

  #send(wire: string, sent: () => void): void {
    this.#unsent += wire.length
    this.#socket.write(wire, 'latin1', () => {
      if (this.#closed) return
      this.#unsent -= wire.length
      sent()
      this.#notify()
    })
  }

  #cut(): void {
    const size = this.#cutBytes()
    if (this.#head.length - this.#offset < size && this.#tail !== '') {
      this.#head = this.#head.slice(this.#offset) + this.#tail
      this.#offset = 0
      this.#tail = ''
    }
    const piece = this.#head.slice(this.#offset, this.#offset + size)
    this.#offset += piece.length
    if (piece === '') return
    this.#cutting = true
    this.#send(piece, () => this.#pause(piece.length))
  }

  #pause(bytes: number): void {
    const next = (): void => {
      this.#cutting = false
      this.#flush()
    }
    if (this.#bytesPerSecond > 0) this.#options.timers.after((bytes * 1000) / this.#bytesPerSecond, next)
    else nextTurn(next)
  }

  #cutBytes(): number {
    const { chunks, random } = this.#options
    // A dribble is of single bytes up to 100 a second, above that of what a hundredth of a second carries.
    if (this.#bytesPerSecond > 0) return Math.max(1, Math.floor(this.#bytesPerSecond / 100))
    if (chunks === 'whole') return Number.POSITIVE_INFINITY
    return chunks === 'random' ? random.between(1, RANDOM_CUT_BYTES) : chunks
  }

  #notify(): void {
    const waiting = this.#waiting
    if (waiting.length === 0) return
    this.#waiting = []
    for (const check of waiting) check()
  }
}
