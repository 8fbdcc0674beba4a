import { AmiList, AmiResponse } from 'amiable/protocol'
import { describe, expect, it } from 'vitest'
import type { PendingAction } from '../../../src/correlation/pending-action.ts'
import { complete, event, refusal, response } from '../../support/messages.ts'
import { failure, table } from './pending-table.ts'

async function listOf({ promise }: PendingAction): Promise<AmiList> {
  const result = await promise
  if (result instanceof AmiList) return result
  throw new Error('a response came instead of a list')
}

const start = (id: string, word = 'start'): AmiResponse => response(id, { EventList: word })

describe('a list', () => {
  it('holds its items in order, without the event that closed it', async () => {
    const { pending, ask } = table()
    const one = ask('1', 'QueueStatus')
    pending.onResponse(start('1'))
    for (const queue of ['a', 'b', 'c']) {
      expect(pending.onEvent(event('QueueParams', '1', { Queue: queue }))).toBe(true)
    }
    const closing = complete('QueueStatusComplete', '1', 3)
    expect(pending.onEvent(closing)).toBe(true)
    const list = await listOf(one)
    expect([...list].map((item) => item.get('Queue'))).toEqual(['a', 'b', 'c'])
    expect(list).toMatchObject({ length: 3, listItems: 3, truncated: false })
    expect(list.closing).toBe(closing)
    expect(list.response.get('EventList')).toBe('start')
  })

  it('E3 that closes before its response waits for it', async () => {
    const { pending, ask } = table()
    const one = ask('1', 'QueueStatus')
    pending.onEvent(event('QueueParams', '1'))
    pending.onEvent(complete('QueueStatusComplete', '1', 1))
    expect(one.settled).toBe(false)
    pending.onResponse(start('1'))
    await expect(listOf(one)).resolves.toMatchObject({ length: 1, truncated: false })
  })

  it.each(['Start', 'START', 'start'])('pain 8 begins with EventList: %s', async (word) => {
    const { pending, ask } = table()
    const one = ask('1', 'SomethingNew')
    pending.onResponse(start('1', word))
    expect(one.settled).toBe(false)
    pending.onEvent(complete('SomethingNewComplete', '1', 0))
    await expect(one.promise).resolves.toBeInstanceOf(AmiResponse)
  })

  it.each(['Complete', 'complete', 'COMPLETE'])('pain 8 ends with EventList: %s', async (word) => {
    const { pending, ask } = table()
    const one = ask('1', 'QueueStatus')
    pending.onResponse(start('1'))
    pending.onEvent(event('AnyName', '1', { EventList: word, ListItems: 0 }))
    await expect(listOf(one)).resolves.toMatchObject({ length: 0 })
  })

  it.each(['cancelled', 'Cancelled'])(
    'pain 8 that the server ends with %s rejects, with what came',
    async (word) => {
      const { pending, ask } = table()
      const { promise } = ask('1', 'QueueStatus')
      pending.onResponse(start('1'))
      pending.onEvent(event('QueueParams', '1', { Queue: 'a' }))
      pending.onEvent(event('QueueStatusComplete', '1', { EventList: word }))
      const error = await failure(promise)
      expect(error).toMatchObject({
        code: 'AMI_REJECTED',
        message: 'QueueStatus: the server cancelled the list',
        delivery: 'answered',
      })
      expect(error.partial.map((item) => item.get('Queue'))).toEqual(['a'])
      expect(error.response?.get('EventList')).toBe('start')
    },
  )

  it('E1 cancelled before any response makes up none', async () => {
    const { pending, ask } = table()
    const { promise } = ask('1', 'QueueStatus')
    pending.onEvent(event('QueueStatusComplete', '1', { EventList: 'cancelled' }))
    const error = await failure(promise)
    expect(error).toMatchObject({
      code: 'AMI_PROTOCOL',
      message: 'QueueStatus: the server cancelled the list, before any response',
    })
    expect(error.response).toBeUndefined()
  })

  it('refused with its response rejects at once', async () => {
    const { pending, ask } = table()
    const { promise } = ask('1', 'QueueStatus')
    pending.onResponse(refusal('1', 'Permission denied'))
    expect(await failure(promise)).toMatchObject({
      code: 'AMI_REJECTED',
      message: 'QueueStatus: Permission denied',
    })
    expect(pending.takesEvents).toBe(false)
  })

  it('pain 8 refused after it began rejects with what came, as CoreShowChannelMap may be', async () => {
    const { pending, ask } = table()
    const { promise } = ask('1', 'CoreShowChannelMap')
    pending.onResponse(start('1'))
    pending.onEvent(event('CoreShowChannelMap', '1', { AdjacentChannel: 'PJSIP/1' }))
    pending.onResponse(refusal('1', 'Could not get channel snapshot\n'))
    const error = await failure(promise)
    expect(error).toMatchObject({
      code: 'AMI_REJECTED',
      message: 'CoreShowChannelMap: Could not get channel snapshot',
    })
    expect(error.partial).toHaveLength(1)
  })

  it('takes no harm from a second response', async () => {
    const { pending, ask } = table()
    const one = ask('1', 'QueueStatus')
    pending.onResponse(response('1', { EventList: 'start', Message: 'first' }))
    expect(pending.onResponse(response('1', { EventList: 'start', Message: 'second' }))).toBeUndefined()
    pending.onEvent(complete('QueueStatusComplete', '1', 0))
    await expect(listOf(one)).resolves.toMatchObject({ truncated: false, response: { message: 'first' } })
  })
})

