import { type AmiConnectionError, AmiError, type TransportHandlers } from 'amiable'
import { describe, expect, it } from 'vitest'
import { guardedDial } from '../../../src/supervision/guarded-dial.ts'
import { FakePbx, turns } from '../../support/fake-pbx.ts'

function handlers(): TransportHandlers & { readonly closedWith: (AmiConnectionError | undefined)[] } {
  const closedWith: (AmiConnectionError | undefined)[] = []
  return {
    closedWith,
    onOpen: () => undefined,
    onData: () => undefined,
    onClose: (error) => closedWith.push(error),
  }
}

describe('a guarded dial', () => {
  it('hands over the connection it was given', () => {
    const pbx = new FakePbx()
    const transport = guardedDial(pbx.dial, 'pbx')(handlers())
    expect(transport).toBe(pbx.link)
  })

  it.each([new Error('no such network'), 'no such network'])(
    'turns a throw into the end of the connection, a turn later',
    async (thrown) => {
      const heard = handlers()
      const transport = guardedDial(() => {
        throw thrown
      }, 'pbx')(heard)
      expect(transport).toMatchObject({ phase: 'tcp', bufferedBytes: 0, encrypted: false })
      transport.write('x', 'utf8')
      transport.end()
      expect(heard.closedWith).toEqual([])
      await turns()
      expect(heard.closedWith).toHaveLength(1)
      const [error] = heard.closedWith
      expect(AmiError.is(error)).toBe(true)
      expect(error).toMatchObject({
        message: 'cannot connect: no such network',
        reason: 'connect',
        server: 'pbx',
        cause: thrown,
      })
    },
  )

  it('tells nothing of a connection that was given up first', async () => {
    const heard = handlers()
    guardedDial(() => {
      throw new Error('no such network')
    }, 'pbx')(heard).destroy()
    await turns()
    expect(heard.closedWith).toEqual([])
  })
})
