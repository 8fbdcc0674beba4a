import type { Anomaly, AnomalyKind } from './anomaly.ts'
import { FrameScanner } from './frame-scanner.ts'
import { type AmiBanner, AmiEvent, AmiResponse, type MessageSource } from './message.ts'
import { NameTable } from './name-table.ts'
import { Preamble } from './preamble.ts'
import { textDecoder } from './text.ts'

const CR = 0x0d
const LF = 0x0a
const SPACE = 0x20
const EVENT = 'Event:'
const RESPONSE = 'Response:'
const FRAME_START = /^(event|response)\s*:/i
const NEXT_FRAME_START = /(\r?\n)(?:Event|Response): /
const NEXT_RESPONSE = /\r\nResponse: \w+\r\nActionID: /
const FOLLOWS = /^response:\s?follows/i
const FOLLOWS_HEADER = /^(?:Privilege|ActionID): /
const SENTINEL = '--END COMMAND--'
const PREVIEW_BYTES = 80
const ACTION_ID_SEARCH_BYTES = 2048

// Servers speak of the same events: one table serves every decoder of the process, and is bounded by itself.
const names = new NameTable()

/** Receives what the decoder finds, in the order of the stream, during `write`. */
export interface DecoderHandlers {
  /** The greeting; a second time when a proxy spoke before Asterisk did. */
  onBanner(banner: AmiBanner): void
  /** A frame whose first header is `Response`. */
  onResponse(response: AmiResponse): void
  /** A frame whose first header is `Event`, if it was wanted. */
  onEvent(event: AmiEvent): void
  /** Bytes that made no message. */
  onAnomaly(anomaly: Anomaly): void
  /** Asked before an event is built: false counts it and builds nothing. Without it every event is wanted. */
  wants?(name: string): boolean
}

/** Bounds and encoding of a {@link Decoder}. */
export interface DecoderOptions {
  /** Longest frame, in bytes. @default 1_048_576 */
  maxMessageBytes?: number
  /** What the messages say of where they come from. @default server '', session 0, UTF-8 with Latin-1 as fallback */
  source?: MessageSource
}

/** What a decoder has seen; the numbers only grow. */
export interface DecoderCounters {
  events: number
  /** Events that nobody wanted: framed and named, never built. Part of `events`. */
  unwantedEvents: number
  responses: number
  blankFrames: number
  anomalies: number
  discardedBytes: number
}

/**
 * Turns bytes, cut anywhere, into messages. Knows nothing of sockets or time; never throws for what it reads.
 *
 * The first header alone tells a frame's kind: a `UserEvent` may carry `Response:` and somebody's ActionID, and
 * stays an event. A frame that begins with anything else is searched for the next line that begins one.
 */
export class Decoder {
  readonly counters: DecoderCounters = {
    events: 0,
    unwantedEvents: 0,
    responses: 0,
    blankFrames: 0,
    anomalies: 0,
    discardedBytes: 0,
  }
  readonly #handlers: DecoderHandlers
  readonly #source: MessageSource
  readonly #scanner: FrameScanner
  #preamble: Preamble | undefined
  #lineFeedOnly = false
  #receivedAt = 0

