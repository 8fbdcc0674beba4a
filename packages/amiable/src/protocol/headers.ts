/**
 * Reading headers out of a frame's text, without parsing what nobody asks for.
 *
 * ```
 * frame  = line *( CRLF line )                 ; no closing blank line
 * line   = key ":" [ " " ] value               ; split at the first colon, at most one blank dropped
 *        / "ChanVariable(" channel "): " value ; the channel may hold colons
 *        / text                                ; no colon at all: a header with an empty key
 * ```
 * Asterisk forwards lines of other clients verbatim, so `Empty:`, `NoSpace:x`, `:nokey` and lines without a
 * colon are all real (fixtures/captures/22/userevent.s2c.txt).
 */

import { toLatin1 } from './text.ts'

const CHAN_VARIABLE = 'ChanVariable('
const SPACE = 0x20
const CR = 0x0d
const LF = 0x0a
const queries = new Map<string, Query>()
const QUERIES_MAX = 1024
const EOL_LENGTH = 2
const SYNTAX = /[\\^$.*+?()[\]{}|/]/g

/** A header's name, made ready to be searched for in Latin-1 text. */
interface Query {
  readonly key: string
  readonly folded: string
  /** The name with its colon; undefined for names that a search cannot find. */
  readonly needle: string | undefined
  /** A line that begins with the name in any case; made when first needed. */
  anyCase: RegExp | undefined
}

/** One line: where it begins, its colon (or -1) and where it ends, as indices into the frame's text. */
export type VisitLine = (start: number, colon: number, end: number) => void

/** Walks the lines of a frame in order. */
export function walkLines(text: string, visit: VisitLine): void {
  // Searched once per colon, not once per line: a frame of lines without colons must not cost their square.
  let nextColon = text.indexOf(':')
  for (let start = 0; start <= text.length; ) {
    const end = lineEnd(text, start)
    if (nextColon !== -1 && nextColon < start) nextColon = text.indexOf(':', start)
    visit(start, nextColon === -1 || nextColon >= end ? -1 : separator(text, start, nextColon, end), end)
    start = end + 2
  }
}

/** The first value of `key`, or `undefined`. A header in exactly this spelling wins over one in another case. */
export function findValue(text: string, key: string): string | undefined {
  const query = queryOf(key)
  if (query.needle === undefined) return findByWalking(text, query)
  const exact = colonBehind(text, query.needle)
  if (exact !== -1) return valueAfter(text, exact)
  query.anyCase ??= new RegExp(`(?:^|\\r\\n)${query.key.replace(SYNTAX, '\\$&')}:`, 'i')
  const line = text.search(query.anyCase)
  if (line === -1) return undefined
  return valueAfter(text, (line === 0 ? 0 : line + EOL_LENGTH) + query.key.length)
}

/** Every value of `key`, any case, in order. The empty key gives the lines without a colon, too. */
export function findValues(text: string, key: string): string[] {
  const query = queryOf(key)
  const values: string[] = []
  walkLines(text, (start, colon, end) => {
    if (isKey(text, start, colon, query)) values.push(lineValue(text, start, colon, end))
  })
  return values
}

/** The value behind a colon: at most one blank dropped, nothing else trimmed. */
export function valueAfter(text: string, colon: number): string {
  const start = text.charCodeAt(colon + 1) === SPACE ? colon + 2 : colon + 1
  return text.slice(start, lineEnd(text, start))
}

function lineEnd(text: string, start: number): number {
  // One character is found much faster than two; a bare CR is data.
  let at = text.indexOf('\r', start)
  while (at !== -1 && text.charCodeAt(at + 1) !== LF) at = text.indexOf('\r', at + 1)
  return at === -1 ? text.length : at
}

/**
 * The colon that ends the first line beginning with `needle`, a key and its colon; or -1.
 *
 * Searches for the key and then looks whether a line begins there: a search for CR LF and the key would stop at
 * every line, one for the key stops at its first letter only, and that is three times faster.
 */
function colonBehind(text: string, needle: string): number {
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
    const begins = at === 0 || (text.charCodeAt(at - 1) === LF && text.charCodeAt(at - 2) === CR)
    if (begins) return at + needle.length - 1
  }
  return -1
}

function findByWalking(text: string, query: Query): string | undefined {
  let exact: string | undefined
  let folded: string | undefined
  walkLines(text, (start, colon, end) => {
    if (exact !== undefined || !isKey(text, start, colon, query)) return
    const value = lineValue(text, start, colon, end)
    folded ??= value
    if (text.startsWith(query.key, start)) exact = value
  })
  return exact ?? folded
}

function isKey(text: string, start: number, colon: number, { folded }: Query): boolean {
  const length = colon === -1 ? 0 : colon - start
  return length === folded.length && text.slice(start, start + length).toLowerCase() === folded
}

function lineValue(text: string, start: number, colon: number, end: number): string {
  return colon === -1 ? text.slice(start, end) : valueAfter(text, colon)
}

function separator(text: string, start: number, firstColon: number, end: number): number {
  if (!text.startsWith(CHAN_VARIABLE, start)) return firstColon
  const parenthesis = text.slice(start, end).indexOf('): ')
  return parenthesis === -1 ? firstColon : start + parenthesis + 1
}

// Asked for once per event and key: making it each time would cost more than the search.
function queryOf(name: string): Query {
  const known = queries.get(name)
  if (known !== undefined) return known
  if (queries.size >= QUERIES_MAX) queries.clear()
  const key = toLatin1(name)
  const folded = key.toLowerCase()
  const searchable = key !== '' && !/:|\r\n/.test(key) && !folded.startsWith(CHAN_VARIABLE.toLowerCase())
  const query = { key, folded, needle: searchable ? `${key}:` : undefined, anyCase: undefined }
  queries.set(name, query)
  return query
}
