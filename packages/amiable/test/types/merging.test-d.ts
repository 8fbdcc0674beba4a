import type { Action, AmiClient, AmiList, AmiResponse } from 'amiable'
import { expectTypeOf, it } from 'vitest'

declare module 'amiable' {
  interface ActionMap {
    MyModuleAction: Action<{ Thing: string; Count?: number }, 'response'>
    MyModuleList: Action<{ Filter?: string }, 'list'>
  }
  interface EventMap {
    MyModuleEvent: 'Thing' | 'Outcome'
  }
}

declare const client: AmiClient

it('an action of one’s own is typed like the others', () => {
  expectTypeOf(client.send('MyModuleAction', { Thing: 'x' })).resolves.toEqualTypeOf<AmiResponse>()
  expectTypeOf(client.send('MyModuleList')).resolves.toEqualTypeOf<AmiList>()
  client.send('MyModuleAction', { Thing: 'x', Count: 2 })
  // @ts-expect-error Thing is required
  client.send('MyModuleAction')
  // @ts-expect-error Thing is a string
  client.send('MyModuleAction', { Thing: 7 })
  // @ts-expect-error no such field
  client.send('MyModuleAction', { Thing: 'x', Thign: 'y' })
})

it('those that were there before are still there', () => {
  expectTypeOf(client.send('QueueStatus')).resolves.toEqualTypeOf<AmiList>()
  // @ts-expect-error Channel is required
  client.send('Hangup')
})

it('an event of one’s own is typed like the others', () => {
  client.on('MyModuleEvent', (event) => {
    expectTypeOf(event.name).toEqualTypeOf<'MyModuleEvent'>()
    expectTypeOf(event.fields.Outcome).toEqualTypeOf<string>()
  })
})
