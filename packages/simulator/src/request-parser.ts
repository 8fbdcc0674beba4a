import { type RequestProblem, SimulatedRequest } from './request.ts'

/** Usable bytes of Asterisk's line buffer (`inbuf`, main/manager.c): more before a line feed is too long. */
const LINE_BYTES = 1024
/** `AST_MAX_MANHEADERS`, include/asterisk/manager.h. */
const MAX_LINES = 128
/** Far above 128 full lines; what is beyond can only be lines that were refused. */
const RAW_BYTES = 262_144

/**
 * Turns a client's bytes into requests, with Asterisk's limits and oddities.
 *
 * A line ends at LF, one CR before it is dropped, NUL ends it early; an empty line ends the message, even one
 * without a line before it. Of an over-long line the last byte of each full buffer starts the next piece, which
 * is why a line of exactly 1023 bytes and CRLF leaves a second, empty message behind.
 */
export class RequestParser {
  readonly #onRequest: (request: SimulatedRequest) => void
  readonly #now: () => number
  #partial = ''
  #lines: string[] = []
  #wire = ''
  #problem: RequestProblem | undefined

  constructor(onRequest: (request: SimulatedRequest) => void, now: () => number) {
    this.#onRequest = onRequest
    this.#now = now
  }

  /** Feeds one chunk; calls `onRequest` for every message it completes. */
  write(chunk: Buffer): void {
    const text = chunk.toString('latin1')
    const receivedAt = this.#now()
    let start = 0
    let messageStart = 0
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      const line = this.#partial === '' ? text.slice(start, end) : this.#partial + text.slice(start, end)
      this.#partial = ''
      start = end + 1
      if (this.#line(line)) {
        this.#finish(text.slice(messageStart, start), receivedAt)
        messageStart = start
      }
    }
    this.#partial = this.#shorten(this.#partial + text.slice(start))
    this.#keep(text.slice(messageStart))
  }

  /** Takes one line without its line feed; true when it ends the message. */
  #line(complete: string): boolean {
    const line = this.#shorten(complete)
    const end = line.charCodeAt(line.length - 1) === 0x0d ? line.length - 1 : line.length
    const nul = line.indexOf('\0')
    const content = line.slice(0, nul === -1 ? end : Math.min(nul, end))
    if (content === '') return true
    if (this.#lines.length < MAX_LINES) this.#lines.push(content)
    else this.#problem ??= 'too-many-lines'
    return false
  }

  /** Drops full buffers of a line that is too long, but for the last byte of each. */
  #shorten(line: string): string {
    if (line.length < LINE_BYTES) return line
    this.#problem = 'line-too-long'
    const kept = (line.length - 1) % (LINE_BYTES - 1)
    return line.slice(line.length - 1 - kept)
  }

  #finish(tail: string, receivedAt: number): void {
    this.#keep(tail)
    const request = new SimulatedRequest(this.#lines, this.#wire, receivedAt, this.#problem)
    this.#lines = []
    this.#wire = ''
    this.#problem = undefined
    this.#onRequest(request)
  }

  #keep(wire: string): void {
    if (this.#wire === '') this.#wire = wire
    else if (this.#wire.length < RAW_BYTES) this.#wire += wire
    if (this.#wire.length > RAW_BYTES) this.#wire = this.#wire.slice(0, RAW_BYTES)
  }
}