describe('a list that is not whole', () => {
  it('E7 says so when there are more items than may be kept, and keeps the closing event', async () => {
    const { pending, ask } = table({ listItems: 2 })
    const one = ask('1', 'QueueStatus')
    pending.onResponse(start('1'))
    for (let item = 0; item < 5; item += 1) pending.onEvent(event('QueueParams', '1', { Queue: `q${item}` }))
    pending.onEvent(complete('QueueStatusComplete', '1', 5))
    const list = await listOf(one)
    expect(list).toMatchObject({ length: 2, listItems: 5, truncated: true })
    expect(list.closing?.name).toBe('QueueStatusComplete')
    expect([...list].map((item) => item.get('Queue'))).toEqual(['q0', 'q1'])
  })

  it('E7 says so when there are more bytes than may be kept', async () => {
    const item = event('QueueParams', '1', { Queue: 'q' })
    const { pending, ask } = table({ listBytes: item.sizeBytes * 2 })
    const one = ask('1', 'QueueStatus')
    pending.onResponse(start('1'))
    for (let count = 0; count < 3; count += 1) pending.onEvent(item)
    pending.onEvent(complete('QueueStatusComplete', '1', 3))
    await expect(listOf(one)).resolves.toMatchObject({ length: 2, truncated: true })
  })

  it('E7 pain 8 says so when the server counts more than came', async () => {
    const { pending, ask } = table()
    const one = ask('1', 'QueueStatus')
    pending.onResponse(start('1'))
    pending.onEvent(event('QueueParams', '1'))
    pending.onEvent(complete('QueueStatusComplete', '1', 2))
    await expect(listOf(one)).resolves.toMatchObject({ length: 1, listItems: 2, truncated: true })
  })

  it('E7 says so as well when nobody knew that it would be a list', async () => {
    const { pending, ask } = table({ listItems: 1 })
    const [cut, short, whole] = [ask('1', 'NewList'), ask('2', 'NewList'), ask('3', 'NewList')]
    for (const id of ['1', '2', '3']) pending.onResponse(start(id))
    for (const id of ['1', '1', '3']) pending.onEvent(event('Item', id))
    pending.onEvent(complete('ItemsComplete', '1', 2))
    pending.onEvent(complete('ItemsComplete', '2', 1))
    pending.onEvent(complete('ItemsComplete', '3', 1))
    await expect(cut.promise).resolves.toMatchObject({ truncated: true })
    await expect(short.promise).resolves.toMatchObject({ truncated: true })
    await expect(whole.promise).resolves.toMatchObject({ truncated: false })
  })
})

