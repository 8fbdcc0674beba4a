import { AmiEvent, Decoder, textDecoder } from 'amiable/protocol'
import { describe, expect, it } from 'vitest'
import { GREETING, pieces } from '../unit/protocol/decoding.ts'

const silent = {
  onBanner: () => undefined,
  onEvent: () => undefined,
  onResponse: () => undefined,
  onAnomaly: () => undefined,
}

/**
 * How much longer `large` takes than `small`, per unit of work: 1 when the cost is linear, `factor` when it is
 * quadratic. Other programs can only add to a time, so the least of several interleaved runs is compared.
 */
function growth(factor: number, small: () => void, large: () => void): number {
  const best = { small: Number.POSITIVE_INFINITY, large: Number.POSITIVE_INFINITY }
  for (let round = 0; round < 5; round += 1) {
    best.small = Math.min(best.small, timeMs(small))
    best.large = Math.min(best.large, timeMs(large))
  }
  return best.large / best.small / factor
}

function timeMs(work: () => void): number {
  const begin = performance.now()
  work()
  return performance.now() - begin
}

function decoding(chunks: readonly Buffer[], maxMessageBytes?: number): Decoder {
  const decoder = new Decoder(silent, maxMessageBytes === undefined ? {} : { maxMessageBytes })
  decoder.write(Buffer.from(GREETING))
  for (const chunk of chunks) decoder.write(chunk)
  return decoder
}

describe('D11 the work grows with the bytes, not with their square:', () => {
  const frames = (count: number) =>
    Buffer.from('Event: VarSet\r\nVariable: x\r\nValue: y\r\n\r\n'.repeat(count))

  it('64k frames in one chunk cost at most twice what each of 2k costs', () => {
    const few = frames(2000)
    const many = frames(64_000)
    const repeated = () => {
      for (let n = 0; n < 32; n += 1) decoding([few])
    }
    expect(decoding([many]).counters.events).toBe(64_000)
    expect(growth(1, repeated, () => void decoding([many]))).toBeLessThan(2)
  })

  it('64k frames in chunks that each cut one cost at most twice what each of 2k costs', () => {
    const few = pieces(frames(2000), 1009)
    const many = pieces(frames(64_000), 1009)
    const repeated = () => {
      for (let n = 0; n < 32; n += 1) decoding(few)
    }
    expect(growth(1, repeated, () => void decoding(many))).toBeLessThan(2)
  })

  it.each([
    ['skipped over the limit', undefined],
    ['kept under a limit of 64 MB', 64_000_000],
  ])('a frame that does not end for 12 MB costs per byte what an eighth of it costs, %s', (_how, limit) => {
    const endless = (megabytes: number) => [
      Buffer.from('Event: Endless\r\nValue: '),
      ...pieces(Buffer.alloc(megabytes * 1_000_000, 'x: y\r\n'), 16_384),
    ]
    const small = endless(1.5)
    const large = endless(12)
    expect(
      growth(
        8,
        () => void decoding(small, limit),
        () => void decoding(large, limit),
      ),
    ).toBeLessThan(4)
  })

  it('two megabytes of lines without a colon cost per line what an eighth of it costs', () => {
    const source = { server: '', session: 0, decodeText: textDecoder() }
    const read = (lines: number) => {
      const event = new AmiEvent('X', `Event: X${'\r\nno colon'.repeat(lines)}`, source)
      return () => {
        event.get('Missing')
        event.getAll('Missing')
        expect([...event.entries()]).toHaveLength(lines + 1)
      }
    }
    expect(growth(8, read(25_000), read(200_000))).toBeLessThan(4)
  })

  it.each([
    ['bare CR', '\r'],
    ['bare LF', '\n'],
    ['keys that begin like the one asked for', '\r\nMissing'],
    ['colons', ': '],
  ])('and so do two megabytes of %s', (_what, part) => {
    const source = { server: '', session: 0, decodeText: textDecoder() }
    const read = (bytes: number) => {
      const event = new AmiEvent('X', `Event: X\r\nV: ${part.repeat(bytes / part.length)}`, source)
      return () => {
        event.get('Missing')
        event.getAll('Event')
        event.toJSON()
      }
    }
    expect(growth(8, read(250_000), read(2_000_000))).toBeLessThan(4)
  })

  it.each([
    ['no colon\r\n', 'lines of garbage'],
    ['Response: a\r\nActionID: b\r\n', 'answers that were cut off'],
    ['Event: CoreShowChannelMap\r\n\n', 'frames that end in CR LF LF'],
    ['Response: \r\n', 'beginnings of answers'],
  ])('and so do a frame of two megabytes of %j, %s', (part) => {
    const frame = (bytes: number) => [
      Buffer.from(`Event: A\r\n\r\n${part.repeat(bytes / part.length)}\r\n\r\n\r\n`),
    ]
    const small = frame(250_000)
    const large = frame(2_000_000)
    expect(
      growth(
        8,
        () => void decoding(small, 64_000_000),
        () => void decoding(large, 64_000_000),
      ),
    ).toBeLessThan(4)
  })
})
