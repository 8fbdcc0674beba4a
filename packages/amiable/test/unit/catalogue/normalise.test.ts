import { namesEver, normalise } from 'amiable/catalogue'
import { AmiEvent, Decoder } from 'amiable/protocol'
import { describe, expect, it } from 'vitest'
import { event } from '../../support/messages.ts'
import { readCaptures, versions } from '../protocol/captures.ts'

type Headers = Readonly<Record<string, string | number>>

/** Events as Asterisk 11.25.3 sends them, and what they are to become. */
const cases: readonly [name: string, headers: Headers, today: string, expected: Headers][] = [
  ['Join', { Channel: 'SIP/1-1', Queue: 'sales', Position: 1, Count: 2 }, 'QueueCallerJoin', { Count: '2' }],
  [
    'Leave',
    { Channel: 'SIP/1-1', Queue: 'sales', Count: 1, Position: 1 },
    'QueueCallerLeave',
    { Count: '1' },
  ],
  [
    'QueueMemberPaused',
    { Queue: 'sales', Location: 'SIP/100', MemberName: 'Ann', Paused: 1, Reason: 'lunch' },
    'QueueMemberPause',
    { Interface: 'SIP/100', PausedReason: 'lunch', Paused: '1' },
  ],
  ['QueueMemberStatus', { Location: 'SIP/100' }, 'QueueMemberStatus', { Interface: 'SIP/100' }],
  [
    'AgentConnect',
    { Uniqueid: '1.1', Channel: 'SIP/100-2', Member: 'SIP/100', HoldTime: 3, BridgedChannel: '1.2' },
    'AgentConnect',
    { Uniqueid: '1.1', DestChannel: 'SIP/100-2', Interface: 'SIP/100', DestUniqueid: '1.2' },
  ],
  [
    'AgentCalled',
    { AgentCalled: 'SIP/100', AgentName: 'Ann', ChannelCalling: 'SIP/1', DestinationChannel: 'SIP/100-2' },
    'AgentCalled',
    { Interface: 'SIP/100', MemberName: 'Ann', Channel: 'SIP/1', DestChannel: 'SIP/100-2' },
  ],
  ['Agentlogin', { Agent: '1001' }, 'AgentLogin', { Agent: '1001' }],
  [
    'Dial',
    { SubEvent: 'Begin', Channel: 'SIP/1', Destination: 'SIP/2', UniqueID: '1.1', DestUniqueID: '1.2' },
    'DialBegin',
    { Channel: 'SIP/1', DestChannel: 'SIP/2', Uniqueid: '1.1', DestUniqueid: '1.2' },
  ],
  ['Dial', { SubEvent: 'End', UniqueID: '1.1', DialStatus: 'BUSY' }, 'DialEnd', { DialStatus: 'BUSY' }],
  ['DTMF', { Digit: 5, Begin: 'Yes', End: 'No' }, 'DTMFBegin', { Digit: '5' }],
  ['DTMF', { Digit: 5, Begin: 'No', End: 'Yes' }, 'DTMFEnd', { Digit: '5' }],
  ['MusicOnHold', { State: 'Start', UniqueID: '1.1' }, 'MusicOnHoldStart', { Uniqueid: '1.1' }],
  ['MusicOnHold', { State: 'Stop', UniqueID: '1.1' }, 'MusicOnHoldStop', { Uniqueid: '1.1' }],
  ['Hold', { Status: 'On', Channel: 'SIP/1' }, 'Hold', { Channel: 'SIP/1' }],
  ['Hold', { Status: 'Off', Channel: 'SIP/1' }, 'Unhold', { Channel: 'SIP/1' }],
  ['AGIExec', { SubEvent: 'Start', CommandId: 1 }, 'AGIExecStart', { CommandId: '1' }],
  ['AGIExec', { SubEvent: 'End', Result: 'Success' }, 'AGIExecEnd', { Result: 'Success' }],
  ['AsyncAGI', { SubEvent: 'Exec', CommandID: 'c1' }, 'AsyncAGIExec', { CommandId: 'c1' }],
  ['Newexten', { Extension: '200', Priority: 1 }, 'Newexten', { Exten: '200' }],
  [
    'LocalBridge',
    { Channel1: 'Local/1;1', Channel2: 'Local/1;2', Uniqueid1: '1.1', Uniqueid2: '1.2' },
    'LocalBridge',
    { LocalOneChannel: 'Local/1;1', LocalTwoUniqueid: '1.2' },
  ],
  [
    'ParkedCall',
    { Exten: 701, Channel: 'SIP/1', From: 'SIP/2', Timeout: 45, CallerIDNum: 1, Uniqueid: '1.1' },
    'ParkedCall',
    {
      ParkingSpace: '701',
      ParkeeChannel: 'SIP/1',
      ParkingTimeout: '45',
      ParkeeCallerIDNum: '1',
      From: 'SIP/2',
    },
  ],
  [
    'UnParkedCall',
    { Exten: 701, Channel: 'SIP/1', From: 'SIP/2' },
    'UnParkedCall',
    { ParkingSpace: '701', ParkeeChannel: 'SIP/1', RetrieverChannel: 'SIP/2' },
  ],
  ['AlarmClear', { Channel: 1 }, 'AlarmClear', { DAHDIChannel: '1' }],
]

