import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { completionOf } from '../../../src/catalogue/completion.ts'

interface ListFacts {
  readonly complete?: string
  readonly sometimes?: boolean
  readonly onlyItem?: boolean
}

const facts = JSON.parse(
  readFileSync(new URL('../../../../../schema/completion.json', import.meta.url), 'utf8'),
) as { lists: Readonly<Record<string, ListFacts>> }

describe('completionOf', () => {
  it.each([
    ['Ping', 'response'],
    ['Originate', 'response'],
    ['Command', 'command'],
    ['QueueStatus', 'list'],
    ['CoreShowChannels', 'list'],
    ['DBGet', 'list'],
    ['WaitEvent', 'list'],
  ])('pain 8 knows that %s ends with its %s', (action, kind) => {
    expect(completionOf(action).kind).toBe(kind)
  })

  it('knows an action however it is spelt, as Asterisk does', () => {
    for (const spelling of ['CORESHOWCHANNELS', 'coreshowchannels', 'CoreShowChannels']) {
      expect(completionOf(spelling)).toBe(completionOf('CoreShowChannels'))
    }
  })

  it('pain 12 leaves an action that it does not know to its response, whatever it is called', () => {
    for (const action of ['SomethingNew', '', '__proto__', 'constructor', 'toString']) {
      expect(completionOf(action)).toEqual({ kind: 'auto' })
    }
  })

  it('pain 8 does not know Hangup for a list, since only one by expression is', () => {
    expect(completionOf('Hangup').kind).toBe('auto')
  })

  it('pain 8 knows each list, and the event that closes it, that the facts name', () => {
    const { lists } = facts
    expect(Object.keys(lists).length).toBeGreaterThan(50)
    for (const [name, { complete = `${name}Complete`, sometimes, onlyItem }] of Object.entries(lists)) {
      const { kind, closedBy } = completionOf(name)
      if (sometimes === true) expect(kind, name).toBe('auto')
      else expect([name, kind, closedBy]).toEqual([name, 'list', onlyItem ? `${name}Complete` : complete])
    }
  })

  it('pain 8 keeps what is irregular about a list', () => {
    expect(completionOf('FAXSession')).toMatchObject({ kind: 'list', onlyItem: 'FAXSession' })
    expect(completionOf('iaxpeers')).toMatchObject({
      itemsWithoutId: 'PeerEntry',
      closedBy: 'PeerlistComplete',
    })
    expect(completionOf('DBGetTree')).toMatchObject({ kind: 'list', miscounts: true })
    expect(completionOf('ConfbridgeListRooms')).toMatchObject({ emptyMessage: 'No active conferences.' })
    expect(completionOf('QueueStatus')).toEqual({ kind: 'list', closedBy: 'QueueStatusComplete' })
  })

  it('knows which actions have an outcome, and that nothing answers some', () => {
    expect(completionOf('Originate')).toEqual({ kind: 'response', outcome: 'OriginateResponse' })
    expect(completionOf('SIPqualifypeer')).toEqual({ kind: 'auto', outcome: 'SIPQualifyPeerDone' })
    expect(completionOf('IAXnetstats')).toEqual({ kind: 'none', instead: 'iax2 show netstats' })
    expect(completionOf('Queues')).toMatchObject({ kind: 'none' })
  })
})
