/**
 * The wire as text: a string whose characters are the bytes (latin1).
 *
 *     frame    = first-line *( key ": " value EOL ) EOL
 *     response = "Response: " kind EOL [ "ActionID: " id EOL ] ...
 *     event    = "Event: " name EOL [ "Privilege: " classes EOL ] ...
 *
 * One byte per character lets echoed bytes survive whatever their encoding, and V8 keeps such strings
 * compact and writes them without transcoding.
 */

/** Headers to write, in order: pairs, or an object whose array values repeat the key. */
export type HeadersToWrite =
  | readonly (readonly [string, string | number])[]
  | Readonly<Record<string, string | number | readonly (string | number)[]>>

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is what ASCII means
const ASCII = /^[\x00-\x7f]*$/

/** Text as wire text: UTF-8 bytes, one character each. */
export function toWire(text: string): string {
  return ASCII.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
}

/** Wire text as text: read as UTF-8, bytes that are not UTF-8 as U+FFFD. */
export function fromWire(wire: string): string {
  return ASCII.test(wire) ? wire : Buffer.from(wire, 'latin1').toString('utf8')
}

/** The header lines as text, each with its line end. Values are written as they are, even with line ends in them. */
export function headerLines(headers: HeadersToWrite, eol: string): string {
  let lines = ''
  if (Array.isArray(headers)) {
    for (const [key, value] of headers) lines += `${key}: ${value}${eol}`
    return lines
  }
  for (const [key, value] of Object.entries(headers)) {
    if (!Array.isArray(value)) lines += `${key}: ${value}${eol}`
    else for (const one of value) lines += `${key}: ${one}${eol}`
  }
  return lines
}

/** A response frame in wire text. `actionIdWire` is echoed byte for byte. */
export function responseFrame(
  kind: string,
  actionIdWire: string | undefined,
  headers: HeadersToWrite,
  eol: string,
): string {
  const echo = actionIdWire === undefined ? '' : `ActionID: ${actionIdWire}${eol}`
  return `Response: ${toWire(kind)}${eol}${echo}${toWire(headerLines(headers, eol))}${eol}`
}

/** An event frame in wire text, `lead` (wire text, complete lines) standing right after its first line. */
export function eventFrame(name: string, lead: string, headers: HeadersToWrite, eol: string): string {
  return `Event: ${toWire(name)}${eol}${lead}${toWire(headerLines(headers, eol))}${eol}`
}
