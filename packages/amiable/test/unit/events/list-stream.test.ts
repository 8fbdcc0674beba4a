import { AmiBackpressureError, type AmiEvent, AmiTimeoutError } from 'amiable'
import { describe, expect, it } from 'vitest'
import { type AskForList, listStream } from '../../../src/events/list-stream.ts'
import { turns } from '../../support/fake-pbx.ts'
import { makeEvent } from './make-event.ts'

/** A list that the test sends item by item. */
function setUp(limits = { listItems: 1000, listBytes: 1_000_000 }) {
  const state: { asked: number; signal: AbortSignal | undefined } = { asked: 0, signal: undefined }
  let onItem: (event: AmiEvent) => void = () => undefined
  let complete: () => void = () => undefined
  let fail: (error: Error) => void = () => undefined
  const ask: AskForList = (take, signal) => {
    state.asked += 1
    state.signal = signal
    onItem = take
    return new Promise<void>((resolve, reject) => {
      complete = resolve
      fail = reject
    })
  }
  return {
    state,
    stream: listStream(ask, limits, 'pbx'),
    item: (name: string, bytes = 0) => onItem(makeEvent(name, { Data: 'x'.repeat(bytes) })),
    complete: () => complete(),
    fail: (error: Error) => fail(error),
  }
}

function collect(stream: AsyncIterable<AmiEvent>) {
  const names: string[] = []
  const done = (async () => {
    for await (const event of stream) names.push(event.name)
  })()
  done.catch(() => undefined)
  return { names, done }
}

describe('a list, item by item', () => {
  it('is asked for when iteration begins', async () => {
    const { state, stream } = setUp()
    await turns()
    expect(state.asked).toBe(0)
    collect(stream)
    await turns()
    expect(state.asked).toBe(1)
  })

  it('gives items as they come, and ends with the list', async () => {
    const { stream, item, complete } = setUp()
    const { names, done } = collect(stream)
    await turns()
    item('A')
    await turns()
    expect(names).toEqual(['A'])
    item('B')
    item('C')
    complete()
    await done
    expect(names).toEqual(['A', 'B', 'C'])
  })

  it('ends at once when it is empty', async () => {
    const { stream, complete } = setUp()
    const { names, done } = collect(stream)
    await turns()
    complete()
    await done
    expect(names).toEqual([])
  })

  it('pain 8 throws what went wrong after the items that came', async () => {
    const { stream, item, fail } = setUp()
    const { names, done } = collect(stream)
    await turns()
    item('A')
    fail(new AmiTimeoutError('too late'))
    await expect(done).rejects.toBeInstanceOf(AmiTimeoutError)
    expect(names).toEqual(['A'])
  })

  it('is given up when the loop is left', async () => {
    const { state, stream, item } = setUp()
    const loop = (async () => {
      for await (const _event of stream) break
    })()
    await turns()
    item('A')
    await loop
    expect(state.signal?.aborted).toBe(true)
    item('B')
  })

  it.each([
    ['items', { listItems: 2, listBytes: 1_000_000 }, 0],
    ['bytes', { listItems: 1000, listBytes: 1024 }, 400],
  ])(
    'H13 holds no more %s than its bound: a loop that falls behind gets those, then an error',
    async (_of, limits, bytes) => {
      const { state, stream, item } = setUp(limits)
      const { names, done } = collect(stream)
      await turns()
      for (const name of ['A', 'B', 'C', 'D']) item(name, bytes)
      await expect(done).rejects.toMatchObject({
        code: 'AMI_BACKPRESSURE',
        server: 'pbx',
        message: '2 list items wait to be read, more do not fit',
      })
      await expect(done).rejects.toBeInstanceOf(AmiBackpressureError)
      expect(names).toEqual(['A', 'B'])
      expect(state.signal?.aborted).toBe(true)
    },
  )

  it('H13 holds what just fits', async () => {
    const listBytes = 2 * makeEvent('A', { Data: '' }).sizeBytes
    const { stream, item, complete } = setUp({ listItems: 2, listBytes })
    const { names, done } = collect(stream)
    await turns()
    item('A')
    item('B')
    complete()
    await done
    expect(names).toEqual(['A', 'B'])
  })

  it('H13 takes nothing more once something was lost, though there is room again', async () => {
    const { stream, item } = setUp({ listItems: 2, listBytes: 1_000_000 })
    const first = stream.next()
    await turns()
    for (const name of ['A', 'B', 'C']) item(name)
    expect((await first).value?.name).toBe('A')
    item('D')
    expect((await stream.next()).value?.name).toBe('B')
    await expect(stream.next()).rejects.toBeInstanceOf(AmiBackpressureError)
  })

  it('counts what it holds, not what went through', async () => {
    const { stream, item, complete } = setUp({ listItems: 1, listBytes: 1024 })
    const { names, done } = collect(stream)
    await turns()
    for (let index = 0; index < 20; index += 1) {
      item('A', 400)
      await turns(1)
    }
    complete()
    await done
    expect(names).toHaveLength(20)
  })
})
