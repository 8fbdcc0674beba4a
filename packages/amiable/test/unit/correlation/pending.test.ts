import { AmiList, AmiResponse } from 'amiable/protocol'
import { describe, expect, it } from 'vitest'
import { AmiClosedError, AmiConnectionError } from '../../../src/errors.ts'
import { complete, event, refusal, response } from '../../support/messages.ts'
import { failure, table } from './pending-table.ts'

describe('an answer', () => {
  it('goes to the action whose id it carries, whole', async () => {
    const { pending, ask, settled } = table()
    const [one, other] = [ask('1'), ask('2')]
    const answer = response('2', { Ping: 'Pong' })
    expect(pending.onResponse(answer)).toBeUndefined()
    await expect(other.promise).resolves.toBe(answer)
    expect(one.settled).toBe(false)
    expect(pending.size).toBe(1)
    expect(settled).toEqual([{ action: other, error: undefined }])
  })

  it('E10 that is an error rejects with the whole response', async () => {
    const { pending, ask } = table()
    const { promise } = ask('1', 'Command')
    const answer = response(
      '1',
      { Message: 'Command output follows', Output: ['No such command', '', '  indented'] },
      'Error',
    )
    pending.onResponse(answer)
    const error = await failure(promise)
    expect(error).toMatchObject({
      code: 'AMI_REJECTED',
      message: 'Command: Command output follows',
      server: 'pbx',
      action: 'Command',
      actionId: '1',
      delivery: 'answered',
    })
    expect(error.response).toBe(answer)
    expect(error.response?.output).toEqual(['No such command', '', '  indented'])
  })

  it('rejects with its status where an error has no message', async () => {
    const { pending, ask } = table()
    const { promise } = ask('1')
    pending.onResponse(response('1', {}, 'Error'))
    expect((await failure(promise)).message).toBe('Ping: Error')
  })

  it('E4 without an id, or with an id of nobody, changes nothing', () => {
    const { pending, ask } = table()
    const both = [ask('1'), ask('2')]
    expect(pending.onResponse(refusal(undefined, 'Missing action in request'))).toMatchObject({
      reason: 'no-id',
    })
    expect(pending.onResponse(refusal('3', 'No such channel'))).toMatchObject({ reason: 'unknown-id' })
    expect(pending.onResponse(refusal('1 ', 'No such channel'))).toMatchObject({ reason: 'unknown-id' })
    expect(both.map(({ settled }) => settled)).toEqual([false, false])
  })

  it('pain 8 that comes three times settles its action once, as ModuleLoad does', async () => {
    const { pending, ask, settled } = table()
    const { promise } = ask('1', 'ModuleLoad')
    const said = ['Incomplete ModuleLoad action.', 'Need module name', 'Incomplete ModuleLoad action.']
    expect(said.map((text) => pending.onResponse(refusal('1', text))?.reason)).toEqual([
      undefined,
      'unknown-id',
      'unknown-id',
    ])
    expect((await failure(promise)).message).toBe('ModuleLoad: Incomplete ModuleLoad action.')
    expect(settled).toHaveLength(1)
  })

  it('E13 comes to each of two equal actions on its own', async () => {
    const { pending, ask } = table()
    const [one, other] = [ask('1', 'QueueStatus'), ask('2', 'QueueStatus')]
    for (const id of ['1', '2']) pending.onResponse(response(id, { EventList: 'start' }))
    pending.onEvent(event('QueueParams', '2', { Queue: 'support' }))
    pending.onEvent(complete('QueueStatusComplete', '1', 0))
    pending.onEvent(complete('QueueStatusComplete', '2', 1))
    await expect(one.promise).resolves.toMatchObject({ length: 0 })
    await expect(other.promise).resolves.toMatchObject({ length: 1 })
  })

  it('E15 S11 to 1,000 actions in any order, every tenth an error, leaves none and mixes up none', async () => {
    const { pending, ask } = table()
    const actions = Array.from({ length: 1000 }, (_, index) => ask(`id-${index}`))
    const order = actions.map((_, index) => (index * 7919) % 1000)
    for (const index of order) {
      const answer =
        index % 10 === 0 ? refusal(`id-${index}`, `no ${index}`) : response(`id-${index}`, { N: index })
      expect(pending.onResponse(answer)).toBeUndefined()
    }
    const results = await Promise.allSettled(actions.map(({ promise }) => promise))
    const told = results.map((result) =>
      result.status === 'rejected'
        ? result.reason.message
        : result.value instanceof AmiResponse && `got ${result.value.get('N')}`,
    )
    expect(told).toEqual(actions.map((_, index) => (index % 10 === 0 ? `Ping: no ${index}` : `got ${index}`)))
    expect(pending.size).toBe(0)
  })
})

