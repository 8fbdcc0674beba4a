import { fromWire } from './wire.ts'

/** Why Asterisk would refuse a message before looking at its action. */
export type RequestProblem = 'line-too-long' | 'too-many-lines'

/** What the parser found. @internal */
export interface RequestParts {
  /** The lines Asterisk would take, as wire text, each ended by LF or CRLF. */
  lines: string
  /** The bytes as they came, as wire text. */
  wire: string
  receivedAt: number
  problem: RequestProblem | undefined
  /** The `index` of the session. */
  session: number
}

const COLON = 0x3a
const CR = 0x0d

/** One message a client sent, read as Asterisk reads it. */
export class SimulatedRequest {
  /** When its last line arrived, in milliseconds of the simulator's clock. */
  readonly receivedAt: number
  /** Set when it broke one of the limits on lines; then it never reaches an action. */
  readonly problem: RequestProblem | undefined
  /** The `index` of the session it came on. */
  readonly session: number
  readonly #lines: string
  readonly #wire: string

  /** @internal */
  constructor(parts: RequestParts) {
    this.receivedAt = parts.receivedAt
    this.problem = parts.problem
    this.session = parts.session
    this.#lines = parts.lines
    this.#wire = parts.wire
  }

  /** The first non-empty `Action`, as spelled; empty when there is none. */
  get action(): string {
    return this.get('Action') ?? ''
  }

  /** The first non-empty `ActionID`. */
  get actionId(): string | undefined {
    return this.get('ActionID')
  }

  /** The `ActionID` as wire text, to echo byte for byte. @internal */
  get actionIdWire(): string | undefined {
    return this.#find('actionid')
  }

  /** Every line as key and value, in order: a line without a colon is a key with an empty value. */
  get headers(): readonly (readonly [string, string])[] {
    return this.wireLines.map(toHeader)
  }

  /** The bytes as they came, terminator included, read as UTF-8. At most 256 KiB are kept. */
  get raw(): string {
    return fromWire(this.#wire)
  }

  /** The lines as wire text, without their ends. @internal */
  get wireLines(): readonly string[] {
    return this.#lines.split(/\r?\n/).filter((line) => line !== '')
  }

  /** The first non-empty value of the key, whatever its case; leading blanks dropped, trailing ones kept. */
  get(key: string): string | undefined {
    const value = this.#find(key.toLowerCase())
    return value === undefined ? undefined : fromWire(value)
  }

  /** All values of the key, empty ones too, in order. */
  getAll(key: string): string[] {
    const wanted = key.toLowerCase()
    return this.headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value)
  }

  /** Looks through the text line by line; most requests are asked for two keys and never split. */
  #find(wanted: string): string | undefined {
    const text = this.#lines
    for (let start = 0, next = 0; start < text.length; start = next) {
      const feed = text.indexOf('\n', start)
      next = feed === -1 ? text.length : feed + 1
      const colon = start + wanted.length
      if (text.charCodeAt(colon) !== COLON) continue
      if (text.slice(start, colon).toLowerCase() !== wanted) continue
      const end = feed === -1 ? text.length : feed
      const value = skipBlanks(text, colon + 1, text.charCodeAt(end - 1) === CR ? end - 1 : end)
      if (value !== '') return value
    }
    return undefined
  }
}

/** Asterisk skips every space and tab after the colon, and nothing at the end. */
function skipBlanks(text: string, from: number, end: number): string {
  let start = from
  while (start < end && (text[start] === ' ' || text[start] === '\t')) start += 1
  return text.slice(start, end)
}

function toHeader(line: string): readonly [string, string] {
  const colon = line.indexOf(':')
  if (colon === -1) return [fromWire(line), '']
  return [fromWire(line.slice(0, colon)), fromWire(skipBlanks(line, colon + 1, line.length))]
}
