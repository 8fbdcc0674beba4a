import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { finderFor, findInBytes, readBuffer } from '../../src/protocol/read-buffer.ts'
import { readCaptures } from '../unit/protocol/captures.ts'
import { decode, GREETING } from '../unit/protocol/decoding.ts'

const crowded = fc
  .array(fc.constantFrom('\r', '\n', '\r\n', '\r\n\r\n', 'a', 'Key: value\r\n', 'x'.repeat(40)), {
    maxLength: 40,
  })
  .map((parts) => Buffer.from(parts.join('')))

/** What a socket does: the bytes stand where it read them to, and behind them what it read before. */
function received(bytes: Buffer, left: Buffer = Buffer.alloc(0)): Buffer {
  left.copy(readBuffer)
  bytes.copy(readBuffer)
  return readBuffer.subarray(0, bytes.length)
}

function* readOneByOne(pieces: readonly Buffer[]): Generator<Buffer> {
  for (const piece of pieces) yield received(piece)
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

describe('a blank line in the read buffer', () => {
  it('is not searched for as it is elsewhere', () => {
    expect(finderFor(readBuffer.subarray(0, 100))).not.toBe(findInBytes)
    expect(finderFor(readBuffer.subarray(1, 100))).toBe(findInBytes)
    expect(finderFor(Buffer.alloc(100))).toBe(findInBytes)
  })

  it('is found where it is elsewhere, whatever was read before', () => {
    fc.assert(
      fc.property(crowded, crowded, fc.nat(200), (bytes, left, start) => {
        const from = Math.min(start, bytes.length)
        const there = received(bytes, left)
        expect(finderFor(there)(there, from)).toBe(findInBytes(bytes, from))
      }),
      { numRuns: 5000 },
    )
  })

  it('is found at the very end of the buffer', () => {
    const bytes = Buffer.concat([Buffer.alloc(readBuffer.length - 4, 'x'), Buffer.from('\r\n\r\n')])
    const whole = received(bytes)
    expect(finderFor(whole)(whole, 0)).toBe(readBuffer.length - 4)
    expect(finderFor(whole)(whole, readBuffer.length - 3)).toBe(-1)
  })

  it('is not made up of what came and what was read before', () => {
    for (let length = 3; length < 80; length += 1) {
      const begun = Buffer.from(`${'x'.repeat(length - 3)}\r\n\r`)
      const there = received(begun, Buffer.from(`${'x'.repeat(length)}\n`))
      for (let from = 0; from <= length; from += 1) expect(finderFor(there)(there, from)).toBe(-1)
    }
  })

  it('makes the same messages of what was recorded', () => {
    for (const { fromServer, name } of readCaptures('22')) {
      const bytes = Buffer.concat([Buffer.from(GREETING), fromServer.subarray(0, 60_000)])
      const pieces: Buffer[] = []
      for (let at = 0; at < bytes.length; at += 5000) pieces.push(bytes.subarray(at, at + 5000))
      expect(decode(readOneByOne(pieces)), name).toEqual(decode(pieces))
    }
  })

  it('is found by Node where WebAssembly cannot be had', async () => {
    vi.stubGlobal('WebAssembly', undefined)
    vi.resetModules()
    const without = await import('../../src/protocol/read-buffer.ts')
    expect(without.readBuffer).toHaveLength(65_536)
    const bytes = without.readBuffer.subarray(0, 9)
    bytes.write('a: b\r\n\r\nE', 'latin1')
    expect(without.finderFor(bytes)(bytes, 0)).toBe(4)
  })
})
