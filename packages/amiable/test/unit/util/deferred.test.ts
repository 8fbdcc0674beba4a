import { describe, expect, it } from 'vitest'
import { deferred } from '../../../src/util/deferred.ts'

describe('deferred', () => {
  it('settles its promise from outside, once', async () => {
    const won = deferred<string>()
    won.resolve('first')
    won.reject(new Error('too late'))
    await expect(won.promise).resolves.toBe('first')
    const lost = deferred<string>()
    lost.reject(new Error('no'))
    await expect(lost.promise).rejects.toThrow('no')
  })
})
