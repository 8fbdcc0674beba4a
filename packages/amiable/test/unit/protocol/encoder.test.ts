import { AmiArgumentError } from 'amiable'
import {
  type ActionFields,
  encodeAction,
  escapeVariable,
  MAX_ACTION_ID_BYTES,
  MAX_HEADERS,
  MAX_LINE_BYTES,
} from 'amiable/protocol'
import { describe, expect, it } from 'vitest'

/** What is wrong with an action, `path: message` for each problem. */
function refusal(fields: Record<string, unknown>, action = 'X', actionId = '1'): string[] {
  try {
    encodeAction(action, actionId, fields as ActionFields)
  } catch (error) {
    expect(error).toBeInstanceOf(AmiArgumentError)
    const { problems, code, delivery } = error as AmiArgumentError
    expect({ code, delivery }).toEqual({ code: 'AMI_ARGUMENT', delivery: 'unsent' })
    return problems.map(({ path, message }) => `${path}: ${message}`)
  }
  return []
}

describe('an action', () => {
  it('is written with its name, its id, its headers and a blank line', () => {
    expect(encodeAction('Ping', 'a-1')).toBe('Action: Ping\r\nActionID: a-1\r\n\r\n')
    expect(encodeAction('Ping', 'a-1', {})).toBe('Action: Ping\r\nActionID: a-1\r\n\r\n')
    expect(encodeAction('Hangup', 'a-1', { Channel: 'PJSIP/1', Cause: 16 })).toBe(
      'Action: Hangup\r\nActionID: a-1\r\nChannel: PJSIP/1\r\nCause: 16\r\n\r\n',
    )
  })

  it('writes numbers and booleans as text, and leaves undefined out', () => {
    expect(encodeAction('X', '1', { a: 0, b: -1.5, c: true, d: false, e: undefined, f: '' })).toBe(
      'Action: X\r\nActionID: 1\r\na: 0\r\nb: -1.5\r\nc: true\r\nd: false\r\nf: \r\n\r\n',
    )
  })

  it('pain 9 repeats a header for each value of an array', () => {
    expect(encodeAction('X', '1', { Variable: ['a=1', 'b=2', 3], None: [] })).toBe(
      'Action: X\r\nActionID: 1\r\nVariable: a=1\r\nVariable: b=2\r\nVariable: 3\r\n\r\n',
    )
  })

  it('keeps blanks, colons and what is not ASCII', () => {
    expect(encodeAction('X', '1', { a: '  x ', b: 'c: d', Imie: 'Łukasz ☎' })).toContain(
      'a:   x \r\nb: c: d\r\nImie: Łukasz ☎\r\n',
    )
  })
})

describe('channel variables', () => {
  it('pain 25 are written one a header, with what would end or begin one escaped', () => {
    expect(
      encodeAction('Originate', '1', {
        Variable: { NAME: 'Smith,FILE(/etc/x)=y', Q: 'say "hi"', B: 'a\\b', N: 1, T: true, U: undefined },
      } as unknown as ActionFields),
    ).toBe(
      [
        'Action: Originate',
        'ActionID: 1',
        'Variable: NAME=Smith\\,FILE(/etc/x)=y',
        'Variable: Q=say \\"hi\\"',
        'Variable: B=a\\\\b',
        'Variable: N=1',
        'Variable: T=true',
        '',
        '',
      ].join('\r\n'),
    )
  })

  it.each(['A', 'a1', '_inherited', '__inherited', 'x.y-z', '1', 'CDR(userfield)', 'PJSIP_HEADER(add,X-A)'])(
    'may be named %s',
    (name) => {
      expect(encodeAction('X', '1', { Variable: { [name]: 'v' } })).toContain(`Variable: ${name}=v\r\n`)
    },
  )

  it.each([
    '',
    'a,b',
    'a=b',
    'a b',
    '"a"',
    'a\\b',
    '___a',
    'F(x',
    'F(x)y',
    'F(a)(b)',
    'F("a")',
    'a\r\nB',
    'ż',
  ])('may not be named %j', (name) => {
    expect(refusal({ Variable: { [name]: 'v' } })).toEqual([
      `Variable.${name}: is not a name that Asterisk can set as a variable`,
    ])
  })

  it('are escaped the same way for those who write a Variable header themselves', () => {
    expect(escapeVariable('a,b"c\\d')).toBe('a\\,b\\"c\\\\d')
    expect(escapeVariable('plain (x) [y] ; | =')).toBe('plain (x) [y] ; | =')
  })
})

describe('C6 pain 25 whatever could begin a second action is refused:', () => {
  const broken = 'holds a carriage return, a line feed or a NUL, which would end the header'

  it.each(['a\r\nAction: Command', 'a\nb', 'a\rb', 'a\0b', '\n', 'a\r\n\r\n'])('%j', (text) => {
    expect(refusal({ Channel: text })).toEqual([`Channel: ${broken}`])
    expect(refusal({ Variable: ['fine', text] })).toEqual([`Variable[1]: ${broken}`])
    expect(refusal({ Variable: { A: text } })).toEqual([`Variable.A: ${broken}`])
    expect(refusal({}, text)).toEqual([`Action: ${broken}`])
    expect(refusal({}, 'X', text)).toEqual(['ActionID: must be printable ASCII without blanks'])
    expect(refusal({ [text]: 'x' })).toEqual([
      `${text}: is not a header name (printable ASCII without blanks and colons)`,
    ])
  })

  it.each(['', ' ', 'a b', 'a:', ':', 'a\tb', 'ż', 'a\x7f', 'a\x1f'])('the header name %j', (name) => {
    expect(refusal({ [name]: 'x' })).toEqual([
      `${name}: is not a header name (printable ASCII without blanks and colons)`,
    ])
  })

  it.each(['Cause-txt', 'a/b', 'a;b', '!', '~', 'Variable(x)'])('but not the header name %j', (name) => {
    expect(refusal({ [name]: 'x' })).toEqual([])
  })

  it('an action without a name', () => {
    expect(refusal({}, '')).toEqual(['Action: is empty'])
  })
})

