import { afterEach, describe, expect, it, vi } from 'vitest'
import { complete, event, response } from '../../support/messages.ts'
import { failure, table } from './pending-table.ts'

afterEach(() => {
  vi.useRealTimers()
})

describe('a deadline', () => {
  it('pain 5 ends a wait that nobody answers, at its moment and not before', async () => {
    const { ask, clock, pending } = table()
    clock.advance(10_000)
    const one = ask('1', 'Ping', { timeoutMs: 250 })
    clock.advance(249)
    expect(one.settled).toBe(false)
    clock.advance(1)
    expect(await failure(one.promise)).toMatchObject({
      code: 'AMI_TIMEOUT',
      message: 'Ping: no complete answer within 250 ms',
      delivery: 'unknown',
      actionId: '1',
    })
    expect(pending.size).toBe(0)
    expect(clock.pending).toBe(0)
  })

  it('runs to the last answer: items that keep coming do not move it', async () => {
    const { ask, clock, pending } = table()
    const { promise } = ask('1', 'CoreShowChannels')
    pending.onResponse(response('1', { EventList: 'start' }))
    for (let item = 0; item < 9; item += 1) {
      clock.advance(100)
      pending.onEvent(event('CoreShowChannel', '1', { Channel: `PJSIP/${item}` }))
    }
    clock.advance(100)
    const error = await failure(promise)
    expect(error).toMatchObject({
      code: 'AMI_TIMEOUT',
      message: 'CoreShowChannels: no complete answer within 1000 ms; its response and 9 events came',
    })
    expect(error.partial).toHaveLength(9)
    expect(error.response?.get('EventList')).toBe('start')
  })

  it('E3 with a closed list but no response says so, and hands over what came', async () => {
    const { ask, clock, pending } = table()
    const { promise } = ask('1', 'CoreShowChannels')
    pending.onEvent(event('CoreShowChannel', '1', { Channel: 'PJSIP/1' }))
    pending.onEvent(complete('CoreShowChannelsComplete', '1', 1))
    clock.advance(1000)
    const error = await failure(promise)
    expect(error.message).toBe(
      'CoreShowChannels: no complete answer within 1000 ms; 1 events came, but no response',
    )
    expect(error.response).toBeUndefined()
    expect(error.partial.map((item) => item.get('Channel'))).toEqual(['PJSIP/1'])
  })

  it('E14 of one among 5,000 ends that one, on one timer for all', async () => {
    const { ask, clock, pending, settled } = table()
    for (let index = 0; index < 5000; index += 1) {
      ask(`id-${index}`, 'Ping', { timeoutMs: index === 2500 ? 100 : 30_000 }).promise.catch(() => undefined)
    }
    expect(clock.pending).toBe(1)
    clock.advance(100)
    expect(settled.map(({ action }) => action.actionId)).toEqual(['id-2500'])
    expect(pending.size).toBe(4999)
    expect(clock.pending).toBe(1)
    clock.advance(29_900)
    expect(pending.size).toBe(0)
    expect(clock.pending).toBe(0)
  })

  it('is kept for the later ones when the first is answered in time', () => {
    const { ask, clock, pending } = table()
    ask('1', 'Ping', { timeoutMs: 100 })
    const second = ask('2', 'Ping', { timeoutMs: 200 })
    second.promise.catch(() => undefined)
    pending.onResponse(response('1'))
    clock.advance(199)
    expect(second.settled).toBe(false)
    clock.advance(1)
    expect(second.settled).toBe(true)
  })

  it('A12 does not come nearer when the wall clock is set', () => {
    const { ask, clock, pending } = table()
    vi.useFakeTimers({ toFake: ['Date'] })
    ask('1')
    vi.setSystemTime(Date.now() + 86_400_000)
    clock.advance(999)
    expect(pending.size).toBe(1)
  })

  it('that passed while the process was stopped waits until what came meanwhile has been read', async () => {
    const { ask, clock, pending } = table()
    const [answered, unanswered] = [ask('1'), ask('2')]
    clock.jump(60_000)
    clock.advance(0)
    expect(answered.settled).toBe(false)
    pending.onResponse(response('1'))
    await expect(answered.promise).resolves.toBeDefined()
    clock.advance(1000)
    expect((await failure(unanswered.promise)).code).toBe('AMI_TIMEOUT')
  })
})