describe('normalise', () => {
  it.each(cases)(
    'pain 11 gives %s %o its name of today, %s, and its headers',
    (name, headers, today, expected) => {
      const raw = event(name, undefined, headers)
      const normalised = normalise(raw)
      expect(normalised.name).toBe(today)
      expect(normalised.get('Event')).toBe(today)
      for (const [header, value] of Object.entries(expected))
        expect(normalised.get(header), header).toBe(value)
      expect(normalised.original).toBe(raw)
      expect(normalised).toBeInstanceOf(AmiEvent)
      expect({ server: normalised.server, session: normalised.session }).toEqual({
        server: 'pbx',
        session: 1,
      })
    },
  )

  it('pain 11 takes an old header away where today’s of that name means something else', () => {
    const headers = { Channel: 'SIP/100-2', Member: 'SIP/100', Uniqueid: '1.1' }
    const normalised = normalise(event('AgentComplete', undefined, headers))
    expect(normalised.get('Channel')).toBeUndefined()
    expect(normalised.original.get('Channel')).toBe('SIP/100-2')
  })

  it('leaves what is today’s as it is, every header in its place', () => {
    const headers = {
      Channel: 'PJSIP/1',
      DestChannel: 'PJSIP/2',
      Interface: 'PJSIP/2',
      Exten: '1',
      Extension: '2',
    }
    for (const name of ['AgentConnect', 'Newexten', 'ParkedCallX', 'Hold', 'constructor', '__proto__', '']) {
      const normalised = normalise(event(name, undefined, headers))
      expect(normalised.name).toBe(name)
      expect(normalised.toJSON()).toEqual({ Event: name, ...headers })
    }
  })

  it('leaves events whose successors say something else under the names they have', () => {
    for (const name of [
      'Bridge',
      'Link',
      'Unlink',
      'Transfer',
      'Masquerade',
      'NewPeerAccount',
      'ChannelReload',
    ]) {
      expect(normalise(event(name)).name).toBe(name)
    }
  })

  it('leaves an event without the header that tells which of two it is', () => {
    expect(normalise(event('Dial', undefined, { Channel: 'SIP/1' })).name).toBe('Dial')
    expect(normalise(event('Dial', undefined, { SubEvent: 'Middle' })).name).toBe('Dial')
  })

  it('prefers what today’s header says, where an Asterisk sends both', () => {
    const both = { Queue: 'sales', PausedReason: 'new', Reason: 'old' }
    const normalised = normalise(event('QueueMemberPause', undefined, both))
    expect(normalised.toJSON()).toEqual({ Event: 'QueueMemberPause', ...both })
    expect(normalise(event('QueueMemberPause', undefined, { Reason: 'x' })).get('PausedReason')).toBe('x')
  })

  it('keeps repeats, order, blanks and lines without a colon', () => {
    const raw = event('Join', undefined, { Variable: ['a=1', 'b= 2 '], Queue: 'q' })
    expect([...normalise(raw).entries()]).toEqual([
      ['Event', 'QueueCallerJoin'],
      ['Variable', 'a=1'],
      ['Variable', 'b= 2 '],
      ['Queue', 'q'],
    ])
    const odd = new AmiEvent('Leave', 'Event: Leave\r\nno colon\r\nQueue:q', raw.source)
    expect(normalise(odd).getAll('')).toEqual(['no colon'])
    const nearly = new AmiEvent('QueueMemberPaused', 'Event: QueueMemberPaused\r\nReasons', raw.source)
    expect(normalise(nearly).getAll('')).toEqual(['Reasons'])
    expect(normalise(odd).get('Queue')).toBe('q')
  })

  it('gives the same event for the same event, and itself for one of its own', () => {
    const raw = event('Join')
    expect(normalise(raw)).toBe(normalise(raw))
    expect(normalise(normalise(raw))).toBe(normalise(raw))
  })

  it.each(versions)('changes nothing in any event that Asterisk %s was recorded to send', (version) => {
    let events = 0
    const onEvent = (raw: AmiEvent): void => {
      events += 1
      const normalised = normalise(raw)
      // Only the header that 16 still sends besides its successor may have changed; it has not.
      if (normalised.name !== raw.name || !Buffer.from(normalised.raw).equals(Buffer.from(raw.raw)))
        expect(normalised.toJSON()).toEqual(raw.toJSON())
    }
    for (const { fromServer } of readCaptures(version)) {
      new Decoder({
        wants: () => true,
        onEvent,
        onResponse: () => undefined,
        onBanner: () => undefined,
        onAnomaly: () => undefined,
      }).write(fromServer)
    }
    expect(events).toBeGreaterThan(1000)
  })
})

describe('namesEver', () => {
  it('pain 11 gives all names that an event has had, today’s first', () => {
    expect(namesEver('QueueMemberPause')).toEqual(['QueueMemberPause', 'queuememberpaused'])
    expect(namesEver('dialbegin')).toEqual(['dialbegin', 'dial'])
    expect(namesEver('Unhold')).toEqual(['Unhold', 'hold'])
    expect(namesEver('AgentLogin')).toEqual(['AgentLogin'])
    expect(namesEver('Hangup')).toEqual(['Hangup'])
    expect(namesEver('constructor')).toEqual(['constructor'])
  })
})