describe('the only answer that may come while logging in', () => {
  it('E4 needs no id', async () => {
    const { pending, ask } = table()
    const { promise } = ask('1', 'Login')
    expect(pending.onOnlyResponse(refusal(undefined, 'Authentication failed'))).toBe(true)
    expect((await failure(promise)).message).toBe('Login: Authentication failed')
  })

  it('E4 is nobody’s with two actions on their way, or none', () => {
    const { pending, ask } = table()
    expect(pending.onOnlyResponse(refusal(undefined, 'x'))).toBe(false)
    ask('1')
    ask('2')
    expect(pending.onOnlyResponse(refusal(undefined, 'x'))).toBe(false)
    expect(pending.size).toBe(2)
  })

  it('E1 is no answer to an action that has not left yet', () => {
    const { pending, ask } = table()
    const one = ask('1', 'Login')
    one.written = false
    expect(pending.onOnlyResponse(response(undefined))).toBe(false)
    expect(one.settled).toBe(false)
  })
})

describe('an event', () => {
  it('E1 settles nothing before the response: a failed OriginateResponse neither answers nor orphans', async () => {
    const { pending, ask } = table()
    const one = ask('1', 'Originate')
    const outcome = event('OriginateResponse', undefined, {
      Privilege: 'call,all',
      ActionID: '1',
      Response: 'Failure',
      Reason: 3,
    })
    expect(pending.onEvent(outcome)).toBe(false)
    expect(one.settled).toBe(false)
    expect(pending.onResponse(refusal('1', 'Originate failed'))).toBeUndefined()
    expect(await failure(one.promise)).toMatchObject({
      code: 'AMI_REJECTED',
      message: 'Originate: Originate failed',
    })
  })

  it('with an unknown id, or none, is nobody’s answer', () => {
    const { pending, ask } = table()
    ask('1', 'QueueStatus')
    expect(pending.onEvent(event('QueueParams', '2'))).toBe(false)
    expect(pending.onEvent(event('QueueParams'))).toBe(false)
    expect(pending.onEvent(event('PeerEntry'))).toBe(false)
  })

  it.each([
    ['UserEvent', { Privilege: 'user,all', UserEvent: 'x', EventList: 'Complete', ListItems: 0 }],
    ['UserEvent', { Privilege: 'user,all', UserEvent: 'x', EventList: 'cancelled' }],
    ['UserEvent', { Privilege: 'user,all', UserEvent: 'x', Response: 'Error' }],
    ['OriginateResponse', { Privilege: 'call,all', Response: 'Failure' }],
  ])(
    'pain 4 %s told to everybody adds to no list and ends none, though it carries its id: %j',
    async (name, headers) => {
      const { pending, ask } = table()
      const one = ask('1', 'CoreShowChannels')
      pending.onResponse(response('1', { EventList: 'start' }))
      const foreign = event(name, undefined, { ...headers, ActionID: '1' })
      expect(pending.onEvent(foreign)).toBe(false)
      expect(one.settled).toBe(false)
      pending.onEvent(event('CoreShowChannel', '1', { Channel: 'PJSIP/100' }))
      pending.onEvent(complete('CoreShowChannelsComplete', '1', 1))
      await expect(one.promise).resolves.toMatchObject({ length: 1, truncated: false })
    },
  )

  it('with a privilege that is not everybody’s is the item of the list whose id it carries', async () => {
    const { pending, ask } = table()
    const one = ask('1', 'CoreShowChannels')
    pending.onResponse(response('1', { EventList: 'start' }))
    expect(pending.onEvent(event('CoreShowChannel', '1', { Privilege: 'call' }))).toBe(true)
    pending.onEvent(complete('CoreShowChannelsComplete', '1', 1))
    await expect(one.promise).resolves.toMatchObject({ length: 1, truncated: false })
  })

  it('pain 4 told to everybody is not hidden, though it carries the id of a list that was given up', () => {
    const { pending, ask, clock } = table()
    ask('1', 'CoreShowChannels').promise.catch(() => undefined)
    clock.advance(1000)
    expect(pending.onEvent(event('CoreShowChannel', '1'))).toBe(true)
    expect(pending.onEvent(event('UserEvent', undefined, { Privilege: 'user,all', ActionID: '1' }))).toBe(
      false,
    )
  })

  it('for an action that waits for a response alone is nobody’s answer, also while a list is open', () => {
    const { pending, ask } = table()
    const one = ask('1')
    ask('2', 'QueueStatus')
    expect(pending.onEvent(event('QueueParams', '1'))).toBe(false)
    expect(one.settled).toBe(false)
  })

  it('is looked at only while a list is open', () => {
    const { pending, ask } = table()
    expect(pending.takesEvents).toBe(false)
    ask('1')
    ask('2', 'SomethingNew')
    expect(pending.takesEvents).toBe(false)
    ask('3', 'QueueStatus')
    expect(pending.takesEvents).toBe(true)
    pending.onResponse(response('2', { EventList: 'start' }))
    pending.onResponse(refusal('3', 'no'))
    expect(pending.takesEvents).toBe(true)
    pending.onEvent(complete('SomethingNewComplete', '2', 0))
    expect(pending.takesEvents).toBe(false)
  })
})

