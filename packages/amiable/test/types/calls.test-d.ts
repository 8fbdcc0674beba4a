import type { AmiClient, AmiError, Call, CallOutcome } from 'amiable'
import { describe, expectTypeOf, it } from 'vitest'

declare const client: AmiClient
declare const outcome: CallOutcome

describe('originate', () => {
  it('gives a call, and asks for a channel', () => {
    expectTypeOf(client.originate({ Channel: 'PJSIP/100' })).toEqualTypeOf<Call>()
    client.originate({ Channel: 'PJSIP/100', Variable: { LEAD: 1 }, Timeout: 30_000, EarlyMedia: true })
    // @ts-expect-error Channel is required
    client.originate({ Exten: '200' })
  })

  it('leaves to the client what the client decides, and variables no way to be text', () => {
    // @ts-expect-error always asynchronous
    client.originate({ Channel: 'PJSIP/100', Async: false })
    // @ts-expect-error chosen by the client
    client.originate({ Channel: 'PJSIP/100', ChannelId: 'mine' })
    // @ts-expect-error a record only
    client.originate({ Channel: 'PJSIP/100', Variable: 'A=1' })
  })

  it('tells with each outcome what belongs to it', () => {
    if (outcome.kind === 'failed') expectTypeOf(outcome.cause).toEqualTypeOf<number | undefined>()
    if (outcome.kind === 'not-sent') expectTypeOf(outcome.error).toEqualTypeOf<AmiError>()
    // @ts-expect-error only a failure has a cause
    if (outcome.kind === 'busy') outcome.cause
  })
})
