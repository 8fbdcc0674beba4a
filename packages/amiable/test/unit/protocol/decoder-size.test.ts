import { type Anomaly, Decoder } from 'amiable/protocol'
import { describe, expect, it } from 'vitest'
import { decode, decodesAlike, GREETING, pieces } from './decoding.ts'

/** A frame of exactly `bytes` bytes without the blank line behind it. */
const frame = (bytes: number, first = 'Event: Big') =>
  `${first}\r\nV: ${'v'.repeat(bytes - first.length - 5)}`

describe('D1 D2 the limit is the frame’s own, without its blank line:', () => {
  decodesAlike({
    'a frame as long as the limit passes': {
      maxMessageBytes: 64,
      wire: `${frame(64)}\r\n\r\nEvent: A\r\n\r\n`,
      messages: [`event Event=Big | V=${'v'.repeat(49)}`, 'event Event=A'],
    },
    'D3 one byte more is skipped, the next frame is intact': {
      maxMessageBytes: 64,
      wire: `${frame(65)}\r\n\r\nEvent: A\r\n\r\n`,
      messages: ['event Event=A'],
      anomalies: ['oversize@30'],
    },
    'in a session of LF': {
      maxMessageBytes: 64,
      greeting: 'Asterisk Call Manager/1.1\n',
      banners: ['1.1'],
      wire: `${frame(64).replace('\r', '')}v\n\n${frame(70).replace('\r', '')}\n\nEvent: A\n\n`,
      messages: [`event Event=Big | V=${'v'.repeat(50)}`, 'event Event=A'],
      anomalies: ['oversize@92'],
    },
    'D3 two oversize frames in a row are two faults': {
      maxMessageBytes: 64,
      wire: `${frame(100)}\r\n\r\n${frame(200)}\r\n\r\nEvent: A\r\n\r\n`,
      messages: ['event Event=A'],
      anomalies: ['oversize@30', 'oversize@134'],
    },
    'S8 D3 an oversize response names the action whose answer is lost': {
      maxMessageBytes: 64,
      wire: `Response: Success\r\nActionID: 7\r\n${frame(100, 'Output: x')}\r\n\r\nEvent: A\r\n\r\n`,
      messages: ['event Event=A'],
      anomalies: ['oversize@30 of 7'],
    },
    'an ActionID beyond the limit is not looked for, whatever came with it': {
      maxMessageBytes: 40,
      wire: `Response: Success\r\nMessage: padding\r\nActionID: 7\r\n${frame(100, 'Output: x')}\r\n\r\n`,
      messages: [],
      anomalies: ['oversize@30'],
    },
    'an oversize event names none, whatever ActionID it carries': {
      maxMessageBytes: 64,
      wire: `Event: X\r\nActionID: 7\r\n${frame(100, 'Response: x')}\r\n\r\nEvent: A\r\n\r\n`,
      messages: ['event Event=A'],
      anomalies: ['oversize@30'],
    },
    'oversize garbage is skipped alike': {
      maxMessageBytes: 64,
      wire: `Event: A\r\n\r\n${'x'.repeat(200)}\r\n\r\nEvent: B\r\n\r\n`,
      messages: ['event Event=A', 'event Event=B'],
      anomalies: ['oversize@42'],
    },
    'a Follows over the limit is skipped to its sentinel, over blank lines': {
      maxMessageBytes: 64,
      wire: `Response: Follows\r\nActionID: 7\r\n${'o\r\n\r\n'.repeat(30)}--END COMMAND--\r\n\r\nEvent: A\r\n\r\n`,
      messages: ['event Event=A'],
      anomalies: ['oversize@30 of 7'],
    },
  })
})

describe('sizes of the real world:', () => {
  const sizes = [1, 7, 1024, 8192, 65_536, 2_000_000]

  it.each(sizes)('D3 S8 a frame of 200 KB over a limit of 64 KiB is one fault, in pieces of %i', (size) => {
    const wire = Buffer.from(
      `${GREETING}Response: Success\r\nActionID: 7\r\n${frame(200_000, 'Output: x')}\r\n\r\nEvent: A\r\n\r\n`,
    )
    const { messages, anomalies, counters } = decode(pieces(wire, size), 65_536)
    expect(messages).toEqual(['event Event=A'])
    expect(anomalies).toEqual(['oversize@30 of 7'])
    expect(counters).toMatchObject({ anomalies: 1, discardedBytes: 200_032, events: 1, responses: 0 })
  })

  it.each(sizes)('large-ok a frame of 900 KB is returned byte for byte, in pieces of %i', (size) => {
    const value = Buffer.from(Array.from({ length: 900_000 }, (_, n) => 0x20 + ((n * 31) % 95)))
    const seen: Uint8Array[] = []
    const decoder = new Decoder({
      onBanner: () => undefined,
      onEvent: (event) => seen.push(event.getBytes('V') ?? new Uint8Array()),
      onResponse: () => undefined,
      onAnomaly: () => undefined,
    })
    const wire = Buffer.concat([Buffer.from(`${GREETING}Event: Big\r\nV: `), value, Buffer.from('\r\n\r\n')])
    for (const chunk of pieces(wire, size)) decoder.write(chunk)
    expect(seen).toHaveLength(1)
    expect(value.equals(seen[0] ?? new Uint8Array())).toBe(true)
    expect(decoder.pendingBytes).toBe(0)
  })

  it('no-delimiter a frame that never ends is one fault, and holds no memory while it is skipped', () => {
    const anomalies: Anomaly[] = []
    const decoder = new Decoder(
      {
        onBanner: () => undefined,
        onEvent: () => undefined,
        onResponse: () => undefined,
        onAnomaly: (anomaly) => anomalies.push(anomaly),
      },
      { maxMessageBytes: 65_536 },
    )
    decoder.write(Buffer.from(`${GREETING}Event: Endless\r\nV: `))
    let most = 0
    for (let n = 0; n < 100; n += 1) {
      decoder.write(Buffer.alloc(8192, 0x76))
      most = Math.max(most, decoder.pendingBytes)
    }
    expect(anomalies).toMatchObject([{ kind: 'oversize', offset: 30 }])
    expect(most).toBeLessThanOrEqual(65_536 + 4)
    expect(decoder.pendingBytes).toBeLessThan(32)
    expect(decoder.counters.discardedBytes).toBeGreaterThan(100 * 8192 - 32)
  })

  it('S5 a burst in pieces of every size comes out the same', () => {
    const wire = Buffer.from(
      GREETING + Array.from({ length: 300 }, (_, n) => `Event: E${n}\r\nName: Łukasz ${n}\r\n\r\n`).join(''),
    )
    const whole = decode([wire])
    expect(whole.messages).toHaveLength(300)
    for (const size of [1, 2, 3, 5, 7, 11, 64, 1000, 1024]) expect(decode(pieces(wire, size))).toEqual(whole)
  })
})
