import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { Random } from '../../src/random.ts'
import { type Chunks, RawWriter } from '../../src/raw-writer.ts'
import { Timers } from '../../src/timers.ts'

interface Recorded {
  writer: RawWriter
  writes: string[]
  overflows: () => number
}

/** A writer on a stream that takes every write at once and remembers it. */
function recorded(chunks: Chunks, seed = 1, maxBufferedBytes = 1_000_000): Recorded {
  const writes: string[] = []
  let overflows = 0
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      writes.push(chunk)
      done()
    },
  })
  const writer = new RawWriter(stream, {
    chunks,
    random: new Random(seed),
    timers: new Timers(),
    maxBufferedBytes,
    onOverflow: () => {
      overflows += 1
    },
  })
  return { writer, writes, overflows: () => overflows }
}

async function cut(chunks: Chunks, seed?: number): Promise<string[]> {
  const { writer, writes } = recorded(chunks, seed)
  for (let at = 0; at < 50; at += 1) writer.append(`frame ${at}\r\n\r\n`)
  await writer.drained()
  return writes
}

it('writes what one tick appended in one piece', async () => {
  expect(await cut('whole')).toHaveLength(1)
})

it.each([1, 7, 100])('cuts every %i bytes, across what was appended', async (size) => {
  const writes = await cut(size)
  expect(writes.slice(0, -1).every((piece) => piece.length === size)).toBe(true)
  expect(writes.join('')).toBe((await cut('whole')).join(''))
})

it('cuts at random places that the seed decides', async () => {
  const writes = await cut('random', 5)
  expect(writes.length).toBeGreaterThan(10)
  expect(writes).toEqual(await cut('random', 5))
  expect(writes).not.toEqual(await cut('random', 6))
  expect(writes.join('')).toBe((await cut('whole')).join(''))
})

it('holds while stalled and says when too much waits', async () => {
  const { writer, writes, overflows } = recorded('whole', 1, 10)
  writer.stalled = true
  writer.append('12345')
  writer.append('67890')
  await new Promise((resolve) => setImmediate(resolve))
  expect(writes).toEqual([])
  expect(overflows()).toBe(0)
  writer.append('!')
  expect(overflows()).toBe(1)
  writer.stalled = false
  await writer.drained()
  expect(writes).toEqual(['1234567890!'])
})

it('lets go of who waits for it when it is closed', async () => {
  const { writer, writes } = recorded('whole')
  writer.stalled = true
  writer.append('never')
  const drained = writer.drained()
  writer.close()
  await drained
  writer.append('neither')
  expect(writer.buffered).toBe(0)
  expect(writes).toEqual([])
})
