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

const CHAN_VARIABLE = 'ChanVariable('
const SPACE = 0x20
const CR = 0x0d
const LF = 0x0a
const needles = new Map<string, string>()
const NEEDLES_MAX = 4096

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
  if (key.startsWith(CHAN_VARIABLE)) return findValues(text, key)[0]
  const exact = keyEnd(text, key)
  if (exact !== -1) return valueAfter(text, exact)
  // Lower case keeps every Latin-1 character one character long, so the index holds for the original.
  const folded = keyEnd(text.toLowerCase(), key.toLowerCase())
  return folded === -1 ? undefined : valueAfter(text, folded)
}

/** Every value of `key`, any case, in order. The empty key gives the lines without a colon, too. */
export function findValues(text: string, key: string): string[] {
  const wanted = key.toLowerCase()
  const values: string[] = []
  walkLines(text, (start, colon, end) => {
    if (colon === -1) {
      if (wanted === '') values.push(text.slice(start, end))
    } else if (colon - start === wanted.length && text.slice(start, colon).toLowerCase() === wanted) {
      values.push(valueAfter(text, colon))
    }
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
 * The colon behind the first line that begins with `key:`, or -1.
 *
 * Searches for the key and then looks whether a line begins there: a search for CR LF and the key would stop at
 * every line, one for the key stops at its first letter only, and that is three times faster.
 */
function keyEnd(text: string, key: string): number {
  const needle = needleOf(key)
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
    const begins = at === 0 || (text.charCodeAt(at - 1) === LF && text.charCodeAt(at - 2) === CR)
    if (begins) return at + key.length
  }
  return -1
}

function separator(text: string, start: number, firstColon: number, end: number): number {
  if (!text.startsWith(CHAN_VARIABLE, start)) return firstColon
  const parenthesis = text.slice(start, end).indexOf('): ')
  return parenthesis === -1 ? firstColon : start + parenthesis + 1
}

// Asked for once per event and key: putting the colon on each time would cost more than the search.
function needleOf(key: string): string {
  const known = needles.get(key)
  if (known !== undefined) return known
  if (needles.size >= NEEDLES_MAX) needles.clear()
  const needle = `${key}:`
  needles.set(key, needle)
  return needle
}
