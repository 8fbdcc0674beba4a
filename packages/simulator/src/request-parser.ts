import { type RequestProblem, SimulatedRequest } from './request.ts'

/** Usable bytes of Asterisk's line buffer (`inbuf`, main/manager.c): more before a line feed is too long. */
const LINE_BYTES = 1024
/** `AST_MAX_MANHEADERS`, include/asterisk/manager.h. */
const MAX_LINES = 128
/** Far above 128 full lines; what is beyond can only be lines that were refused. */
const RAW_BYTES = 262_144

const CR = 0x0d

/** Whom a parser works for. */
export interface RequestParserOptions {
  /** The `index` of the session. */
  session: number
  now: () => number
  onRequest: (request: SimulatedRequest) => void
}

/**
 * Turns a client's bytes into requests, with Asterisk's limits and oddities.
 *
 * A line ends at LF, one CR before it is dropped, NUL ends it early; an empty line ends the message, even one
 * without a line before it. Of an over-long line the last byte of each full buffer starts the next piece, which
 * is why a line of exactly 1023 bytes and CRLF leaves a second, empty message behind.
 */
export class RequestParser {
  readonly #options: RequestParserOptions
  /** Bytes of the message from earlier chunks. */
  #wire = ''
  /** Of those the line that is not ended yet, and where in the message it starts. */
  #partial = ''
  #partialAt = 0
  #count = 0
  /** The lines to take, once they are not simply the bytes as they came. */
  #lines: string | undefined
  #problem: RequestProblem | undefined

  constructor(options: RequestParserOptions) {
    this.#options = options
  }

  /** Feeds one chunk; calls `onRequest` for every message it completes. */
  write(chunk: Buffer): void {
    const text = chunk.toString('latin1')
    const hasNul = chunk.includes(0)
    const receivedAt = this.#options.now()
    let start = 0
    let message = 0
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      const ends =
        this.#partial === '' && !hasNul && this.#isPlain(end - start)
          ? this.#plainLine(text, start, end)
          : this.#anyLine(text, start, end, message)
      start = end + 1
      if (!ends) continue
      this.#finish(text.slice(message, start), receivedAt)
      message = start
    }
    this.#rest(text, start, message)
    this.#keep(text.slice(message))
  }

  /** True when a line of this length can be left where it is in the bytes. */
  #isPlain(length: number): boolean {
    return length < LINE_BYTES && this.#lines === undefined && this.#count < MAX_LINES
  }

  #plainLine(text: string, start: number, end: number): boolean {
    if (end === start || (end === start + 1 && text.charCodeAt(start) === CR)) return true
    this.#count += 1
    return false
  }

  /** Takes a line that is cut, over-long, holds NUL or follows such a one; true when it ends the message. */
  #anyLine(text: string, start: number, end: number, message: number): boolean {
    if (this.#partial === '') this.#partialAt = this.#wire.length + start - message
    const complete = this.#partial + text.slice(start, end)
    this.#partial = ''
    const line = this.#shorten(complete, text, message)
    const bare = line.charCodeAt(line.length - 1) === CR ? line.slice(0, -1) : line
    const nul = bare.indexOf('\0')
    const content = nul === -1 ? bare : bare.slice(0, nul)
    if (content === '') return true
    this.#count += 1
    if (this.#count > MAX_LINES) this.#problem ??= 'too-many-lines'
    if (nul !== -1 || this.#count > MAX_LINES) this.#setAside(text, message)
    if (this.#lines !== undefined && this.#count <= MAX_LINES) this.#lines += `${content}\n`
    return false
  }

  #rest(text: string, start: number, message: number): void {
    if (start === text.length) return
    if (this.#partial === '') this.#partialAt = this.#wire.length + start - message
    this.#partial = this.#shorten(this.#partial + text.slice(start), text, message)
  }

  /** Drops full buffers of a line that is too long, but for the last byte of each. */
  #shorten(line: string, text: string, message: number): string {
    if (line.length < LINE_BYTES) return line
    this.#problem = 'line-too-long'
    this.#setAside(text, message)
    return line.slice(-1 - ((line.length - 1) % (LINE_BYTES - 1)))
  }

  /** From here on the lines are kept apart from the bytes. */
  #setAside(text: string, message: number): void {
    this.#lines ??= (this.#wire + text.slice(message)).slice(0, this.#partialAt)
  }

  #finish(tail: string, receivedAt: number): void {
    this.#keep(tail)
    const wire = this.#wire
    const request = new SimulatedRequest({
      lines: this.#lines ?? wire,
      wire,
      receivedAt,
      problem: this.#problem,
      session: this.#options.session,
    })
    this.#wire = ''
    this.#count = 0
    this.#lines = undefined
    this.#problem = undefined
    this.#options.onRequest(request)
  }

  #keep(wire: string): void {
    if (this.#wire === '') this.#wire = wire
    else if (this.#wire.length < RAW_BYTES) this.#wire += wire
    if (this.#wire.length > RAW_BYTES) this.#wire = this.#wire.slice(0, RAW_BYTES)
  }
}
