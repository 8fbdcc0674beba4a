import { SENTINEL } from './follows.ts'
import { findValue, findValues, valueAfter, walkLines } from './headers.ts'
import type { DecodeText } from './text.ts'
import { flagOf, numberOf, timeOf, type VariableValues, variablesOf } from './values.ts'

/** Where messages come from, and when: shared by all messages that arrived together. */
export interface MessageSource {
  /** The server's name. */
  readonly server: string
  /** Counts the sessions of one client from 1, so that an event tells which life of the link it is from. */
  readonly session: number
  readonly decodeText: DecodeText
  /** When the bytes arrived, on the client's monotonic clock, in milliseconds. @default 0 */
  readonly receivedAt?: number
}

/** A message as JSON: a header sent more than once is an array. */
export type MessageJson = Record<string, string | string[]>

/**
 * Ordered headers with case-insensitive look-up; repeats kept. Immutable.
 *
 * Holds the frame as one flat string and reads headers out of it when asked. A line without a colon is a header
 * whose key is empty.
 */
export abstract class AmiMessage<Key extends string = string> {
  readonly #text: string
  readonly #source: MessageSource
  #fields: Readonly<Record<string, string>> | undefined

  /** @internal */
  constructor(text: string, source: MessageSource) {
    this.#text = text
    this.#source = source
  }

  /** What it shares with all that arrived together. @internal */
  get source(): MessageSource {
    return this.#source
  }

  /** Which server sent it. */
  get server(): string {
    return this.#source.server
  }

  /** When its last bytes arrived, on the client's monotonic clock, in milliseconds. */
  get receivedAt(): number {
    return this.#source.receivedAt ?? 0
  }

  /** Which session of the client received it, counted from 1. */
  get session(): number {
    return this.#source.session
  }

