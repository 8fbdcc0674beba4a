/**
 * What a value means, where everything on the wire is text. Nonsense means nothing: `undefined`, never NaN.
 *
 * Each spelling read here stands in a capture under fixtures/captures, or in the Asterisk source named beside it.
 */

import { valueAfter, walkLines } from './headers.ts'
import { type DecodeText, toLatin1 } from './text.ts'

/** Channel variables by name, on an object without a prototype. */
export type VariableValues = Readonly<Record<string, string | undefined>>

const NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)\s*$/
// Asterisk's own reading of a switch (main/utils.c, ast_true and ast_false), and what DNDState and DAHDIShowChannels
// write (channels/chan_dahdi.c).
const YES = /^\s*(?:1|y|yes|t|true|on|enabled)\s*$/i
const NO = /^\s*(?:0|n|no|f|false|off|disabled)\s*$/i
// Seconds of the Unix epoch, 1973 to 5138: fewer digits are a duration, more are not seconds.
const EPOCH = /^\s*\d{9,11}(?:\.\d+)?\s*$/
const ZONED = /^\s*(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:?\d\d)?\s*$/

/** A decimal number. */
export function numberOf(text: string): number | undefined {
  const number = NUMBER.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}

/** A switch, in any of Asterisk's spellings. */
export function flagOf(text: string): boolean | undefined {
  if (YES.test(text)) return true
  return NO.test(text) ? false : undefined
}

/**
 * A point in time: seconds of the epoch (`1795501336.300048`), or a date and a time (`2026-11-24T06:22:12.773+0000`).
 *
 * @param zone of a time that names none.
 */
export function timeOf(text: string, zone = ''): Date | undefined {
  if (EPOCH.test(text)) return new Date(Math.round(Number(text) * 1000))
  const [, day, time, own = zone] = ZONED.exec(text) ?? []
  // Without a zone Date would take this machine's, and the time is the server's.
  if (day === undefined || own === '') return undefined
  const date = new Date(`${day}T${time}${own.replace(/(\d\d)(\d\d)$/, '$1:$2')}`)
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** `name=value` of each header `key: name=value` or `key(channel): name=value`; the first of a name counts. */
export function variablesOf(text: string, key: string, decode: DecodeText): VariableValues {
  const variables: Record<string, string> = Object.create(null)
  const folded = toLatin1(key).toLowerCase()
  walkLines(text, (start, colon) => {
    const keyEnd = start + folded.length
    if (keyEnd > colon || text.slice(start, keyEnd).toLowerCase() !== folded) return
    if (keyEnd !== colon && text[keyEnd] !== '(') return
    const value = decode(valueAfter(text, colon))
    const equals = value.indexOf('=')
    const name = value.slice(0, equals)
    if (equals !== -1 && !(name in variables)) variables[name] = value.slice(equals + 1)
  })
  return variables
}
