import { eventFrame, toWire } from './wire.ts'

/** Kinds of garbage: words, words with a colon, all byte values, or one line that never ends. */
export type Garbage = 'text' | 'colon' | 'binary' | 'no-newline'

/** An event of at least so many bytes, in wire text. */
export function oversize(bytes: number, eol: string): string {
  return eventFrame('Oversize', `Privilege: user,all${eol}`, { Payload: 'x'.repeat(Math.max(0, bytes)) }, eol)
}

/** So many bytes that are no message, then a line end unless there must be none. */
export function garbage(kind: Garbage, bytes: number, eol: string): string {
  switch (kind) {
    case 'text':
      return `${fill('lorem ipsum dolor sit amet ', bytes)}${eol}`
    case 'colon':
      return `${fill('lorem: ipsum: dolor ', bytes)}${eol}`
    case 'binary':
      return `${fill(ALL_BYTES, bytes)}${eol}`
    case 'no-newline':
      return fill('x', bytes)
  }
}

/** So many banner lines. */
export function bannerFlood(lines: number, eol: string): string {
  return `Asterisk Call Manager/11.0.0${eol}`.repeat(lines)
}

/** A numbered event of about so many bytes, in wire text. */
export function floodEvent(
  sequence: number,
  event: { name: string; lead: string; bytes: number; nonAscii: boolean },
  eol: string,
): string {
  const start = `Event: ${event.name}${eol}${event.lead}Sequence: ${sequence}${eol}`
  const accents = event.nonAscii ? `Accents: ${ACCENTS}${eol}` : ''
  const room = event.bytes - start.length - accents.length - 'Payload: '.length - eol.length * 2
  const payload = room > 0 ? `Payload: ${'x'.repeat(room)}${eol}` : ''
  return `${start}${accents}${payload}${eol}`
}

const ACCENTS = toWire('Żaneta Ćma ☎ 日本 📞')

/** Every byte but the two line ends, which would make lines of the garbage. */
const ALL_BYTES = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))
  .filter((character) => character !== '\n' && character !== '\r')
  .join('')

function fill(pattern: string, bytes: number): string {
  return pattern.repeat(Math.ceil(bytes / pattern.length)).slice(0, Math.max(0, bytes))
}