  /** The frame's bytes without its closing blank line. */
  get raw(): Uint8Array {
    return Buffer.from(this.#text, 'latin1')
  }

  /** The frame's length in bytes. */
  get sizeBytes(): number {
    return this.#text.length
  }

  /** First value of a header, any case; exactly this spelling wins over another. */
  get(key: Key | (string & {})): string | undefined {
    const value = findValue(this.#text, key)
    return value === undefined ? undefined : this.#source.decodeText(value)
  }

  /** Every value of a header, any case, in order. `getAll('')` gives the lines without a colon. */
  getAll(key: Key | (string & {})): string[] {
    return findValues(this.#text, key).map(this.#source.decodeText)
  }

  /** First value of a header as the bytes that were sent, whatever their encoding. */
  getBytes(key: Key | (string & {})): Uint8Array | undefined {
    const value = findValue(this.#text, key)
    return value === undefined ? undefined : Buffer.from(value, 'latin1')
  }

  /** A header as a decimal number; `undefined` when it is missing or no number, never NaN. */
  number(key: Key | (string & {})): number | undefined {
    return numberOf(this.get(key) ?? '')
  }

  /** A header as yes or no, in any of Asterisk's spellings; `undefined` when it is missing or neither. */
  flag(key: Key | (string & {})): boolean | undefined {
    return flagOf(this.get(key) ?? '')
  }

  /**
   * A header as a point in time; `undefined` when it is missing, no time, or 0 for never.
   *
   * @param zone of a date and time that names none, as an offset (`Z`, `+02:00`); without it such a time is
   * `undefined`, since only the server knows its zone.
   */
  time(key: Key | (string & {}), zone?: string): Date | undefined {
    return timeOf(this.get(key) ?? '', zone)
  }

  /** Channel variables of repeated headers, `ChanVariable: name=value` or `ChanVariable(channel): name=value`. */
  variables(key: Key | (string & {})): VariableValues {
    return variablesOf(this.#text, key, this.#source.decodeText)
  }

  /** All headers in order, spelt as sent. */
  entries(): IterableIterator<readonly [key: string, value: string]> {
    return this.#entries()[Symbol.iterator]()
  }

  /** First value of each header, spelt as sent, on an object without a prototype; built once, on demand. */
  get fields(): Readonly<Record<Key | (string & {}), string>> {
    if (this.#fields === undefined) {
      const fields: Record<string, string> = Object.create(null)
      for (const [key, value] of this.#entries()) {
        if (!(key in fields)) fields[key] = value
      }
      this.#fields = Object.freeze(fields)
    }
    return this.#fields
  }

  /** For `JSON.stringify`: every header, repeats as arrays, on an object without a prototype. */
  toJSON(): MessageJson {
    const json: MessageJson = Object.create(null)
    for (const [key, value] of this.#entries()) {
      const known = json[key]
      if (known === undefined) json[key] = value
      else if (Array.isArray(known)) known.push(value)
      else json[key] = [known, value]
    }
    return json
  }

  #entries(): (readonly [string, string])[] {
    const text = this.#text
    const decode = this.#source.decodeText
    const entries: (readonly [string, string])[] = []
    walkLines(text, (start, colon, end) => {
      entries.push(
        colon === -1
          ? ['', decode(text.slice(start, end))]
          : [decode(text.slice(start, colon)), decode(valueAfter(text, colon))],
      )
    })
    return entries
  }
}

/** Something Asterisk tells: its first header is `Event`. */
export class AmiEvent<Name extends string = string, Key extends string = string> extends AmiMessage<Key> {
  readonly name: Name

  /** @internal */
  constructor(name: Name, text: string, source: MessageSource) {
    super(text, source)
    this.name = name
  }
}

/** How nearly every answer begins: recognised at one look. */
const USUAL = 'Response: Success\r\nActionID: '

/** What Asterisk answers to an action: its first header is `Response`. */
export class AmiResponse<Key extends string = string> extends AmiMessage<Key> {
  /** The value of `Response`, as sent: `Success`, `Error`, `Goodbye`, and before Asterisk 14 `Follows`. */
  readonly status: string
  readonly actionId: string | undefined
  /** Events that belong to this answer, for an action that was not known to be a list but turned out to be one. */
  readonly events: readonly AmiEvent[]
  /** True when some of `events` are missing: more came than the client's limits keep, or fewer than Asterisk counted. */
  readonly truncated: boolean
  readonly #text: string
  readonly #body: string | undefined

  /** @internal */
  constructor(
    text: string,
    source: MessageSource,
    body?: string,
    events: readonly AmiEvent[] = [],
    truncated = false,
  ) {
    super(text, source)
    this.#text = text
    this.#body = body
    this.events = events
    this.truncated = truncated
    if (text.startsWith(USUAL)) {
      this.status = 'Success'
      this.actionId = valueAfter(text, USUAL.length - 2)
      return
    }
    const end = text.indexOf('\r\n')
    this.status = valueAfter(text, text.indexOf(':'))
    this.actionId =
      end !== -1 && text.startsWith('ActionID: ', end + 2)
        ? valueAfter(text, end + 10)
        : findValue(text, 'ActionID')
  }

  override get raw(): Uint8Array {
    return Buffer.from(this.#frame(), 'latin1')
  }

  override get sizeBytes(): number {
    return this.#frame().length
  }

  /** False for `Response: Error`, true for every other. */
  get ok(): boolean {
    return this.status.toLowerCase() !== 'error'
  }

  /** The header `Message`: Asterisk's own words. */
  get message(): string | undefined {
    return this.get('Message')
  }

  /**
   * What a command printed, line by line, verbatim: blank lines, tabs and indentation are kept.
   *
   * Reads both forms: `Output` headers (Asterisk 14 and later) and the raw body of `Response: Follows`.
   */
  get output(): string[] {
    if (this.#body === undefined) return this.getAll('Output')
    const lines = this.#body.split(/\r?\n/).map(this.source.decodeText)
    if (lines.at(-1) === '') lines.pop()
    return lines
  }

  /** The same answer with the events that followed it. @internal */
  withEvents(events: readonly AmiEvent[], truncated: boolean): AmiResponse {
    return new AmiResponse(this.#text, this.source, this.#body, events, truncated)
  }

  #frame(): string {
    return this.#body === undefined ? this.#text : `${this.#text}\r\n${this.#body}${SENTINEL}`
  }
}

/** The line with which a server greets. */
export class AmiBanner {
  /** The whole line, without its end. */
  readonly text: string
  /** The AMI version (`11.0.0`); undefined when the line is not Asterisk's own, as behind some proxies. */
  readonly version: string | undefined

  /** @internal */
  constructor(text: string, version: string | undefined) {
    this.text = text
    this.version = version
  }
}