describe('the table', () => {
  it('E14 takes so many actions and refuses the next, which leaves the others alone', async () => {
    const { pending, ask } = table({ pendingActions: 5000 })
    const actions = Array.from({ length: 5000 }, (_, index) => ask(`id-${index}`))
    expect(() => ask('one-more')).toThrow(
      expect.objectContaining({
        code: 'AMI_BACKPRESSURE',
        message: '5000 actions are waiting for answers, the limit is 5000',
        delivery: 'unsent',
        actionId: 'one-more',
      }),
    )
    expect(pending.size).toBe(5000)
    pending.onResponse(response('id-7'))
    await expect(actions[7]?.promise).resolves.toBeDefined()
    expect(() => ask('one-more')).not.toThrow()
  })

  it('E12 keeps room for the session’s own actions, and a bound on them too', () => {
    const { ask } = table({ pendingActions: 2 })
    ask('1')
    ask('2')
    for (let own = 0; own < 16; own += 1) ask(`own-${own}`, 'Ping', { control: true })
    expect(() => ask('3')).toThrow(expect.objectContaining({ code: 'AMI_BACKPRESSURE' }))
    expect(() => ask('own-16', 'Ping', { control: true })).toThrow(
      expect.objectContaining({ code: 'AMI_BACKPRESSURE' }),
    )
  })

  it('E16 C8 refuses an id that waits already, and takes it again afterwards', async () => {
    const { pending, ask } = table()
    const { promise } = ask('1')
    expect(() => ask('1')).toThrow(
      expect.objectContaining({
        code: 'AMI_ARGUMENT',
        problems: [{ path: 'actionId', message: 'is already waiting for its answer' }],
        delivery: 'unsent',
      }),
    )
    pending.onResponse(response('1'))
    await promise
    expect(() => ask('1')).not.toThrow()
  })

  it('fails everything at once, each with an error of its own, and nobody’s lack of a handler matters', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown): void => {
      unhandled.push(reason)
    }
    process.on('unhandledRejection', note)
    const { pending, ask, settled, clock } = table()
    for (let index = 0; index < 1000; index += 1) ask(`id-${index}`)
    const cause = new Error('gone')
    pending.failAll(
      (context) => new AmiConnectionError(`${context.action} lost`, 'reset', { ...context, cause }),
    )
    expect(pending.size).toBe(0)
    expect(clock.pending).toBe(0)
    expect(new Set(settled.map(({ error }) => error)).size).toBe(1000)
    expect(settled.map(({ error }) => error?.actionId)).toEqual(settled.map((_, index) => `id-${index}`))
    // The process hears of a rejection without a handler when the microtasks are done.
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })

  it('E14 fails thousands at once without a stack for each, which would hold up every other server', async () => {
    const { pending, ask, clock } = table()
    const { stackTraceLimit } = Error
    const [lost, late] = [ask('1'), ask('2', 'Ping', { timeoutMs: 1 })]
    clock.advance(1)
    pending.failAll((context) => new AmiClosedError('closed', context))
    for (const { promise } of [lost, late]) expect((await failure(promise)).stack).not.toContain('\n    at ')
    expect(new Error('as before').stack).toContain('\n    at ')
    expect(Error.stackTraceLimit).toBe(stackTraceLimit)
  })

  it('tells with what it fails whether the action had left', async () => {
    const { pending, ask } = table()
    const [sent, queued] = [ask('1'), ask('2')]
    queued.written = false
    pending.failAll((context) => new AmiClosedError('closed', context))
    expect((await failure(sent.promise)).delivery).toBe('unknown')
    expect((await failure(queued.promise)).delivery).toBe('unsent')
  })

  it('fails one action, if it still waits', async () => {
    const { pending, ask } = table()
    const [one, other] = [ask('1'), ask('2')]
    pending.fail('1', (context) => new AmiConnectionError('too long', 'protocol', context))
    pending.fail('nobody', (context) => new AmiConnectionError('too long', 'protocol', context))
    expect(await failure(one.promise)).toMatchObject({ message: 'too long', action: 'Ping', actionId: '1' })
    expect(other.settled).toBe(false)
    expect(pending.onResponse(response('1'))).toMatchObject({ reason: 'late' })
  })

  it('ignores an answer to an action after it failed', async () => {
    const { pending, ask, settled } = table()
    const { promise } = ask('1')
    pending.failAll((context) => new AmiClosedError('closed', context))
    pending.onResponse(response('1'))
    expect((await failure(promise)).code).toBe('AMI_CLOSED')
    expect(settled).toHaveLength(1)
  })
})

