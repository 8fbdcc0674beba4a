import { AmiBanner } from './message.ts'

const CR = 0x0d
const LF = 0x0a
const ASTERISK = 'Asterisk Call Manager/'
const FRAME_START = /^(?:event|response)[ \t]*:/i
/** Longest greeting that is waited for; what goes on without a line end is garbage. */
const MAX_LINE_BYTES = 4096

/** Receives what stands before the first frame. */
export interface PreambleSink {
  onBanner(banner: AmiBanner, offset: number): void
  /** A line that is neither a greeting nor a frame; of one that is too long, what came so far. */
  onPreambleGarbage(line: string, offset: number, bytes: number): void
  /** More bytes of the line that was too long. */
  onSkip(bytes: number): void
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
  #skipping = false

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
    let at = this.#skipping ? this.#skipLine(bytes) : 0
    for (let end = bytes.indexOf(LF, at); end !== -1; end = bytes.indexOf(LF, at)) {
      const lineFeedOnly = end === at || bytes[end - 1] !== CR
      const line = bytes.toString('latin1', at, lineFeedOnly ? end : end - 1)
      if (FRAME_START.test(line)) return this.#firstFrame(bytes, at, lineFeedOnly)
      this.#line(line, lineFeedOnly, this.#offset + at, end + 1 - at)
      at = end + 1
    }
    if (bytes.length - at > MAX_LINE_BYTES) {
      const head = bytes.toString('latin1', at, at + MAX_LINE_BYTES)
      if (FRAME_START.test(head)) return this.#firstFrame(bytes, at, false)
      this.#skipping = true
      this.#sink.onPreambleGarbage(head, this.#offset + at, bytes.length - at)
      at = bytes.length
    }
    this.#offset += at
    this.#pending = Buffer.from(bytes.subarray(at))
    return undefined
  }

  #firstFrame(bytes: Buffer, at: number, lineFeedOnly: boolean): FirstFrame {
    return {
      rest: bytes.subarray(at),
      offset: this.#offset + at,
      lineFeedOnly: this.#lineFeedOnly ?? lineFeedOnly,
    }
  }

  #line(line: string, lineFeedOnly: boolean, offset: number, bytes: number): void {
    if (line === '') return
    if (line.startsWith(ASTERISK) && this.#greeted !== 'asterisk') {
      this.#greeted = 'asterisk'
      this.#lineFeedOnly = lineFeedOnly
      this.#sink.onBanner(new AmiBanner(line, line.slice(ASTERISK.length)), offset)
    } else if (this.#greeted === 'no' && bytes <= MAX_LINE_BYTES) {
      this.#greeted = 'unknown'
      this.#sink.onBanner(new AmiBanner(line, undefined), offset)
    } else {
      this.#sink.onPreambleGarbage(line, offset, bytes)
    }
  }

  /** Lets go of the rest of a line that was too long; returns the index behind it. */
  #skipLine(bytes: Buffer): number {
    const end = bytes.indexOf(LF)
    this.#skipping = end === -1
    const skipped = end === -1 ? bytes.length : end + 1
    this.#sink.onSkip(skipped)
    return skipped
  }
}
