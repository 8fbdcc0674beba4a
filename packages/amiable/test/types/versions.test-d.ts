import type { AmiClient, AmiCluster, AmiEvent, AmiResponse, Subscription, VariableValues } from 'amiable'
import { type NormalisedEvent, namesEver, normalise, normalised, supports } from 'amiable/catalogue'
import { describe, expectTypeOf, it } from 'vitest'

declare const client: AmiClient
declare const cluster: AmiCluster
declare const event: AmiEvent
declare const response: AmiResponse

describe('values', () => {
  it('are what their name says, or undefined', () => {
    expectTypeOf(event.number('Cause')).toEqualTypeOf<number | undefined>()
    expectTypeOf(event.flag('Paused')).toEqualTypeOf<boolean | undefined>()
    expectTypeOf(event.time('EventTV')).toEqualTypeOf<Date | undefined>()
    expectTypeOf(event.variables('ChanVariable')).toEqualTypeOf<VariableValues>()
    const { LEAD_ID } = event.variables('ChanVariable')
    expectTypeOf(LEAD_ID).toEqualTypeOf<string | undefined>()
    expectTypeOf(response.number('CoreCurrentCalls')).toEqualTypeOf<number | undefined>()
    expectTypeOf(event.time('AnswerTime', '+02:00')).toEqualTypeOf<Date | undefined>()
    // @ts-expect-error a zone is text
    event.time('AnswerTime', 120)
    // @ts-expect-error a header has a name
    event.number(7)
  })
})

describe('versions', () => {
  it('are text, once they are known', () => {
    expectTypeOf(client.asteriskVersion).toEqualTypeOf<string | undefined>()
    expectTypeOf(client.actions()).resolves.toEqualTypeOf<ReadonlySet<string>>()
    void client.actions({ timeoutMs: 1000 })
    // @ts-expect-error it is the server's
    client.asteriskVersion = '22.10.1'
  })

  it('are asked what they have', () => {
    expectTypeOf(supports(client, { action: 'Filter', parameter: 'MatchCriteria' })).toEqualTypeOf<
      boolean | undefined
    >()
    supports('22.10.1', { event: 'DialState' })
    supports(undefined, { action: 'SomethingNew' })
    supports(cluster.server('east'), { action: 'Ping' })
    // @ts-expect-error a cluster has many versions
    supports(cluster, { action: 'Ping' })
    // @ts-expect-error of what?
    supports(client, { parameter: 'MatchCriteria' })
    // @ts-expect-error an action or an event, by its kind
    supports(client, 'MatchCriteria')
  })
})

describe('normalised events', () => {
  it('have the type of their name of today, and what was sent', () => {
    const subscription = normalised(client).on('QueueMemberPause', (one) => {
      expectTypeOf(one.name).toEqualTypeOf<'QueueMemberPause'>()
      expectTypeOf(one.get('PausedReason')).toEqualTypeOf<string | undefined>()
      expectTypeOf(one.original).toEqualTypeOf<AmiEvent>()
    })
    expectTypeOf(subscription).toEqualTypeOf<Subscription<NormalisedEvent<'QueueMemberPause'>>>()
    expectTypeOf(normalise(event)).toExtend<AmiEvent>()
    expectTypeOf(namesEver('DialBegin')).toEqualTypeOf<string[]>()
  })

  it('come from clients and clusters alike', () => {
    const both = normalised(cluster).subscribe({
      events: ['DialBegin', 'DialEnd'],
      servers: ['east'],
      where: (one) => one.original.name === 'Dial',
    })
    expectTypeOf(both).toExtend<AsyncIterable<{ readonly original: AmiEvent }>>()
    expectTypeOf(normalised(client).subscribe()).toExtend<AsyncIterable<AmiEvent>>()
    // @ts-expect-error names are a list
    normalised(client).subscribe({ events: 'DialBegin' })
    // @ts-expect-error nothing to subscribe to
    normalised(event)
    // @ts-expect-error what was sent is kept
    normalise(event).original = event
  })
})
