import { AmiArgumentError, type AmiProblem } from '../errors.ts'
import { MAX_ACTION_ID_BYTES, MAX_HEADERS, MAX_LINE_BYTES } from './limits.ts'

/** One value of a header. Booleans are written `true` and `false`. */
export type Scalar = string | number | boolean

/** A header's value: one, several (the header is repeated), or channel variables by name. */
export type FieldValue = Scalar | readonly Scalar[] | Readonly<Record<string, Scalar>>

/** An action's headers, spelt as Asterisk spells them. `undefined` leaves a header out. */
export type ActionFields = Readonly<Record<string, FieldValue | undefined>>

const LINE_BREAK = /[\r\n\0]/
const HEADER_NAME = /^[!-9;-~]+$/
const ACTION_ID = /^[!-~]+$/
const VARIABLE_NAME = /^_{0,2}[A-Za-z0-9][\w.-]*(?:\([^()[\]"\\=]*\))?$/

/**
 * Writes one action as text.
 *
 * ```
 * action = "Action: " name CRLF "ActionID: " id CRLF *( key ": " value CRLF ) CRLF
 * ```
 * A line feed ends a header for Asterisk and there is no escape for it, so a value that held one could add
 * headers or whole actions: CR, LF and NUL are refused. A record is written one `name=value` per header, with
 * `\`, `"` and `,` escaped, which Asterisk 16 and 22 read back unchanged, whatever the value.
 *
 * @throws AmiArgumentError naming every header that cannot be sent, and the limit it breaks.
 */
export function encodeAction(action: string, actionId: string, fields?: ActionFields): string {
  const problems: AmiProblem[] = []
  const head = `Action: ${action}\r\nActionID: ${actionId}\r\n`
  if (action === '' || LINE_BREAK.test(action)) problems.push(problem('Action', breakMessage(action)))
  if (!ACTION_ID.test(actionId) || actionId.length > MAX_ACTION_ID_BYTES)
    problems.push(problem('ActionID', idMessage(actionId)))
  checkLength('Action', `Action: ${action}`, problems)
  if (fields === undefined) {
    if (problems.length > 0) throw new AmiArgumentError(problems, { action, delivery: 'unsent' })
    return `${head}\r\n`
  }
  const lines: string[] = []
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) encodeField(key, value, lines, problems)
  }
  if (lines.length + 2 > MAX_HEADERS) {
    problems.push(problem('', `${lines.length + 2} headers, Asterisk takes at most ${MAX_HEADERS}`))
  }
  if (problems.length > 0) throw new AmiArgumentError(problems, { action, delivery: 'unsent' })
  return lines.length === 0 ? `${head}\r\n` : `${head}${lines.join('\r\n')}\r\n\r\n`
}

/**
 * Escapes a channel variable's value for a `Variable` header, so that Asterisk's splitter (main/app.c) reads it
 * back as data: an unescaped comma would begin another variable, or call a function.
 */
export function escapeVariable(value: string): string {
  return value.replace(/[\\",]/g, '\\$&')
}

function encodeField(key: string, value: FieldValue, lines: string[], problems: AmiProblem[]): void {
  const nameProblem = nameMessage(key)
  if (nameProblem !== undefined) {
    problems.push(problem(key, nameProblem))
  } else if (typeof value !== 'object' || value === null) {
    encodeLine(key, key, value, lines, problems)
  } else if (isArray(value)) {
    for (const [index, item] of value.entries()) encodeLine(key, `${key}[${index}]`, item, lines, problems)
  } else {
    encodeVariables(key, value, lines, problems)
  }
}

function encodeVariables(
  key: string,
  variables: Readonly<Record<string, Scalar>>,
  lines: string[],
  problems: AmiProblem[],
): void {
  for (const [name, value] of Object.entries(variables)) {
    const path = `${key}.${name}`
    if (value === undefined) continue
    if (VARIABLE_NAME.test(name)) {
      encodeLine(key, path, scalarText(value, path, problems), lines, problems, name)
    } else {
      problems.push(problem(path, 'is not a name that Asterisk can set as a variable'))
    }
  }
}

function encodeLine(
  key: string,
  path: string,
  value: Scalar,
  lines: string[],
  problems: AmiProblem[],
  variable?: string,
): void {
  const text = scalarText(value, path, problems)
  if (LINE_BREAK.test(text)) problems.push(problem(path, breakMessage(text)))
  const line = variable === undefined ? `${key}: ${text}` : `${key}: ${variable}=${escapeVariable(text)}`
  checkLength(path, line, problems)
  lines.push(line)
}

function scalarText(value: unknown, path: string, problems: AmiProblem[]): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
    return String(value)
  problems.push(problem(path, `must be a string, a finite number or a boolean, not ${kindOf(value)}`))
  return ''
}

function checkLength(path: string, line: string, problems: AmiProblem[]): void {
  // No character takes more than three bytes of UTF-8 per UTF-16 unit: short lines need no counting.
  if (line.length * 3 <= MAX_LINE_BYTES) return
  const bytes = Buffer.byteLength(line)
  if (bytes > MAX_LINE_BYTES) {
    problems.push(problem(path, `makes a line of ${bytes} bytes, Asterisk reads at most ${MAX_LINE_BYTES}`))
  }
}

function nameMessage(key: string): string | undefined {
  if (!HEADER_NAME.test(key)) return 'is not a header name (printable ASCII without blanks and colons)'
  const lower = key.toLowerCase()
  if (lower === 'actionid') return 'is set by the client; pass options.actionId for one of your own'
  return lower === 'action' ? 'is the name of the action itself' : undefined
}

function breakMessage(text: string): string {
  return text === ''
    ? 'is empty'
    : 'holds a carriage return, a line feed or a NUL, which would end the header'
}

function idMessage(actionId: string): string {
  return actionId.length > MAX_ACTION_ID_BYTES
    ? `is ${actionId.length} bytes long, Asterisk echoes at most ${MAX_ACTION_ID_BYTES} safely`
    : 'must be printable ASCII without blanks'
}

function problem(path: string, message: string): AmiProblem {
  return { path, message }
}

function isArray(value: FieldValue): value is readonly Scalar[] {
  return Array.isArray(value)
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return typeof value === 'number' ? String(value) : typeof value
}
