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

// Programs send the same few actions and headers over and over.
const goodActions = new Set<string>()
const goodNames = new Set<string>()
const GOOD_MAX = 1024

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
  const draft: Draft = { text: `Action: ${action}\r\nActionID: ${actionId}\r\n`, headers: 2, problems: [] }
  const { problems } = draft
  if (!goodActions.has(action)) checkAction(action, problems)
  if (!ACTION_ID.test(actionId) || actionId.length > MAX_ACTION_ID_BYTES)
    problems.push(problem('ActionID', idMessage(actionId)))
  if (fields !== undefined) {
    for (const key of Object.keys(fields)) {
      const value = fields[key]
      if (value !== undefined) encodeField(key, value, draft)
    }
  }
  if (draft.headers > MAX_HEADERS) {
    problems.push(problem('', `${draft.headers} headers, Asterisk takes at most ${MAX_HEADERS}`))
  }
  if (problems.length > 0) throw new AmiArgumentError(problems, { action, delivery: 'unsent' })
  return `${draft.text}\r\n`
}

/**
 * Escapes a channel variable's value for a `Variable` header, so that Asterisk's splitter (main/app.c) reads it
 * back as data: an unescaped comma would begin another variable, or call a function.
 */
export function escapeVariable(value: string): string {
  return value.replace(/[\\",]/g, '\\$&')
}

/** An action half written. Grown as one string: joining lines costs more than half of the whole. */
interface Draft {
  text: string
  headers: number
  readonly problems: AmiProblem[]
}

function checkAction(action: string, problems: AmiProblem[]): void {
  const known = problems.length
  if (action === '' || LINE_BREAK.test(action)) problems.push(problem('Action', breakMessage(action)))
  checkLength('Action', 'Action', action, problems)
  if (problems.length === known) remember(goodActions, action)
}

function encodeField(key: string, value: FieldValue, draft: Draft): void {
  const nameProblem = nameMessage(key)
  if (nameProblem !== undefined) {
    draft.problems.push(problem(key, nameProblem))
  } else if (typeof value !== 'object' || value === null) {
    encodeLine(key, key, scalarText(value, key, draft.problems), draft)
  } else if (isArray(value)) {
    for (const [index, item] of value.entries()) {
      const path = `${key}[${index}]`
      encodeLine(key, path, scalarText(item, path, draft.problems), draft)
    }
  } else {
    encodeVariables(key, value, draft)
  }
}

function encodeVariables(key: string, variables: Readonly<Record<string, Scalar>>, draft: Draft): void {
  for (const [name, value] of Object.entries(variables)) {
    const path = `${key}.${name}`
    if (value === undefined) continue
    if (VARIABLE_NAME.test(name)) {
      encodeLine(key, path, `${name}=${escapeVariable(scalarText(value, path, draft.problems))}`, draft)
    } else {
      draft.problems.push(problem(path, 'is not a name that Asterisk can set as a variable'))
    }
  }
}

function encodeLine(key: string, path: string, text: string, draft: Draft): void {
  if (LINE_BREAK.test(text)) draft.problems.push(problem(path, breakMessage(text)))
  checkLength(path, key, text, draft.problems)
  draft.text += `${key}: ${text}\r\n`
  draft.headers += 1
}

function scalarText(value: unknown, path: string, problems: AmiProblem[]): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
    return String(value)
  problems.push(problem(path, `must be a string, a finite number or a boolean, not ${kindOf(value)}`))
  return ''
}

function checkLength(path: string, key: string, text: string, problems: AmiProblem[]): void {
  // No character takes more than three bytes of UTF-8 per UTF-16 unit: short lines need no counting.
  if ((key.length + 2 + text.length) * 3 <= MAX_LINE_BYTES) return
  const bytes = Buffer.byteLength(`${key}: ${text}`)
  if (bytes > MAX_LINE_BYTES) {
    problems.push(problem(path, `makes a line of ${bytes} bytes, Asterisk reads at most ${MAX_LINE_BYTES}`))
  }
}

function nameMessage(key: string): string | undefined {
  if (goodNames.has(key)) return undefined
  if (!HEADER_NAME.test(key)) return 'is not a header name (printable ASCII without blanks and colons)'
  const lower = key.toLowerCase()
  if (lower === 'actionid') return 'is set by the client; pass options.actionId for one of your own'
  if (lower === 'action') return 'is the name of the action itself'
  remember(goodNames, key)
  return undefined
}

function remember(good: Set<string>, name: string): void {
  if (good.size >= GOOD_MAX) good.clear()
  good.add(name)
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
