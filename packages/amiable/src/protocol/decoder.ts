import type { Anomaly, AnomalyKind } from './anomaly.ts'
import { isFollows, SENTINEL, splitFollows } from './follows.ts'
import { FrameScanner } from './frame-scanner.ts'
import { type AmiBanner, AmiEvent, AmiResponse, type MessageSource } from './message.ts'
import { NameTable } from './name-table.ts'
import { Preamble } from './preamble.ts'
import { latin1Of, textDecoder } from './text.ts'

const CR = 0x0d
const LF = 0x0a
const SPACE = 0x20
const EVENT = 'Event:'
const RESPONSE = 'Response:'
const FRAME_START = /^(event|response)[ \t]*:/i
const NEXT_FRAME_START = /(\r?\n)(?:Event|Response): /
/** Where an answer begins behind one that was cut off, be it in the middle of a line. */
const NEXT_RESPONSE = /(?:\r\n)?Response: \w+\r\nActionID: /g
const NEXT_RESPONSE_LF = /(?:\r?\n)?Response: \w+\r?\nActionID: /g
const ACTION_ID_LINE = /\r?\nActionID: (.*?)\r?\n/
/** Ends in CR LF LF in Asterisk 18.19 to 18.23, 20.4 to 20.8 and 21.0 to 21.3 (main/manager.c). */
const LOOSE_END_EVENT = 'CoreShowChannelMap'
const LOOSE_END = '\r\n\nEvent: '
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
  /** Shared by the messages of one chunk. */
  #source: MessageSource
  readonly #scanner: FrameScanner
  readonly #headBytes: number
  #preamble: Preamble | undefined
  #lineFeedOnly = false

  constructor(handlers: DecoderHandlers, options: DecoderOptions = {}) {
    this.#handlers = handlers
    this.#source = options.source ?? { server: '', session: 0, decodeText: textDecoder() }
    const maxMessageBytes = options.maxMessageBytes ?? 1_048_576
    this.#headBytes = Math.min(maxMessageBytes, ACTION_ID_SEARCH_BYTES)
    this.#scanner = new FrameScanner(
      {
        onFrame: (bytes, start, end) => this.#frame(bytes, start, end),
        onOversize: (bytes, start, end) => this.#oversize(bytes, start, end),
        onSkip: (bytes) => {
          this.counters.discardedBytes += bytes
        },
      },
      maxMessageBytes,
    )
    this.#preamble = new Preamble({
      onBanner: (banner, offset) => this.#banner(banner, offset),
      onPreambleGarbage: (line, offset, bytes) => this.#discard('garbage', offset, bytes, line),
      onSkip: (bytes) => {
        this.counters.discardedBytes += bytes
      },
    })
  }

  /** Bytes held back until the rest of their frame comes. */
  get pendingBytes(): number {
    return this.#scanner.keptBytes + (this.#preamble?.pendingBytes ?? 0)
  }

  /**
   * Feeds one chunk and hands over each message that it completes. The chunk may be reused afterwards.
   *
   * @param receivedAt stamped on the messages, in the caller's milliseconds.
   */
  write(chunk: Uint8Array, receivedAt = 0): void {
    const { server, session, decodeText } = this.#source
    this.#source = { server, session, decodeText, receivedAt }
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

  /** What stands between two blank lines: one message, unless one that is missing has glued several together. */
  #frame(bytes: Buffer, from: number, end: number): void {
    let at = from
    do at = this.#message(bytes, at, end)
    while (at < end)
  }

  /** The message that begins at `from`; returns the index behind it. */
  #message(bytes: Buffer, from: number, end: number): number {
    let start = from
    while (start < end && (bytes[start] === CR || bytes[start] === LF)) start += 1
    if (start === end) this.counters.blankFrames += 1
    else if (isAt(bytes, start, EVENT)) return this.#event(bytes, start, end, start + EVENT.length)
    else if (isAt(bytes, start, RESPONSE)) this.#responses(latin1Of(bytes, start, end), start)
    else return this.#irregular(bytes, start, end)
    return end
  }

  #event(bytes: Buffer, start: number, frameEnd: number, colonEnd: number): number {
    const nameStart = bytes[colonEnd] === SPACE ? colonEnd + 1 : colonEnd
    let nameEnd = nameStart
    while (nameEnd < frameEnd && bytes[nameEnd] !== CR && bytes[nameEnd] !== LF) nameEnd += 1
    this.counters.events += 1
    const name = names.intern(bytes, nameStart, nameEnd)
    const end = name === LOOSE_END_EVENT ? looseEnd(bytes, nameEnd, frameEnd) : frameEnd
    if (this.#handlers.wants?.(name) === false) {
      this.counters.unwantedEvents += 1
      return end
    }
    const text = this.#withCrlf(latin1Of(bytes, start, end))
    this.#handlers.onEvent(new AmiEvent(name, text, this.#source))
    return end
  }

  /** A response, and before it those that were cut off with no blank line behind them. */
  #responses(text: string, start: number): void {
    const offset = this.#scanner.baseOffset + start
    const pattern = this.#lineFeedOnly ? NEXT_RESPONSE_LF : NEXT_RESPONSE
    // What a command printed may hold anything, answers to other actions included.
    const whole = isFollows(text) && text.endsWith(SENTINEL)
    let from = 0
    while (!whole && text.indexOf('Response: ', from + RESPONSE.length) !== -1) {
      pattern.lastIndex = from + RESPONSE.length
      const next = pattern.exec(text)
      if (next === null) break
      const cut = next.index + next[0].indexOf('R')
      this.#discard('truncated', offset + from, cut - from, text.slice(from, cut))
      from = cut
    }
    this.#response(text.slice(from), offset + from)
  }

  #response(text: string, offset: number): void {
    const follows = isFollows(text) ? splitFollows(text) : { head: this.#withCrlf(text), body: undefined }
    if (follows === undefined) {
      this.#discard('truncated', offset, text.length, text)
      return
    }
    this.counters.responses += 1
    this.#handlers.onResponse(new AmiResponse(follows.head, this.#source, follows.body))
  }

  /** A frame that begins with neither kind: an odd spelling of one, or garbage with perhaps a frame behind it. */
  #irregular(bytes: Buffer, start: number, end: number): number {
    const text = bytes.toString('latin1', start, end)
    const kind = frameKind(text)
    if (kind === 'event') return this.#event(bytes, start, end, start + text.indexOf(':') + 1)
    if (kind === undefined) return start + this.#resynchronise(text, this.#scanner.baseOffset + start)
    this.#responses(text, start)
    return end
  }

  /** Discards up to the next line that begins a frame; returns how much that was. */
  #resynchronise(text: string, offset: number): number {
    const next = NEXT_FRAME_START.exec(text)
    if (next === null) {
      this.#discard(text.includes(':') ? 'unknown-frame' : 'garbage', offset, text.length, text)
      return text.length
    }
    const bytes = next.index + (next[1]?.length ?? 0)
    this.#discard('garbage', offset, bytes, text.slice(0, next.index))
    return bytes
  }

  #oversize(bytes: Buffer, start: number, end: number): void {
    // No further than the limit, which is what has come for certain: what is found must not depend on the cuts.
    const head = bytes.toString('latin1', start, Math.min(end, start + this.#headBytes))
    this.#report('oversize', this.#scanner.baseOffset + start, end - start, head)
  }

  #banner(banner: AmiBanner, offset: number): void {
    if (banner.version === undefined) this.#report('banner', offset, 0, banner.text)
    this.#handlers.onBanner(banner)
  }

  #discard(kind: AnomalyKind, offset: number, bytes: number, text: string): void {
    this.counters.discardedBytes += bytes
    this.#report(kind, offset, bytes, text)
  }

  #report(kind: AnomalyKind, offset: number, bytes: number, text: string): void {
    this.counters.anomalies += 1
    const actionId = frameKind(text) === 'response' ? ACTION_ID_LINE.exec(text)?.[1] : undefined
    this.#handlers.onAnomaly({ kind, offset, bytes, actionId, preview: text.slice(0, PREVIEW_BYTES) })
  }

  /** Messages end their lines with CRLF, whatever the session does. */
  #withCrlf(text: string): string {
    return this.#lineFeedOnly ? text.replaceAll(/\r?\n/g, '\r\n') : text
  }
}

/** The kind that a text's first header names in any case, blanks before the colon forgiven. */
function frameKind(text: string): string | undefined {
  return FRAME_START.exec(text)?.[1]?.toLowerCase()
}

function looseEnd(bytes: Buffer, from: number, frameEnd: number): number {
  const at = bytes.subarray(from, frameEnd).indexOf(LOOSE_END)
  return at === -1 ? frameEnd : from + at
}

function isAt(bytes: Buffer, start: number, word: string): boolean {
  for (let at = 0; at < word.length; at += 1) {
    if (bytes[start + at] !== word.charCodeAt(at)) return false
  }
  return true
}