  constructor(handlers: DecoderHandlers, options: DecoderOptions = {}) {
    this.#handlers = handlers
    this.#source = options.source ?? { server: '', session: 0, decodeText: textDecoder() }
    this.#scanner = new FrameScanner(
      {
        onFrame: (bytes, start, end) => this.#frame(bytes, start, end),
        onOversize: (bytes, start, end) => this.#oversize(bytes, start, end),
      },
      options.maxMessageBytes ?? 1_048_576,
    )
    this.#preamble = new Preamble({
      onBanner: (banner) => this.#banner(banner),
      onPreambleGarbage: (line, offset, bytes) => this.#report('garbage', offset, bytes, line),
    })
  }

  /** Bytes held back until the rest of their frame comes. */
  get pendingBytes(): number {
    return this.#scanner.keptBytes + (this.#preamble?.pendingBytes ?? 0)
  }

  /**
   * Feeds one chunk and hands over each message that it completes. The chunk may be reused afterwards.
   *
   * @param receivedAt stamped on the events, in the caller's milliseconds.
   */
  write(chunk: Uint8Array, receivedAt = 0): void {
    this.#receivedAt = receivedAt
    const bytes = Buffer.isBuffer(chunk)
      ? chunk
      : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    if (this.#preamble === undefined) {
      this.#scanner.write(bytes)
      return
    }
    const first = this.#preamble.write(bytes)
    if (first === undefined) return
    this.#preamble = undefined
    this.#lineFeedOnly = first.lineFeedOnly
    this.#scanner.start(first.lineFeedOnly, first.offset)
    this.#scanner.write(first.rest)
  }

  #frame(bytes: Buffer, from: number, end: number): void {
    let start = from
    while (start < end && (bytes[start] === CR || bytes[start] === LF)) start += 1
    if (start === end) this.counters.blankFrames += 1
    else if (isAt(bytes, start, EVENT)) this.#event(bytes, start, end, start + EVENT.length)
    else if (isAt(bytes, start, RESPONSE)) this.#response(this.#text(bytes, start, end), start)
    else this.#irregular(bytes, start, end)
  }

  #event(bytes: Buffer, start: number, end: number, colonEnd: number): void {
    const nameStart = bytes[colonEnd] === SPACE ? colonEnd + 1 : colonEnd
    let nameEnd = nameStart
    while (nameEnd < end && bytes[nameEnd] !== CR && bytes[nameEnd] !== LF) nameEnd += 1
    this.counters.events += 1
    const name = names.intern(bytes, nameStart, nameEnd)
    if (this.#handlers.wants?.(name) === false) {
      this.counters.unwantedEvents += 1
      return
    }
    this.#handlers.onEvent(new AmiEvent(name, this.#text(bytes, start, end), this.#source, this.#receivedAt))
  }

  #response(text: string, start: number): void {
    if (FOLLOWS.test(text)) {
      this.#follows(text)
      return
    }
    const next = text.indexOf('\r\nResponse: ', RESPONSE.length)
    const cut = next === -1 ? -1 : text.search(NEXT_RESPONSE)
    if (cut === -1) {
      this.counters.responses += 1
      this.#handlers.onResponse(new AmiResponse(text, this.#source))
      return
    }
    this.#report('truncated', this.#scanner.baseOffset + start, cut + 2, text.slice(0, cut))
    this.#response(text.slice(cut + 2), start + cut + 2)
  }

  /** `Response: Follows`: at most the two headers Asterisk writes, then the output, byte for byte. */
  #follows(text: string): void {
    const eol = text.indexOf('\r\n') === -1 ? '\n' : '\r\n'
    let at = text.indexOf(eol) + eol.length
    while (FOLLOWS_HEADER.test(text.slice(at, at + 16))) {
      const end = text.indexOf(eol, at)
      if (end === -1) break
      at = end + eol.length
    }
    const head = text.slice(0, at - eol.length)
    this.counters.responses += 1
    this.#handlers.onResponse(
      new AmiResponse(
        head.replaceAll(/\r?\n/g, '\r\n'),
        this.#source,
        text.slice(at, text.length - SENTINEL.length),
      ),
    )
  }

  /** A frame that begins with neither kind: an odd spelling of one, or garbage with perhaps a frame behind it. */
  #irregular(bytes: Buffer, start: number, end: number): void {
    const text = bytes.toString('latin1', start, end)
    const kind = FRAME_START.exec(text)?.[1]?.toLowerCase()
    if (kind === 'response') this.#response(this.#text(bytes, start, end), start)
    else if (kind === 'event') this.#event(bytes, start, end, start + text.indexOf(':') + 1)
    else this.#resynchronise(text, bytes, start, end)
  }

  #resynchronise(text: string, bytes: Buffer, start: number, end: number): void {
    const next = NEXT_FRAME_START.exec(text)
    const offset = this.#scanner.baseOffset + start
    if (next === null) {
      this.#report(text.includes(':') ? 'unknown-frame' : 'garbage', offset, text.length, text)
      return
    }
    const discarded = next.index + (next[1]?.length ?? 0)
    this.#report('garbage', offset, discarded, text.slice(0, next.index))
    this.#frame(bytes, start + discarded, end)
  }

  #oversize(bytes: Buffer, start: number, end: number): void {
    const head = bytes.toString('latin1', start, Math.min(end, start + ACTION_ID_SEARCH_BYTES))
    this.#report('oversize', this.#scanner.baseOffset + start, end - start, head)
  }

  #banner(banner: AmiBanner): void {
    if (banner.version === undefined) this.#report('banner', 0, 0, banner.text)
    this.#handlers.onBanner(banner)
  }

  #report(kind: AnomalyKind, offset: number, bytes: number, text: string): void {
    this.counters.anomalies += 1
    this.counters.discardedBytes += bytes
    const lost = kind === 'oversize' && FRAME_START.test(text) && !text.toLowerCase().startsWith('event')
    const actionId = lost ? /\r?\nActionID: (.*?)\r?\n/.exec(text)?.[1] : undefined
    this.#handlers.onAnomaly({ kind, offset, bytes, actionId, preview: text.slice(0, PREVIEW_BYTES) })
  }

  /** One flat string of the frame. Messages end their lines with CRLF, whatever the session does. */
  #text(bytes: Buffer, start: number, end: number): string {
    const text = bytes.toString('latin1', start, end)
    return this.#lineFeedOnly && !FOLLOWS.test(text) ? text.replaceAll(/\r?\n/g, '\r\n') : text
  }
}

function isAt(bytes: Buffer, start: number, word: string): boolean {
  for (let at = 0; at < word.length; at += 1) {
    if (bytes[start + at] !== word.charCodeAt(at)) return false
  }
  return true
}
