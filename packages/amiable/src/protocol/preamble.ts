import { AmiBanner } from './message.ts'

const CR = 0x0d
const LF = 0x0a
const ASTERISK = 'Asterisk Call Manager/'
const FRAME_START = /^(?:event|response)\s*:/i
/** Longest greeting that is waited for; what goes on without a line end is garbage. */
const MAX_LINE_BYTES = 4096

/** Receives what stands before the first frame. */
export interface PreambleSink {
  onBanner(banner: AmiBanner): void
  /** Bytes that are neither a greeting nor a frame. */
  onPreambleGarbage(line: string, offset: number, bytes: number): void
}

/** Where the first frame begins, and how the session ends its lines. */
export interface FirstFrame {
  /** Index into the chunk given last together with what was kept of earlier ones: see `rest`. */
  readonly rest: Buffer
  readonly offset: number
  readonly lineFeedOnly: boolean
}

/**
 * Reads what a server says before its first frame: blank lines, and one greeting without a blank line behind it.
 *
 * ```
 * preamble = *( [text] eol )        ; until a line begins with "Event:" or "Response:"
 * greeting = "Asterisk Call Manager/" version eol
 * ```
 * The greeting's line end is the session's; without a greeting, the first frame's. A proxy may greet with words
 * of its own: the first such line is a greeting without a version.
 */
export class Preamble {
  readonly #sink: PreambleSink
  #pending: Buffer = Buffer.alloc(0)
  #offset = 0
  #lineFeedOnly: boolean | undefined
  #greeted: 'no' | 'unknown' | 'asterisk' = 'no'

  constructor(sink: PreambleSink) {
    this.#sink = sink
  }

  /** Bytes waiting for their line's end. */
  get pendingBytes(): number {
    return this.#pending.length
  }

  /** Feeds one chunk; the first frame once it has begun. */
  write(chunk: Buffer): FirstFrame | undefined {
    const bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    let at = 0
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, at)) {
      const lineFeedOnly = end === at || bytes[end - 1] !== CR
      const line = bytes.toString('latin1', at, lineFeedOnly ? end : end - 1)
      if (FRAME_START.test(line)) {
        return {
          rest: bytes.subarray(at),
          offset: this.#offset + at,
          lineFeedOnly: this.#lineFeedOnly ?? lineFeedOnly,
        }
      }
      this.#line(line, lineFeedOnly, this.#offset + at, end + 1 - at)
      at = end + 1
    }
    this.#keep(bytes, at)
    return undefined
  }

  #line(line: string, lineFeedOnly: boolean, offset: number, bytes: number): void {
    if (line === '') return
    if (line.startsWith(ASTERISK) && this.#greeted !== 'asterisk') {
      this.#greeted = 'asterisk'
      this.#lineFeedOnly = lineFeedOnly
      this.#sink.onBanner(new AmiBanner(line, line.slice(ASTERISK.length)))
    } else if (this.#greeted === 'no') {
      this.#greeted = 'unknown'
      this.#sink.onBanner(new AmiBanner(line, undefined))
    } else {
      this.#sink.onPreambleGarbage(line, offset, bytes)
    }
  }

  #keep(bytes: Buffer, at: number): void {
    this.#offset += at
    const left = bytes.length - at
    if (left > MAX_LINE_BYTES) {
      this.#sink.onPreambleGarbage(bytes.toString('latin1', at, at + MAX_LINE_BYTES), this.#offset, left)
      this.#offset += left
      this.#pending = Buffer.alloc(0)
    } else {
      this.#pending = Buffer.from(bytes.subarray(at))
    }
  }
}