describe('an abort', () => {
  it('ends the wait with its reason, unsent before the bytes left and unknown after', async () => {
    const { pending, ask, clock } = table()
    for (const written of [false, true]) {
      const controller = new AbortController()
      const one = ask(`id-${written}`, 'Originate', { signal: controller.signal })
      one.written = written
      const reason = new Error('the caller hung up')
      controller.abort(reason)
      const error = await failure(one.promise)
      expect(error).toMatchObject({
        code: 'AMI_ABORTED',
        message: 'Originate: aborted by the caller',
        delivery: written ? 'unknown' : 'unsent',
      })
      expect(error.cause).toBe(reason)
    }
    expect(pending.size).toBe(0)
    clock.advance(10_000)
    expect(pending.onResponse(response('id-true'))).toMatchObject({ reason: 'late' })
  })

  it('keeps what came of a list', async () => {
    const { pending, ask } = table()
    const controller = new AbortController()
    const { promise } = ask('1', 'QueueStatus', { signal: controller.signal })
    pending.onResponse(response('1', { EventList: 'start' }))
    pending.onEvent(event('QueueParams', '1', { Queue: 'a' }))
    controller.abort()
    const error = await failure(promise)
    expect(error.partial.map((item) => item.get('Queue'))).toEqual(['a'])
    expect(error.response).toBeDefined()
  })

  it('after the answer does nothing, and a long-lived signal keeps no listener', async () => {
    const { pending, ask, settled } = table()
    const controller = new AbortController()
    const { signal } = controller
    let listeners = 0
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)]
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1
      add(...args)
    }
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1
      remove(...args)
    }
    const { promise } = ask('1', 'Ping', { signal })
    expect(listeners).toBe(1)
    pending.onResponse(response('1'))
    expect(listeners).toBe(0)
    await promise
    controller.abort()
    expect(settled).toHaveLength(1)
  })
})

describe('a result', () => {
  it('is a list for a list action and a response for every other', async () => {
    const { pending, ask } = table()
    const [list, ping] = [ask('1', 'queuestatus'), ask('2', 'ping')]
    pending.onResponse(response('1', { EventList: 'start' }))
    pending.onEvent(complete('QueueStatusComplete', '1', 0))
    pending.onResponse(response('2'))
    expect(await list.promise).toBeInstanceOf(AmiList)
    expect(await ping.promise).toBeInstanceOf(AmiResponse)
  })
})
