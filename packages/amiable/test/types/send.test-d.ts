import type {
  ActionName,
  AmiClient,
  AmiEvent,
  AmiList,
  AmiResponse,
  FieldsOf,
  Numeric,
  ResultOf,
  SendOptions,
} from 'amiable'
import { describe, expectTypeOf, it } from 'vitest'

declare const client: AmiClient
declare const anyName: string
declare const signal: AbortSignal

describe('send', () => {
  it('resolves to a response, or to a list for a list action', () => {
    expectTypeOf(client.send('Ping')).resolves.toEqualTypeOf<AmiResponse>()
    expectTypeOf(client.send('QueueStatus')).resolves.toExtend<AmiList>()
    expectTypeOf(client.send('QueueStatus', { Queue: 'support' })).resolves.toExtend<AmiList>()
    expectTypeOf(client.send('CoreShowChannels')).resolves.toExtend<AmiList>()
    expectTypeOf(client.send('Originate', { Channel: 'PJSIP/100' })).resolves.toEqualTypeOf<AmiResponse>()
  })

  it('asks for the fields that are required', () => {
    client.send('Hangup', { Channel: 'PJSIP/100-1', Cause: 16 })
    // @ts-expect-error Channel is required
    client.send('Hangup')
    // @ts-expect-error Channel is required
    client.send('Hangup', { Cause: 16 })
    // @ts-expect-error Context, Exten and Priority are required
    client.send('Redirect', { Channel: 'PJSIP/100-1' })
    // @ts-expect-error undefined is no channel
    client.send('Hangup', { Channel: undefined })
  })

  it('knows the fields of a typed action, and their types', () => {
    // @ts-expect-error Channel is misspelt
    client.send('Hangup', { Channel: 'x', Chanel: 'y' })
    // @ts-expect-error Cause is a number
    client.send('Hangup', { Channel: 'x', Cause: 'normal' })
    // @ts-expect-error Tone is one of a few words
    client.send('Bridge', { Channel1: 'a', Channel2: 'b', Tone: 'maybe' })
    // @ts-expect-error a field is spelt as Asterisk spells it
    client.send('Originate', { Channel: 'x', callerId: '100' })
  })

  it('takes variables as a record, a text or a list', () => {
    client.send('Originate', { Channel: 'x', Variable: { lead: 42, vip: true, name: 'a,b' } })
    client.send('Originate', { Channel: 'x', Variable: 'lead=42' })
    client.send('Originate', { Channel: 'x', Variable: ['lead=42', 'vip=true'] })
    // @ts-expect-error a variable has one value
    client.send('Originate', { Channel: 'x', Variable: { lead: { id: 42 } } })
    // @ts-expect-error nor a list of them
    client.send('Originate', { Channel: 'x', Variable: { lead: [1, 2] } })
  })

  it('takes any other action, with any fields, for a response', () => {
    expectTypeOf(client.send('SomethingNew')).resolves.toEqualTypeOf<AmiResponse>()
    client.send('SomethingNew', { Any: 'thing', Many: ['a', 1, true], Some: { a: 1 }, Left: undefined })
    expectTypeOf(client.send(anyName, { Any: 'thing' })).resolves.toEqualTypeOf<AmiResponse>()
    // @ts-expect-error a value is a scalar, a list of scalars or a record of scalars
    client.send('SomethingNew', { Any: () => 'thing' })
    // @ts-expect-error null is no value
    client.send('SomethingNew', { Any: null })
    // @ts-expect-error a name is text
    client.send(7)
  })

  it('takes its settings last', () => {
    client.send('Ping', undefined, { timeoutMs: 100, signal, actionId: 'mine' })
    client.send('Ping', {}, { timeoutMs: 100 })
    client.send('Hangup', { Channel: 'x' }, { signal })
    // @ts-expect-error no such setting
    client.send('Ping', {}, { timeout: 100 })
    // @ts-expect-error milliseconds are a number
    client.send('Ping', {}, { timeoutMs: '100' })
    // @ts-expect-error a signal, not its controller
    client.send('Ping', {}, { signal: new AbortController() })
    expectTypeOf<SendOptions['timeoutMs']>().toEqualTypeOf<number | undefined>()
  })
})

describe('list', () => {
  it('gives events one by one', () => {
    expectTypeOf(client.list('CoreShowChannels')).toExtend<AsyncIterable<AmiEvent>>()
    expectTypeOf(client.list('SomethingNew', { Any: 1 })).toEqualTypeOf<AsyncIterable<AmiEvent>>()
    // @ts-expect-error Conference is required
    client.list('ConfbridgeList')
    // @ts-expect-error no such field
    client.list('QueueStatus', { Que: 'support' })
    // @ts-expect-error it is iterated, not awaited
    client.list('QueueStatus').then(() => undefined)
  })
})

describe('a list', () => {
  it('is iterated, and has its response and its end', () => {
    expectTypeOf<AmiList>().toExtend<Iterable<AmiEvent>>()
    expectTypeOf<AmiList['response']>().toEqualTypeOf<AmiResponse>()
    expectTypeOf<AmiList['events']>().toEqualTypeOf<readonly AmiEvent[]>()
    expectTypeOf<AmiList['closing']>().toEqualTypeOf<AmiEvent | undefined>()
    expectTypeOf<AmiList['truncated']>().toEqualTypeOf<boolean>()
    // @ts-expect-error a list cannot be changed
    ;({}) as AmiList['events'] satisfies AmiEvent[]
  })
})

describe('the catalogue', () => {
  it('names actions, their fields and their results', () => {
    expectTypeOf<'Ping'>().toExtend<ActionName>()
    expectTypeOf<'SomethingNew'>().not.toExtend<ActionName>()
    expectTypeOf<FieldsOf<'Hangup'>>().toEqualTypeOf<{ Channel: string; Cause?: Numeric }>()
    expectTypeOf<ResultOf<'QueueStatus'>>().toExtend<AmiList>()
    expectTypeOf<ResultOf<'SomethingNew'>>().toEqualTypeOf<AmiResponse>()
  })
})