describe('an action that nobody knew to be a list', () => {
  it('resolves to its response, with the events and the one that closed them', async () => {
    const { pending, ask } = table()
    const one = ask('1', 'NewList')
    pending.onResponse(response('1', { EventList: 'start', Message: 'will follow' }))
    pending.onEvent(event('Item', '1', { N: 1 }))
    pending.onEvent(complete('ItemsComplete', '1', 1))
    const result = await one.promise
    expect(result).toBeInstanceOf(AmiResponse)
    expect(result).toMatchObject({ message: 'will follow', ok: true, actionId: '1' })
    expect(result.events.map(({ name }) => name)).toEqual(['Item', 'ItemsComplete'])
  })

  it('can be read item by item too', async () => {
    const { pending, ask } = table()
    const items: string[] = []
    const one = ask('1', 'NewList', { onItem: (item) => items.push(item.name) })
    pending.onResponse(start('1'))
    pending.onEvent(event('Item', '1'))
    expect(items).toEqual(['Item'])
    pending.onEvent(complete('ItemsComplete', '1', 1))
    await expect(one.promise).resolves.toMatchObject({ truncated: false })
  })

  it('E3 keeps what came when the deadline passes or the server cancels', async () => {
    const { pending, ask, clock } = table()
    const [slow, cancelled] = [ask('1', 'NewList'), ask('2', 'NewList')]
    for (const id of ['1', '2']) {
      pending.onResponse(start(id))
      pending.onEvent(event('Item', id))
    }
    pending.onEvent(event('ItemsComplete', '2', { EventList: 'Cancelled' }))
    clock.advance(1000)
    expect(await failure(slow.promise)).toMatchObject({ code: 'AMI_TIMEOUT', partial: { length: 1 } })
    expect(await failure(cancelled.promise)).toMatchObject({ code: 'AMI_REJECTED', partial: { length: 1 } })
  })

  it('ends with its response when that announces no list, or is an error that does', async () => {
    const { pending, ask } = table()
    const [plain, refused] = [ask('1', 'NewThing'), ask('2', 'NewThing')]
    pending.onResponse(response('1'))
    pending.onResponse(response('2', { EventList: 'start', Message: 'no' }, 'Error'))
    await expect(plain.promise).resolves.toMatchObject({ ok: true })
    expect(await failure(refused.promise)).toMatchObject({ code: 'AMI_REJECTED', partial: [] })
  })

  it('takes no harm from a second response that announces the list again', async () => {
    const { pending, ask } = table()
    const one = ask('1', 'NewList')
    pending.onResponse(start('1'))
    pending.onEvent(event('Item', '1'))
    expect(pending.onResponse(start('1'))).toBeUndefined()
    pending.onEvent(complete('ItemsComplete', '1', 1))
    const { events } = await one.promise
    expect(events.map(({ name }) => name)).toEqual(['Item', 'ItemsComplete'])
  })

  it('is not looked for among the actions that end with their response, whatever that announces', async () => {
    const { pending, ask } = table()
    const command = ask('1', 'Command')
    pending.onResponse(start('1'))
    await expect(command.promise).resolves.toBeInstanceOf(AmiResponse)
  })
})

