import { describe, expect, it } from 'vitest'
import { decode, decodesAlike, pieces } from './decoding.ts'

const ANSWER = 'Response: Success\r\nActionID: 1\r\n\r\n'
const ANSWERED = ['response Response=Success | ActionID=1']

describe('D6 S4 the greeting', () => {
  decodesAlike({
    'ends in CRLF': { wire: ANSWER, messages: ANSWERED },
    'ends in LF': {
      greeting: 'Asterisk Call Manager/2.10.6\n',
      banners: ['2.10.6'],
      wire: 'Response: Success\nActionID: 1\n\n',
      messages: ANSWERED,
    },
    'ends in LF though the frames end in CRLF': {
      greeting: 'Asterisk Call Manager/2.10.6\n',
      banners: ['2.10.6'],
      wire: ANSWER,
      messages: ANSWERED,
    },
    'is glued to an error': {
      wire: 'Response: Error\r\nMessage: Permission denied\r\n\r\n',
      messages: ['response Response=Error | Message=Permission denied'],
    },
    'is absent': { greeting: '', banners: [], wire: ANSWER, messages: ANSWERED },
    'is absent, and the first frame is an event in odd case': {
      greeting: '',
      banners: [],
      wire: 'event : A\r\n\r\n',
      messages: ['event event =A'],
    },
    'is preceded by blank lines': {
      greeting: '\r\n\nAsterisk Call Manager/11.0.0\r\n',
      wire: ANSWER,
      messages: ANSWERED,
    },
    'is followed by a blank line': {
      greeting: 'Asterisk Call Manager/11.0.0\r\n\r\n',
      wire: ANSWER,
      messages: ANSWERED,
    },
    'names no version': {
      greeting: 'Asterisk Call Manager/\r\n',
      banners: [''],
      wire: ANSWER,
      messages: ANSWERED,
    },
    'comes behind words of a proxy': {
      greeting: '\r\nHello, proxy here\r\nAsterisk Call Manager/11.0.0\r\n',
      banners: ['(Hello, proxy here)', '11.0.0'],
      wire: ANSWER,
      messages: ANSWERED,
      anomalies: ['banner@2+0'],
    },
    'is a proxy’s own': {
      greeting: 'AMI proxy 1.0\r\n',
      banners: ['(AMI proxy 1.0)'],
      wire: ANSWER,
      messages: ANSWERED,
      anomalies: ['banner@0+0'],
    },
    'comes behind several lines of junk, each discarded but the first': {
      greeting: 'one\r\ntwo: 2\r\n\r\nthree\r\nAsterisk Call Manager/11.0.0\r\n',
      banners: ['(one)', '11.0.0'],
      wire: ANSWER,
      messages: ANSWERED,
      anomalies: ['banner@0+0', 'garbage@5+8', 'garbage@15+7'],
    },
    'comes twice before the first frame: the second is no greeting': {
      wire: `Asterisk Call Manager/9.9.9\r\n${ANSWER}`,
      messages: ANSWERED,
      anomalies: ['garbage@30+29'],
    },
    'comes again between frames: garbage, not a response': {
      wire: `${ANSWER}Asterisk Call Manager/11.0.0\r\nEvent: A\r\n\r\n`,
      messages: [...ANSWERED, 'event Event=A'],
      anomalies: ['garbage@64+30'],
    },
    'comes again with a blank line behind it': {
      wire: `${ANSWER}Asterisk Call Manager/11.0.0\r\n\r\nEvent: A\r\n\r\n`,
      messages: [...ANSWERED, 'event Event=A'],
      anomalies: ['garbage@64+28'],
    },
    'is alone: a connection refused by authlimit has not even that': { wire: '', messages: [] },
  })
})

describe('D6 a first line longer than any greeting', () => {
  const junk = 'j'.repeat(10_000)
  const wire = Buffer.from(`${junk}\r\nAsterisk Call Manager/11.0.0\r\n${ANSWER}`)

  it.each([1, 7, 1000, 4096, 4097, 9999, 10_001, 20_000])(
    'is one fault and no greeting, in pieces of %i',
    (size) => {
      const { anomalies, ...seen } = decode(pieces(wire, size))
      expect(seen).toMatchObject({
        banners: ['11.0.0'],
        messages: ANSWERED,
        counters: { anomalies: 1, discardedBytes: 10_002 },
      })
      expect(anomalies).toHaveLength(1)
      expect(anomalies[0]).toMatch(/^garbage@0\+/)
    },
  )

  it.each([1, 4096, 5000, 20_000])('is a frame when it begins as one, in pieces of %i', (size) => {
    const { messages, anomalies } = decode(pieces(Buffer.from(`Event: X${junk}\r\nA: b\r\n\r\n`), size))
    expect(messages).toEqual([`event Event=X${junk} | A=b`])
    expect(anomalies).toEqual([])
  })

  it('is not waited for: what is held back stays bounded', () => {
    const { anomalies, counters } = decode(pieces(Buffer.alloc(300_000, 0x6a), 1000))
    expect(anomalies).toHaveLength(1)
    expect(counters.discardedBytes).toBe(300_000)
  })
})
