import { describe, expect, it } from 'vitest'
import { complete, event, refusal, response } from '../../support/messages.ts'
import { type Table, table } from './pending-table.ts'

/** Asks, and lets the deadline pass. */
function giveUp({ ask, clock }: Table, id: string, action = 'Ping'): void {
  ask(id, action, { timeoutMs: 1 }).promise.catch(() => undefined)
  clock.advance(1)
}

describe('an answer to an action that was given up', () => {
  it('E5 pain 23 is known as late, once, and settles nothing', () => {
    const all = table()
    giveUp(all, '1')
    expect(all.settled.map(({ error }) => error?.code)).toEqual(['AMI_TIMEOUT'])
    all.clock.advance(70)
    expect(all.pending.onResponse(response('1'))).toEqual({ reason: 'late', lateByMs: 70 })
    expect(all.pending.onResponse(response('1'))).toEqual({ reason: 'unknown-id' })
    expect(all.settled).toHaveLength(1)
  })

  it('E5 is known for the last 1,024 such actions', () => {
    const all = table()
    for (let index = 0; index <= 1024; index += 1) giveUp(all, `id-${index}`)
    expect(all.pending.onResponse(response('id-0'))).toMatchObject({ reason: 'unknown-id' })
    expect(all.pending.onResponse(response('id-1'))).toMatchObject({ reason: 'late' })
    expect(all.pending.onResponse(response('id-1024'))).toMatchObject({ reason: 'late' })
  })

  it('pain 23 that is a list is taken out of the event stream until it is complete', () => {
    const all = table()
    const { pending } = all
    giveUp(all, '1', 'CoreShowChannels')
    expect(pending.takesEvents).toBe(true)
    expect(pending.onResponse(response('1', { EventList: 'start' }))).toMatchObject({ reason: 'late' })
    expect(pending.onEvent(event('CoreShowChannel', '1'))).toBe(true)
    expect(pending.onEvent(event('CoreShowChannel', '2'))).toBe(false)
    expect(pending.onEvent(complete('CoreShowChannelsComplete', '1', 1))).toBe(true)
    expect(pending.takesEvents).toBe(false)
    expect(pending.onEvent(event('CoreShowChannel', '1'))).toBe(false)
  })

  it('pain 23 that turns out to be a list is taken out as well', () => {
    const all = table()
    const { pending } = all
    giveUp(all, '1', 'SomethingNew')
    expect(pending.takesEvents).toBe(false)
    expect(pending.onResponse(response('1', { EventList: 'start' }))).toMatchObject({ reason: 'late' })
    expect(pending.takesEvents).toBe(true)
    expect(pending.onEvent(event('Item', '1'))).toBe(true)
    expect(pending.onEvent(complete('ItemsComplete', '1', 1))).toBe(true)
    expect(pending.takesEvents).toBe(false)
  })

  it('that refuses the list leaves nothing to wait for', () => {
    const all = table()
    giveUp(all, '1', 'CoreShowChannels')
    expect(all.pending.onResponse(refusal('1', 'no'))).toMatchObject({ reason: 'late' })
    expect(all.pending.takesEvents).toBe(false)
  })

  it('of a list given up twice under an id of the caller’s own is waited for once', () => {
    const all = table()
    giveUp(all, 'mine', 'CoreShowChannels')
    giveUp(all, 'mine', 'CoreShowChannels')
    all.pending.onEvent(complete('CoreShowChannelsComplete', 'mine', 0))
    expect(all.pending.takesEvents).toBe(false)
  })

  it('is waited for no longer than two minutes', () => {
    const all = table()
    giveUp(all, '1', 'CoreShowChannels')
    all.clock.advance(119_999)
    expect(all.pending.takesEvents).toBe(true)
    all.clock.advance(1)
    expect(all.pending.takesEvents).toBe(false)
  })

  it('of a list does not keep the table from forgetting other lists', () => {
    const all = table()
    giveUp(all, 'old', 'CoreShowChannels')
    all.clock.advance(60_000)
    giveUp(all, 'young', 'CoreShowChannels')
    all.clock.advance(60_000)
    expect(all.pending.takesEvents).toBe(true)
    expect(all.pending.onEvent(event('CoreShowChannel', 'old'))).toBe(false)
    expect(all.pending.onEvent(event('CoreShowChannel', 'young'))).toBe(true)
  })
})
