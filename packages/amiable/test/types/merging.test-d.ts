import type { Action, AmiClient, AmiEvent, AmiList, AmiResponse, EventOf, NoFields } from 'amiable'
import { expectTypeOf, it } from 'vitest'

declare module 'amiable' {
  interface ActionMap {
    MyModuleAction: Action<{ Thing: string; Count?: number }, 'response'>
    MyModuleList: Action<{ Filter?: string }, 'list'>
    MyTypedList: Action<NoFields, 'list', 'MyModuleEvent' | 'QueueMember', 'MyTypedListComplete'>
    MyTypedAnswer: Action<NoFields, 'response', 'Answer'>
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
  expectTypeOf(client.send('QueueStatus')).resolves.toExtend<AmiList>()
  // @ts-expect-error Channel is required
  client.send('Hangup')
})

it('an event of one’s own is typed like the others', () => {
  client.on('MyModuleEvent', (event) => {
    expectTypeOf(event.name).toEqualTypeOf<'MyModuleEvent'>()
    expectTypeOf(event.fields.Outcome).toEqualTypeOf<string>()
  })
})

it('a list or an answer of one’s own may say what it is made of', async () => {
  expectTypeOf(client.send('MyTypedList')).resolves.toEqualTypeOf<
    AmiList<EventOf<'MyModuleEvent'> | EventOf<'QueueMember'>, AmiEvent<'MyTypedListComplete'>>
  >()
  for (const item of await client.send('MyTypedList')) {
    if (item.name === 'MyModuleEvent') expectTypeOf(item.fields.Outcome).toEqualTypeOf<string>()
  }
  expectTypeOf(client.send('MyTypedAnswer')).resolves.toEqualTypeOf<AmiResponse<'Answer'>>()
  // @ts-expect-error it takes no fields
  client.send('MyTypedAnswer', { Question: 'x' })
})
