import { Decoder } from 'amiable/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCaptures } from '../unit/protocol/captures.ts'
import { decode, GREETING } from '../unit/protocol/decoding.ts'
import { almostAmi, cut, mutated, noise, places } from './streams.ts'

const recorded = readCaptures('22')
  .map(({ fromServer }) => fromServer.subarray(0, 6000))
  .filter(({ length }) => length > 500)

const greeting = fc
  .constantFrom(GREETING, 'Asterisk Call Manager/1.1\n', 'Hello\r\n', '')
  .map((line) => Buffer.from(line))
const greeted = (stream: fc.Arbitrary<Buffer>) =>
  fc.tuple(greeting, stream).map((parts) => Buffer.concat(parts))
const anything = fc.oneof(greeted(noise), greeted(almostAmi({ follows: true })), mutated(recorded))
const limit = fc.constantFrom(40, 200, 1_048_576)

describe('whatever comes', () => {
  it('S5 is read the same wherever it is cut', () => {
    fc.assert(
      fc.property(anything, places, limit, (bytes, at, maxMessageBytes) => {
        expect(decode(cut(bytes, at), maxMessageBytes)).toEqual(decode([bytes], maxMessageBytes))
      }),
      { numRuns: 2000 },
    )
  })

  it('pain 7 is read without a throw, to the last header', () => {
    fc.assert(
      fc.property(anything, places, limit, (bytes, at, maxMessageBytes) => {
        decode(cut(bytes, at), maxMessageBytes)
      }),
      { numRuns: 1000 },
    )
  })

  it('pain 7 is held back up to the limit and the beginning of a blank line, no further', () => {
    const begun = Buffer.from(`${GREETING}Event: First\r\n\r\n`)
    fc.assert(
      fc.property(anything, places, limit, (bytes, at, maxMessageBytes) => {
        const decoder = new Decoder(
          {
            onBanner: () => undefined,
            onEvent: () => undefined,
            onResponse: () => undefined,
            onAnomaly: () => undefined,
          },
          { maxMessageBytes },
        )
        for (const chunk of [begun, ...cut(bytes, at)]) {
          decoder.write(chunk)
          expect(decoder.pendingBytes).toBeLessThanOrEqual(maxMessageBytes + 4)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('invariant 10 is accounted for: what is in no message and no blank line was discarded', () => {
    fc.assert(
      fc.property(anything, places, limit, (bytes, at, maxMessageBytes) => {
        const decoder = new Decoder(
          {
            onBanner: ({ text }) => {
              accounted += text.length
            },
            onEvent: ({ sizeBytes }) => {
              accounted += sizeBytes
            },
            onResponse: ({ sizeBytes }) => {
              accounted += sizeBytes
            },
            onAnomaly: () => undefined,
          },
          { maxMessageBytes },
        )
        let accounted = 0
        for (const chunk of cut(bytes, at)) decoder.write(chunk)
        accounted += decoder.counters.discardedBytes + decoder.pendingBytes
        const lineEnds = bytes.filter((byte) => byte === 0x0a || byte === 0x0d).length
        // A session of LF hands over its messages with CRLF, so it may have up to a byte more for every line end.
        expect(accounted).toBeLessThanOrEqual(bytes.length + lineEnds)
        expect(accounted).toBeGreaterThanOrEqual(bytes.length - lineEnds)
      }),
      { numRuns: 1000 },
    )
  })

  it('D3 D5 a valid frame behind two blank lines is always recovered', () => {
    const anythingButFollows = fc
      .oneof(greeted(noise), greeted(almostAmi()), mutated(recorded))
      // Such a response goes on to its sentinel, over any blank line: S9.
      .filter((bytes) => !/response:\s?follows/i.test(bytes.toString('latin1')))
    fc.assert(
      fc.property(anythingButFollows, places, limit, (bytes, at, maxMessageBytes) => {
        const tail = '\r\n\r\n\r\n\r\nEvent: Found\r\nBy: us\r\n\r\n'
        const { messages } = decode(cut(Buffer.concat([bytes, Buffer.from(tail)]), at), maxMessageBytes)
        expect(messages.at(-1)).toBe('event Event=Found | By=us')
      }),
      { numRuns: 2000 },
    )
  })
})
