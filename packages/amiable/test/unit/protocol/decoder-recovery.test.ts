import { type Anomaly, Decoder } from 'amiable/protocol'
import { describe, expect, it } from 'vitest'
import { decode, decodesAlike, GREETING, pieces } from './decoding.ts'

const NEXT = 'Response: Success\r\nActionID: real\r\nPing: Pong\r\n\r\n'
const NEXT_READ = 'response Response=Success | ActionID=real | Ping=Pong'

describe('D5 S6a a response that was cut off does not touch the next one', () => {
  decodesAlike({
    'when the next begins a line': {
      wire: `Response: Success\r\nActionID: half\r\nMessage: Au\r\n${NEXT}`,
      messages: [NEXT_READ],
      anomalies: ['truncated@30+48 of half'],
    },
    'when it was cut in the middle of its ActionID': {
      wire: `Response: Success\r\nActionID: half-only${NEXT}`,
      messages: [NEXT_READ],
      anomalies: ['truncated@30+38'],
    },
    'when it was cut in the middle of a value': {
      wire: `Response: Success\r\nActionID: half\r\nMessage: Au${NEXT}`,
      messages: [NEXT_READ],
      anomalies: ['truncated@30+46 of half'],
    },
    'when two in a row were cut off': {
      wire: `Response: Success\r\nActionID: a\r\nResponse: Error\r\nActionID: b\r\nMess${NEXT}`,
      messages: [NEXT_READ],
      anomalies: ['truncated@30+32 of a', 'truncated@62+34 of b'],
    },
    'when it is in odd case': {
      wire: `response: Success\r\nActionID: half\r\nMess${NEXT}`,
      messages: [NEXT_READ],
      anomalies: ['truncated@30+39 of half'],
    },
    'in a session of LF': {
      greeting: 'Asterisk Call Manager/1.1\n',
      banners: ['1.1'],
      wire: 'Response: Success\nActionID: half\nResponse: Error\nActionID: real\n\n',
      messages: ['response Response=Error | ActionID=real'],
      anomalies: ['truncated@26+33 of half'],
    },
  })

  it('S6b and one that the connection’s end cut off says nothing at all', () => {
    const { messages, anomalies } = decode([Buffer.from(`${GREETING}Response: Success\r\nActionID: half`)])
    expect({ messages, anomalies }).toEqual({ messages: [], anomalies: [] })
  })

  it('survives a frame of thirty thousand that were cut off', () => {
    const wire = Buffer.from(`${GREETING}${'Response: a\r\nActionID: b\r\n'.repeat(30_000)}\r\n`)
    const { messages, anomalies, counters } = decode([wire])
    expect(messages).toEqual(['response Response=a | ActionID=b'])
    expect(anomalies).toHaveLength(29_999)
    expect(counters.discardedBytes).toBe(29_999 * 26)
  })
})

describe('D5 S7 garbage does not touch the frame behind it:', () => {
  decodesAlike({
    'a line without a colon': {
      wire: `Event: A\r\n\r\nnonsense\r\n${NEXT}`,
      messages: ['event Event=A', NEXT_READ],
      anomalies: ['garbage@42+10'],
    },
    'lines with colons': {
      wire: `Event: A\r\n\r\nFoo: 1\r\nActionID: real\r\n${NEXT}`,
      messages: ['event Event=A', NEXT_READ],
      anomalies: ['garbage@42+24'],
    },
    'NUL and other binary bytes': {
      wire: Buffer.from('Event: A\r\n\r\n\0\x01\xff\xfe\r\0\n\r\nEvent: B\r\nC: d\r\n\r\n', 'latin1'),
      messages: ['event Event=A', 'event Event=B | C=d'],
      anomalies: ['garbage@42+9'],
    },
    'a line ended by LF alone': {
      wire: `Event: A\r\n\r\nnonsense\n${NEXT}`,
      messages: ['event Event=A', NEXT_READ],
      anomalies: ['garbage@42+9'],
    },
    'a frame of its own without a colon': {
      wire: `Event: A\r\n\r\nraw text of an old module\r\n\r\n${NEXT}`,
      messages: ['event Event=A', NEXT_READ],
      anomalies: ['garbage@42+25'],
    },
    'garbage between two valid frames, without a blank line': {
      wire: `Event: A\r\n\r\ngarbage line\r\nmore: of it\r\n${NEXT}Event: B\r\n\r\n`,
      messages: ['event Event=A', NEXT_READ, 'event Event=B'],
      anomalies: ['garbage@42+27'],
    },
    'the rest of a value that held a blank line': {
      wire: 'Response: Success\r\nActionID: 1\r\nValue: a\r\n\r\nb\r\n\r\nEvent: B\r\n\r\n',
      messages: ['response Response=Success | ActionID=1 | Value=a', 'event Event=B'],
      anomalies: ['garbage@74+1'],
    },
  })

  it.each([1, 1000, 8192, 65_536, 100_000])('70 KB without a line end, in pieces of %i', (size) => {
    const junk = Buffer.alloc(71_680, 0x78)
    const wire = Buffer.concat([Buffer.from(`${GREETING}Event: A\r\n\r\n`), junk, Buffer.from(`\r\n${NEXT}`)])
    const { messages, anomalies, counters } = decode(pieces(wire, size))
    expect(messages).toEqual(['event Event=A', NEXT_READ])
    expect(anomalies).toEqual(['garbage@42+71682'])
    expect(counters.discardedBytes).toBe(71_682)
  })
})

describe('D7 a frame of an unknown kind', () => {
  decodesAlike({
    'is counted, and completes nothing though it carries an ActionID': {
      wire: 'Event: A\r\n\r\nFoo: x\r\nActionID: 1\r\n\r\nEvent: B\r\n\r\n',
      messages: ['event Event=A', 'event Event=B'],
      anomalies: ['unknown-frame@42+19'],
    },
    'is unknown also when its first key only begins like a known one': {
      wire: 'Event: A\r\n\r\nEvents: x\r\n\r\nResponses: x\r\n\r\nEvent\r\n: x\r\n\r\nEvent: B\r\n\r\n',
      messages: ['event Event=A', 'event Event=B'],
      anomalies: ['unknown-frame@42+9', 'unknown-frame@55+12', 'unknown-frame@71+10'],
    },
  })
})

describe('an anomaly', () => {
  it('shows at most 80 bytes of what was discarded, as Latin-1', () => {
    const anomalies: Anomaly[] = []
    const decoder = new Decoder({
      onBanner: () => undefined,
      onEvent: () => undefined,
      onResponse: () => undefined,
      onAnomaly: (anomaly) => anomalies.push(anomaly),
    })
    decoder.write(Buffer.from(`${GREETING}Event: A\r\n\r\n${'\xe9'.repeat(100)}\r\n\r\n`, 'latin1'))
    expect(anomalies).toEqual([
      { kind: 'garbage', offset: 42, bytes: 100, actionId: undefined, preview: '\xe9'.repeat(80) },
    ])
  })
})