describe('C8 the client’s own headers', () => {
  it.each(['ActionID', 'actionid', 'ACTIONID'])('are not set as fields: %s', (name) => {
    expect(refusal({ [name]: 'mine' })).toEqual([
      `${name}: is set by the client; pass options.actionId for one of your own`,
    ])
  })

  it.each(['Action', 'ACTION'])('are not set as fields: %s', (name) => {
    expect(refusal({ [name]: 'Command' })).toEqual([`${name}: is the name of the action itself`])
  })
})

describe('C7 pain 22 Asterisk’s limits are kept:', () => {
  it('a line of 1022 bytes passes, 1023 do not', () => {
    const value = (bytes: number) => 'x'.repeat(bytes - 'Data: '.length)
    expect(MAX_LINE_BYTES).toBe(1022)
    expect(encodeAction('X', '1', { Data: value(1022) })).toContain(`\r\nData: ${value(1022)}\r\n`)
    expect(refusal({ Data: value(1023) })).toEqual([
      'Data: makes a line of 1023 bytes, Asterisk reads at most 1022',
    ])
  })

  it('the line of the action itself is measured too', () => {
    const longest = 'x'.repeat(MAX_LINE_BYTES - 'Action: '.length)
    expect(refusal({}, longest)).toEqual([])
    expect(refusal({}, `${longest}x`)).toEqual([
      `Action: makes a line of ${MAX_LINE_BYTES + 1} bytes, Asterisk reads at most ${MAX_LINE_BYTES}`,
    ])
  })

  it.each([
    ['empty', ''],
    ['of two lines', 'a\r\nb'],
    ['too long', 'x'.repeat(2000)],
  ])('what was refused once is refused again: an action that is %s', (_how, action) => {
    const first = refusal({}, action)
    expect(first).toHaveLength(1)
    expect(refusal({}, action)).toEqual(first)
  })

  it.each(['a b', 'ActionID', 'action'])('what was refused once is refused again: header %j', (name) => {
    const first = refusal({ [name]: 1 })
    expect(first).toHaveLength(1)
    expect(refusal({ [name]: 1 })).toEqual(first)
  })

  it('bytes are counted, not characters', () => {
    expect(refusal({ D: 'ż'.repeat(509) })).toEqual([])
    expect(refusal({ D: 'ż'.repeat(510) })).toEqual([
      'D: makes a line of 1023 bytes, Asterisk reads at most 1022',
    ])
    expect(refusal({ D: '📞'.repeat(255) })).toEqual([
      'D: makes a line of 1023 bytes, Asterisk reads at most 1022',
    ])
  })

  it('the line of a variable is measured with its name and its escapes', () => {
    const room = 1022 - 'Variable: NAME='.length
    expect(refusal({ Variable: { NAME: 'x'.repeat(room) } })).toEqual([])
    expect(refusal({ Variable: { NAME: `,${'x'.repeat(room - 1)}` } })).toEqual([
      'Variable.NAME: makes a line of 1023 bytes, Asterisk reads at most 1022',
    ])
    expect(refusal({}, 'x'.repeat(1022 - 'Action: '.length))).toEqual([])
    expect(refusal({}, 'x'.repeat(1023 - 'Action: '.length))).toHaveLength(1)
  })

  it('128 headers pass, Action and ActionID included, 129 do not', () => {
    const headers = (count: number) => ({ V: Array.from({ length: count - 2 }, (_, n) => n) })
    expect(MAX_HEADERS).toBe(128)
    expect(encodeAction('X', '1', headers(128)).split('\r\n')).toHaveLength(128 + 2)
    expect(refusal(headers(129))).toEqual([': 129 headers, Asterisk takes at most 128'])
  })

  it('an ActionID of 67 bytes passes, 68 do not', () => {
    expect(MAX_ACTION_ID_BYTES).toBe(67)
    expect(refusal({}, 'X', 'i'.repeat(67))).toEqual([])
    expect(refusal({}, 'X', 'i'.repeat(68))).toEqual([
      'ActionID: is 68 bytes long, Asterisk echoes at most 67 safely',
    ])
  })

  it.each(['', 'a b', 'ż', 'a\x7f'])('an ActionID like %j does not', (id) => {
    expect(refusal({}, 'X', id)).toEqual(['ActionID: must be printable ASCII without blanks'])
  })
})

describe('values that are no text', () => {
  it.each([
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [null, 'null'],
    [() => 1, 'function'],
    [Symbol('s'), 'symbol'],
    [1n, 'bigint'],
  ])('are refused: %s', (value, kind) => {
    const message = `must be a string, a finite number or a boolean, not ${kind}`
    expect(refusal({ A: value })).toEqual([`A: ${message}`])
    expect(refusal({ A: ['x', value] })).toEqual([`A[1]: ${message}`])
    expect(refusal({ A: { B: value } })).toEqual([`A.B: ${message}`])
  })

  it('are refused inside arrays and records', () => {
    expect(refusal({ A: [['x']], B: { C: { D: 1 } }, E: [undefined] })).toEqual([
      'A[0]: must be a string, a finite number or a boolean, not object',
      'B.C: must be a string, a finite number or a boolean, not object',
      'E[0]: must be a string, a finite number or a boolean, not undefined',
    ])
  })

  it('are all named at once', () => {
    expect(refusal({ A: 'x\n', 'b c': 1, ActionID: '2', D: Number.NaN }, 'Y\r', '')).toHaveLength(6)
  })
})
