import { describe, expect, it, vi } from 'vitest'
import { onAbort } from '../../../src/util/on-abort.ts'

describe('onAbort', () => {
  it('tells everybody once, however many share a signal, through one listener of the signal', () => {
    const controller = new AbortController()
    const added = vi.spyOn(controller.signal, 'addEventListener')
    const told: number[] = []
    for (let index = 0; index < 1000; index += 1) onAbort(controller.signal, () => told.push(index))
    expect(added).toHaveBeenCalledTimes(1)
    controller.abort()
    expect(told).toEqual(Array.from({ length: 1000 }, (_, index) => index))
  })

  it('tells nobody who has gone, also when one goes on hearing of it', () => {
    const controller = new AbortController()
    const told: string[] = []
    onAbort(controller.signal, () => told.push('a'))()
    onAbort(controller.signal, () => {
      told.push('b')
      undo()
    })
    const undo = onAbort(controller.signal, () => told.push('c'))
    controller.abort()
    expect(told).toEqual(['b'])
  })

  it('leaves nothing on a signal when everybody has gone, and begins anew', () => {
    const controller = new AbortController()
    const removed = vi.spyOn(controller.signal, 'removeEventListener')
    const listener = vi.fn()
    const undos = [onAbort(controller.signal, listener), onAbort(controller.signal, listener)]
    for (const undo of undos) undo()
    for (const undo of undos) undo()
    expect(removed).toHaveBeenCalledTimes(1)
    onAbort(controller.signal, listener)
    controller.abort()
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it('takes the same function twice for two listeners, and no signal for nothing', () => {
    const controller = new AbortController()
    const listener = vi.fn()
    const undo = onAbort(controller.signal, listener)
    onAbort(controller.signal, listener)
    undo()
    onAbort(undefined, listener)()
    controller.abort()
    expect(listener).toHaveBeenCalledTimes(1)
  })
})