describe('the lists that Asterisk sends in its own way', () => {
  it('pain 8 FAXStats: one event, which has no EventList', async () => {
    const { pending, ask } = table()
    const one = ask('1', 'FAXStats')
    pending.onResponse(response('1', { Message: 'FAXStats event will follow' }))
    pending.onEvent(event('FAXStats', '1', { CurrentSessions: 2 }))
    const list = await listOf(one)
    expect([...list].map((item) => item.get('CurrentSessions'))).toEqual(['2'])
    expect(list.truncated).toBe(false)
  })

  it('pain 8 WaitEvent: closed by a name', async () => {
    const { pending, ask } = table()
    const one = ask('1', 'WaitEvent')
    pending.onResponse(response('1', { Message: 'Waiting for Event completed.' }))
    expect(pending.onEvent(event('Hangup'))).toBe(false)
    pending.onEvent(event('WaitEventComplete', '1'))
    await expect(listOf(one)).resolves.toMatchObject({ length: 0, truncated: false })
  })

  it('pain 8 IAXpeers: items without an ActionID', async () => {
    const { pending, ask } = table()
    const one = ask('1', 'IAXpeers')
    pending.onResponse(start('1'))
    expect(pending.onEvent(event('PeerEntry', undefined, { ObjectName: 'a' }))).toBe(true)
    expect(pending.onEvent(event('PeerStatus', undefined, { Peer: 'b' }))).toBe(false)
    pending.onEvent(complete('PeerlistComplete', '1', 1))
    await expect(listOf(one)).resolves.toMatchObject({ length: 1, truncated: false })
  })

  it.each([
    ['PJSIPShowContacts', 'No Contacts found\n'],
    ['PJSIPShowResourceLists', 'No resource lists found\n'],
  ])('pain 8 %s: an error for an empty list, and only that one', async (action, message) => {
    const { pending, ask } = table()
    const [empty, refused] = [ask('1', action), ask('2', action)]
    pending.onResponse(refusal('1', message))
    pending.onResponse(refusal('2', 'Permission denied'))
    await expect(listOf(empty)).resolves.toMatchObject({ length: 0, closing: undefined, truncated: false })
    expect((await failure(refused.promise)).code).toBe('AMI_REJECTED')
  })

  it('PJSIPShowContacts: an error that says nothing is no empty list', async () => {
    const { pending, ask } = table()
    const { promise } = ask('1', 'PJSIPShowContacts')
    pending.onResponse(response('1', {}, 'Error'))
    expect(await failure(promise)).toMatchObject({
      code: 'AMI_REJECTED',
      message: 'PJSIPShowContacts: Error',
    })
  })

  it.each([
    ['VoicemailUserStatus', 'There is no voicemail user of the given info.'],
    ['VoicemailBoxSummary', 'There is no voicemail user matching the given user.'],
    ['VoicemailUsersList', 'There are no voicemail users currently defined.'],
  ])('pain 8 %s: a success that no list follows', async (action, message) => {
    const { pending, ask } = table()
    const [empty, full] = [ask('1', action), ask('2', action)]
    pending.onResponse(response('1', { Message: message }))
    pending.onResponse(start('2'))
    await expect(listOf(empty)).resolves.toMatchObject({ length: 0, closing: undefined, truncated: false })
    expect(full.settled).toBe(false)
    expect(pending.takesEvents).toBe(true)
  })

  it('pain 8 SIPpeers: a list of old, that only the name of its last event ends', async () => {
    const { pending, ask } = table()
    const one = ask('1', 'SIPpeers')
    pending.onResponse(response('1', { Message: 'Peer status list will follow' }))
    pending.onEvent(event('PeerEntry', '1', { ObjectName: 'a' }))
    pending.onEvent(event('PeerlistComplete', '1', { ListItems: 1 }))
    await expect(listOf(one)).resolves.toMatchObject({ length: 1, truncated: false })
  })

  it('FAXSessions: EventList: Start, with a capital', async () => {
    const { pending, ask } = table()
    const one = ask('1', 'FAXSessions')
    pending.onResponse(start('1', 'Start'))
    pending.onEvent(complete('FAXSessionsComplete', '1', 0))
    await expect(listOf(one)).resolves.toMatchObject({ length: 0 })
  })

  it('DBGetTree: a count that Asterisk 16 makes up is not believed', async () => {
    const { pending, ask } = table()
    const one = ask('1', 'DBGetTree')
    pending.onResponse(start('1'))
    pending.onEvent(complete('DBGetTreeComplete', '1', 1))
    await expect(listOf(one)).resolves.toMatchObject({ length: 0, listItems: 1, truncated: false })
  })
})

describe('a list that is read item by item', () => {
  it('hands each item over and keeps none', async () => {
    const { pending, ask } = table({ listItems: 1 })
    const items: (string | undefined)[] = []
    const one = ask('1', 'QueueStatus', { onItem: (item) => items.push(item.get('Queue')) })
    pending.onResponse(start('1'))
    for (const queue of ['a', 'b', 'c']) pending.onEvent(event('QueueParams', '1', { Queue: queue }))
    expect(items).toEqual(['a', 'b', 'c'])
    pending.onEvent(complete('QueueStatusComplete', '1', 3))
    await expect(listOf(one)).resolves.toMatchObject({ length: 0, listItems: 3, truncated: false })
  })
})
