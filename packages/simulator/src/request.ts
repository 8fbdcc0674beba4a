import { fromWire } from './wire.ts'

/** Why Asterisk would refuse a message before looking at its action. */
export type RequestProblem = 'line-too-long' | 'too-many-lines'

const COLON = 0x3a

/** One message a client sent, read as Asterisk reads it. */
export class SimulatedRequest {
  /** When its last line arrived, in milliseconds of the simulator's clock. */
  readonly receivedAt: number
  /** Set when it broke one of the limits on lines; then it never reaches an action. */
  readonly problem: RequestProblem | undefined
  readonly #lines: readonly string[]
  readonly #wire: string
  #headers: readonly (readonly [string, string])[] | undefined

  /** @internal `lines` and `wire` are wire text: one character per byte. */
  constructor(
    lines: readonly string[],
    wire: string,
    receivedAt: number,
    problem: RequestProblem | undefined,
  ) {
    this.#lines = lines
    this.#wire = wire
    this.receivedAt = receivedAt
    this.problem = problem
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
    this.#headers ??= this.#lines.map(toHeader)
    return this.#headers
  }

  /** The bytes as they came, terminator included, read as UTF-8. At most 256 KiB are kept. */
  get raw(): string {
    return fromWire(this.#wire)
  }

  /** The lines as wire text. @internal */
  get wireLines(): readonly string[] {
    return this.#lines
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

  #find(wanted: string): string | undefined {
    for (const line of this.#lines) {
      if (line.charCodeAt(wanted.length) !== COLON) continue
      if (line.slice(0, wanted.length).toLowerCase() !== wanted) continue
      const value = skipBlanks(line, wanted.length + 1)
      if (value !== '') return value
    }
    return undefined
  }
}

/** Asterisk skips every space and tab after the colon, and nothing at the end. */
function skipBlanks(line: string, from: number): string {
  let start = from
  while (line[start] === ' ' || line[start] === '\t') start += 1
  return line.slice(start)
}

function toHeader(line: string): readonly [string, string] {
  const colon = line.indexOf(':')
  if (colon === -1) return [fromWire(line), '']
  return [fromWire(line.slice(0, colon)), fromWire(skipBlanks(line, colon + 1))]
}
