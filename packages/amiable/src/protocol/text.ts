/**
 * Turns one header's bytes, held as a Latin-1 string, into text.
 *
 * AMI has no declared encoding. Frames are therefore kept as Latin-1 strings, one character per byte, which
 * lose nothing and cost one byte per character; text is made of them only for the values somebody reads.
 */
export type DecodeText = (latin1: string) => string

const NON_ASCII = /[\x80-\xff]/

// Made when first needed: a decoder holds tens of kilobytes outside the heap, and a process may hold a thousand links.
let strictUtf8: InstanceType<typeof TextDecoder> | undefined

/**
 * Makes a {@link DecodeText}: UTF-8, and where bytes are not UTF-8, the fallback.
 *
 * @param fallback `latin1` (byte for byte), or any WHATWG label Node knows (`windows-1251` …).
 * @throws RangeError for a label that Node does not know.
 */
export function textDecoder(fallback = 'latin1'): DecodeText {
  if (fallback === 'latin1') return utf8OrLatin1
  const lenient = new TextDecoder(fallback)
  return (latin1) => decode(latin1, (bytes) => lenient.decode(bytes))
}

function utf8OrLatin1(latin1: string): string {
  return decode(latin1, () => latin1)
}

function decode(latin1: string, fallback: (bytes: Buffer) => string): string {
  if (!NON_ASCII.test(latin1)) return latin1
  const bytes = Buffer.from(latin1, 'latin1')
  const text = bytes.toString('utf8')
  if (!text.includes('\uFFFD')) return text
  strictUtf8 ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  try {
    // U+FFFD stands for bad bytes, or was sent as such: only the strict decoder can tell.
    return strictUtf8.decode(bytes)
  } catch {
    return fallback(bytes)
  }
}

interface LatinSliced {
  /** What `toString('latin1', start, end)` does once it has looked at its arguments. */
  latin1Slice?(start: number, end: number): string
}

/** Bytes as a flat Latin-1 string of its own. Asked for every frame: the look at the arguments costs a tenth of one. */
export function latin1Of(bytes: Buffer & LatinSliced, start: number, end: number): string {
  return bytes.latin1Slice === undefined
    ? bytes.toString('latin1', start, end)
    : bytes.latin1Slice(start, end)
}

/** Writes text the way frames hold it: UTF-8 bytes, one Latin-1 character each. */
export function toLatin1(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
}
