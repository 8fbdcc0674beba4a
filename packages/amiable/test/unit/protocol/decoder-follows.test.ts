import { type AmiResponse, Decoder } from 'amiable/protocol'
import { describe, expect, it } from 'vitest'
import { decode, decodesAlike, GREETING, pieces } from './decoding.ts'

const HEAD = 'Response: Follows\r\nPrivilege: Command\r\nActionID: 1\r\n'
const END = '--END COMMAND--\r\n\r\n'
const READ = 'response Response=Follows | Privilege=Command | ActionID=1 >'
const LF_GREETING = 'Asterisk Call Manager/1.1\n'

describe('pain 6 D8 S9 the output of Response: Follows', () => {
  decodesAlike({
    'is read line by line': {
      wire: `${HEAD}Name/username  Host\npeer1  1.2.3.4\n${END}Event: A\r\n\r\n`,
      messages: [`${READ} Name/username  Host / peer1  1.2.3.4`, 'event Event=A'],
    },
    'may be empty': { wire: `${HEAD}${END}`, messages: [`${READ} `] },
    'may hold lines that look like headers': {
      wire: `${HEAD}ActionID: forged\nResponse: Error\nOutput: x\nEvent: y\n${END}`,
      messages: [`${READ} ActionID: forged / Response: Error / Output: x / Event: y`],
    },
    'may hold such lines in CRLF': {
      wire: `${HEAD}ActionID: forged\r\nPrivilege: none\r\nResponse: Error\r\n${END}`,
      messages: [`${READ} ActionID: forged / Privilege: none / Response: Error`],
    },
    'D4 may hold blank lines': {
      wire: `${HEAD}a\n\n\nb\n\n${END}`,
      messages: [`${READ} a /  /  / b / `],
    },
    'may hold blank lines in CRLF': {
      wire: `${HEAD}a\r\n\r\nb: c\r\n\r\n\r\nd\r\n${END}`,
      messages: [`${READ} a /  / b: c /  /  / d`],
    },
    'may hold a whole frame': {
      wire: `${HEAD}Event: X\r\nA: b\r\n\r\nResponse: Success\r\nActionID: 2\r\n\r\n${END}`,
      messages: [`${READ} Event: X / A: b /  / Response: Success / ActionID: 2 / `],
    },
    'keeps indentation, tabs and trailing blanks': {
      wire: `${HEAD}  two\n\ttab\nend  \n${END}`,
      messages: [`${READ}   two / \ttab / end  `],
    },
    'may hold the sentinel in a line of its own, or within one': {
      wire: `${HEAD}--END COMMAND--\nx --END COMMAND-- y\n${END}`,
      messages: [`${READ} --END COMMAND-- / x --END COMMAND-- y`],
    },
    'need not end its last line': { wire: `${HEAD}no end${END}`, messages: [`${READ} no end`] },
    'may come without an ActionID': {
      wire: `Response: Follows\r\nPrivilege: Command\r\nx\n${END}`,
      messages: ['response Response=Follows | Privilege=Command > x'],
    },
    'may come without a blank behind the colon, and in any case': {
      wire: `RESPONSE:follows\r\nActionID: 1\r\na\r\n\r\nb\n${END}`,
      messages: ['response RESPONSE=follows | ActionID=1'],
    },
    'may come without any header': {
      wire: `Response: Follows\r\nx\n${END}`,
      messages: ['response Response=Follows > x'],
    },
    'keeps the blanks at the end of the ActionID': {
      wire: `Response: Follows\r\nPrivilege: Command\r\nActionID: 1  \r\nx\n${END}`,
      messages: ['response Response=Follows | Privilege=Command | ActionID=1   > x'],
    },
    'is UTF-8': { wire: `${HEAD}Zażółć\n${END}`, messages: [`${READ} Zażółć`] },
    'in a session of LF': {
      greeting: LF_GREETING,
      banners: ['1.1'],
      wire: 'Response: Follows\nPrivilege: Command\nActionID: 1\na\n\nb\n--END COMMAND--\n\nEvent: A\n\n',
      messages: [`${READ} a /  / b`, 'event Event=A'],
    },
    'in a session of LF, with CRLF inside': {
      greeting: LF_GREETING,
      banners: ['1.1'],
      wire: 'Response: Follows\nActionID: 1\nfirst\r\nsecond\n--END COMMAND--\n\n',
      messages: ['response Response=Follows | ActionID=1 > first / second'],
    },
  })
})

describe('S9 a Follows that has no end', () => {
  decodesAlike({
    'is waited for': { wire: `${HEAD}output\n\r\n\r\n`, messages: [] },
    'D5 is no answer when it only came to light behind garbage, cut at its first blank line': {
      wire: `Event: A\r\n\r\njunk\r\nResponse: Follows\r\nActionID: 1\r\nsome output\n\r\n\r\nEvent: B\r\n\r\n`,
      messages: ['event Event=A', 'event Event=B'],
      anomalies: ['garbage@42+6', 'truncated@48+44 of 1'],
    },
    'D5 is no answer when its first line does not end': {
      wire: 'Response: Follows--END COMMAND--\r\n\r\nEvent: B\r\n\r\n',
      messages: ['event Event=B'],
      anomalies: ['truncated@30+32'],
    },
  })
})

describe('S9 E8 output over the limit', () => {
  const body = `${'x'.repeat(70)}\n\n`.repeat(29_000)
  const follows = Buffer.from(`${GREETING}${HEAD}${body}${END}Event: A\r\n\r\n`)
  const headers = `Output: ${'y'.repeat(70)}\r\n`.repeat(26_000)
  const modern = Buffer.from(`${GREETING}Response: Success\r\nActionID: 1\r\n${headers}\r\nEvent: A\r\n\r\n`)

  it.each([1000, 8192, 65_536, 4_000_000])('is one fault that names its action, in pieces of %i', (size) => {
    for (const wire of [follows, modern]) {
      const { messages, anomalies, counters } = decode(pieces(wire, size))
      expect(messages).toEqual(['event Event=A'])
      expect(anomalies).toEqual(['oversize@30 of 1'])
      expect(counters.discardedBytes).toBe(wire.length - GREETING.length - 4 - 12)
    }
  })

  it('holds back no more than the limit while it comes', () => {
    const decoder = new Decoder({
      onBanner: () => undefined,
      onEvent: () => undefined,
      onResponse: () => undefined,
      onAnomaly: () => undefined,
    })
    let most = 0
    for (const chunk of pieces(follows, 8192)) {
      decoder.write(chunk)
      most = Math.max(most, decoder.pendingBytes)
    }
    expect(most).toBeGreaterThan(1_000_000)
    expect(most).toBeLessThanOrEqual(1_048_576 + 4)
  })
})

describe('a Follows', () => {
  it('gives its bytes and size as they came, output and sentinel included', () => {
    let response: AmiResponse | undefined
    const decoder = new Decoder({
      onBanner: () => undefined,
      onEvent: () => undefined,
      onAnomaly: () => undefined,
      onResponse: (one) => {
        response = one
      },
    })
    const frame = `${HEAD}a\n\r\n\r\nb\xe9\n--END COMMAND--`
    decoder.write(Buffer.from(`${GREETING}${frame}\r\n\r\n`, 'latin1'))
    expect(Buffer.from(response?.raw ?? []).toString('latin1')).toBe(frame)
    expect(response?.sizeBytes).toBe(frame.length)
    expect(response?.output).toEqual(['a', '', '', 'b\xe9'])
    expect(response?.get('Output')).toBeUndefined()
  })
})
