import { AmiArgumentError } from 'amiable'
import { type ActionFields, encodeAction } from 'amiable/protocol'
import { describe, expect, it } from 'vitest'
import { readCaptures, versions } from './captures.ts'

/** One recorded action, read with nothing but `split`. */
interface Sent {
  readonly action: string
  readonly actionId: string
  /** Values by header, in the order in which each header came first. */
  readonly fields: ReadonlyMap<string, readonly string[]>
  /** Every line, without its end. */
  readonly lines: readonly string[]
  readonly bytes: Buffer
}

/** What the encoder must say of an action that Asterisk cannot take, or must not. */
const refusals: readonly [says: RegExp, faulty: (sent: Sent) => boolean][] = [
  [/reads at most 1022/, ({ lines }) => lines.some((line) => Buffer.byteLength(line) > 1022 && !isId(line))],
  [/takes at most 128/, ({ lines }) => lines.length > 128],
  [/carriage return, a line feed/, ({ lines }) => lines.some((line) => hasControl(line) && !isId(line))],
  [/^ActionID .* echoes at most 67/, ({ actionId }) => actionId.length > 67],
  [/^ActionID must be printable/, ({ actionId }) => actionId.length <= 67 && !/^[!-~]+$/.test(actionId)],
  [/is set by the client/, ({ lines }) => lines.filter(isId).length > 1],
  [/is the name of the action/, ({ fields }) => [...fields.keys()].some((key) => /^action$/i.test(key))],
  [/^Action is empty/, ({ action }) => action === ''],
  [/is not a header name/, ({ fields }) => [...fields.keys()].some((key) => !/^[!-~]+$/.test(key))],
]

const hasControl = (line: string) => /[\r\n\0]/.test(line)
const isId = (line: string) => /^actionid:/i.test(line)

/** What no call of the encoder can ask for, so that it need not be refused. */
const inexpressible: readonly [why: string, (sent: Sent) => boolean][] = [
  ['bytes that are not UTF-8', ({ bytes }) => !Buffer.from(bytes.toString('utf8')).equals(bytes)],
  ['a line without a colon', ({ lines }) => lines.some((line) => !line.includes(':'))],
  ['an action that does not begin with Action', ({ lines }) => !/^Action: ?/i.test(lines[0] ?? '')],
]

/**
 * Takes one frame apart. Three liberties, none of which Asterisk can tell: ActionID comes second (headers are
 * looked up by name, main/manager.c), an action that had none gets one, and a header sent twice is sent in a row.
 * A header's colon is followed by one blank (Asterisk skips any number).
 */
function read(bytes: Buffer): Sent {
  const lines = bytes.toString('utf8').split('\r\n')
  const fields = new Map<string, string[]>()
  let actionId: string | undefined
  for (const line of lines.slice(1)) {
    const colon = line.indexOf(':')
    const key = line.slice(0, colon)
    const value = line.slice(colon + 1).replace(/^ +/, '')
    if (isId(line) && actionId === undefined) actionId = value
    else fields.set(key, [...(fields.get(key) ?? []), value])
  }
  const action = (lines[0] ?? '').replace(/^Action: */i, '')
  return { action, actionId: actionId ?? 'made-up', fields, lines, bytes }
}

/** What Asterisk must get: the same lines, rearranged as {@link read} says. */
function expected({ action, actionId, fields }: Sent): string {
  const lines = [...fields].flatMap(([key, values]) => values.map((value) => `${key}: ${value}`))
  return [`Action: ${action}`, `ActionID: ${actionId}`, ...lines, '', ''].join('\r\n')
}

function encode({ action, actionId, fields }: Sent): string {
  return encodeAction(action, actionId, Object.fromEntries(fields) as ActionFields)
}

function problemsOf(sent: Sent): string[] {
  try {
    encode(sent)
  } catch (error) {
    if (error instanceof AmiArgumentError)
      return error.problems.map(({ path, message }) => `${path} ${message}`)
    throw error
  }
  return []
}

const actionsOf = (fromClient: Buffer): Sent[] =>
  fromClient
    .toString('latin1')
    .split('\r\n\r\n')
    .filter((frame) => frame !== '')
    .map((frame) => read(Buffer.from(frame, 'latin1')))

const totals = { 16: { actions: 3683, written: 3628 }, 22: { actions: 3784, written: 3722 } }

describe.each(versions)('what was sent to Asterisk %s', (version) => {
  const sessions = readCaptures(version).map(({ name, fromClient }) => ({
    name,
    sent: actionsOf(fromClient),
  }))
  const written = (sent: Sent) => [...inexpressible, ...refusals].every(([, faulty]) => !faulty(sent))

  it.each(sessions.filter(({ sent }) => sent.some(written)))(
    '$name is written again, byte for byte',
    ({ sent }) => {
      for (const one of sent.filter(written)) expect(encode(one)).toBe(expected(one))
    },
  )

  it.each(sessions.filter(({ sent }) => sent.some((one) => refusals.some(([, faulty]) => faulty(one)))))(
    'C6 C7 pain 22 $name holds what is refused, for each reason that there is',
    ({ sent }) => {
      for (const one of sent) {
        if (inexpressible.some(([, is]) => is(one))) continue
        const problems = problemsOf(one)
        const reasons = refusals.filter(([, faulty]) => faulty(one)).map(([says]) => says)
        for (const says of reasons) expect(problems).toContainEqual(expect.stringMatching(says))
        expect(problems.filter((problem) => !reasons.some((says) => says.test(problem)))).toEqual([])
      }
    },
  )

  it('is written but for one in sixty, and shows every reason not to', () => {
    const all = sessions.flatMap(({ sent }) => sent)
    expect({ actions: all.length, written: all.filter(written).length }).toEqual(totals[version])
    for (const [reason, applies] of [...refusals, ...inexpressible]) {
      expect(all.some(applies), String(reason)).toBe(true)
    }
  })
})
