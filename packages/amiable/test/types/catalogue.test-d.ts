import type {
  ActionName,
  AmiClient,
  AmiCluster,
  AmiEvent,
  AmiList,
  AmiResponse,
  BridgeKeys,
  ChannelKeys,
  CommonKeys,
  EventKeys,
  EventName,
  EventOf,
  FieldsOf,
  Flag,
  ItemOf,
  Numeric,
  ResultOf,
} from 'amiable'
import { describe, expectTypeOf, it } from 'vitest'

declare const client: AmiClient
declare const cluster: AmiCluster
declare const text: string
declare const count: number

describe('actions', () => {
  it('are those of every major, also of one that has them no more', () => {
    expectTypeOf<'PJSIPShowEndpoints' | 'VoicemailMove' | 'CoreShowChannelMap'>().toExtend<ActionName>()
    expectTypeOf<'SIPpeers' | 'Monitor' | 'SKINNYlines' | 'DataGet'>().toExtend<ActionName>()
    expectTypeOf<'SIPPeers' | 'FilterList' | 'hangup'>().not.toExtend<ActionName>()
  })

  it('ask for what is required, and for nothing else', () => {
    client.send('QueueAdd', { Queue: 'support', Interface: 'PJSIP/100' })
    client.send('DBPut', { Family: 'cidname', Key: '100', Val: 7 })
    client.send('Reload')
    client.send('Redirect', { Channel: text, Context: 'default', Exten: 100, Priority: 1 })
    // @ts-expect-error Interface is required
    client.send('QueueAdd', { Queue: 'support' })
    // @ts-expect-error Key is required
    client.send('DBGet', { Family: 'cidname' })
    // @ts-expect-error Exten is required
    client.send('BlindTransfer', { Channel: text })
    // @ts-expect-error Endpoint is required
    client.send('PJSIPShowEndpoint')
    // @ts-expect-error fields are required
    client.send('QueuePause', undefined)
  })

  it('know misspelt fields', () => {
    // @ts-expect-error Interface
    client.send('QueueRemove', { Queue: 'support', Interfase: 'PJSIP/100' })
    // @ts-expect-error CallerID
    client.send('Originate', { Channel: text, CallerId: '100' })
    // @ts-expect-error MatchCriteria
    client.send('Filter', { MatchCriterias: 'name(Hangup)' })
    // @ts-expect-error Queue
    client.send('QueueStatus', { queue: 'support' })
  })

  it('take no field where Asterisk takes none', () => {
    client.send('Ping', {})
    client.send('CoreSettings', undefined, { timeoutMs: 5 })
    // @ts-expect-error a ping has no fields
    client.send('Ping', { X: 1 })
    // @ts-expect-error nor has a list of channels
    client.send('CoreShowChannels', { Channel: text })
    // @ts-expect-error nor can all servers be sent any
    cluster.broadcast('Ping', { X: 1 })
    // @ts-expect-error nor one of them
    cluster.send('Ping', { X: 1 })
  })

  it('take one of the words that Asterisk names', () => {
    client.send('MuteAudio', { Channel: text, Direction: 'in', State: 'on' })
    client.send('ModuleLoad', { LoadType: 'refresh', Module: 'res_pjsip.so', Recursive: true })
    client.send('Events', { EventMask: 'call,agent' })
    client.send('AOCMessage', { MsgType: 'D', ChargeType: 'FREE', 'UnitAmount(0)': 1, 'UnitType(0)': '2' })
    expectTypeOf<FieldsOf<'Bridge'>['Tone']>().toEqualTypeOf<
      'no' | 'Channel1' | 'Channel2' | 'Both' | undefined
    >()
    // @ts-expect-error in, out or all
    client.send('MuteAudio', { Channel: text, Direction: 'both', State: 'on' })
    // @ts-expect-error not any text
    client.send('ModuleLoad', { LoadType: text })
    // @ts-expect-error only MD5 is a challenge
    client.send('Challenge', { AuthType: 'SHA' })
    // @ts-expect-error it is spelt as Asterisk spells it
    client.send('AOCMessage', { MsgType: 'd' })
    // @ts-expect-error a reload is asked for by yes, not by true
    client.send('QueueReload', { Members: true })
  })

  it('take a number, or text that is one', () => {
    client.send('Hangup', { Channel: text, Cause: 16 })
    client.send('Hangup', { Channel: text, Cause: '16' })
    client.send('Originate', { Channel: text, Timeout: count })
    client.send('QueuePenalty', { Interface: text, Penalty: -1 })
    client.send('PJSIPHangup', { Channel: text, Cause: 'BUSY_HERE' })
    expectTypeOf<FieldsOf<'AbsoluteTimeout'>['Timeout']>().toEqualTypeOf<Numeric>()
    // @ts-expect-error no number
    client.send('Hangup', { Channel: text, Cause: 'normal' })
    // @ts-expect-error any text may be none
    client.send('Originate', { Channel: text, Timeout: text })
    // @ts-expect-error nor is yes a number
    client.send('QueuePenalty', { Interface: text, Penalty: true })
  })

  it('take yes and no in the words that Asterisk takes', () => {
    client.send('Originate', { Channel: text, Async: true, EarlyMedia: 'no' })
    client.send('QueuePause', { Interface: text, Paused: 1 })
    client.send('Status', { AllVariables: 'true' })
    expectTypeOf<FieldsOf<'QueueAdd'>['Paused']>().toEqualTypeOf<Flag | undefined>()
    // @ts-expect-error neither yes nor no
    client.send('QueuePause', { Interface: text, Paused: 'maybe' })
    // @ts-expect-error nor is two
    client.send('Originate', { Channel: text, Async: 2 })
  })

  it('take variables by name where they set any', () => {
    client.send('Originate', { Channel: text, Variable: { lead: 42, vip: true } })
    client.send('MessageSend', { To: 'pjsip:100', Body: 'hello', Variable: ['a=1', 'b=2'] })
    client.send('Setvar', { Channel: text, Variable: 'lead', Value: 42 })
    // @ts-expect-error it sets one, by its name
    client.send('Setvar', { Channel: text, Variable: { lead: 42 }, Value: 42 })
    // @ts-expect-error it asks for one, by its name
    client.send('Getvar', { Variable: { lead: 42 } })
  })

  it('take headers that are numbered, or that are one’s own', () => {
    client.send('UpdateConfig', {
      SrcFilename: 'queues.conf',
      DstFilename: 'queues.conf',
      'Action-000000': 'NewCat',
      'Cat-000000': 'support',
      'Action-000001': 'Append',
      'Value-000001': 7,
    })
    client.send('UserEvent', { UserEvent: 'Lead', Lead: 42, Tags: ['a', 'b'] })
    // @ts-expect-error no such change
    client.send('UpdateConfig', { SrcFilename: 'a', DstFilename: 'a', 'Action-000000': 'Rename' })
    // @ts-expect-error its number is one
    client.send('UpdateConfig', { SrcFilename: 'a', DstFilename: 'a', 'Action-first': 'NewCat' })
    // @ts-expect-error the event has a name
    client.send('UserEvent', { Lead: 42 })
  })

  it('have what the sources take and documentation leaves out', () => {
    client.send('QueueAdd', { Queue: text, Interface: text, Wrapuptime: 10 })
    client.send('MixMonitorMute', { Channel: text, Direction: 'read', State: 1, MixMonitorID: '0x1' })
  })
})

describe('answers', () => {
  it('are lists of what the action lists, told apart by name', async () => {
    expectTypeOf(client.send('QueueStatus', { Queue: 'support' })).resolves.toEqualTypeOf<
      AmiList<
        EventOf<'QueueParams'> | EventOf<'QueueMember'> | EventOf<'QueueEntry'>,
        EventOf<'QueueStatusComplete'>
      >
    >()
    const list = await client.send('QueueStatus')
    for (const item of list) {
      expectTypeOf(item.name).toEqualTypeOf<'QueueParams' | 'QueueMember' | 'QueueEntry'>()
      if (item.name !== 'QueueMember') continue
      expectTypeOf(item).toEqualTypeOf<EventOf<'QueueMember'>>()
      expectTypeOf(item.fields.Membership).toEqualTypeOf<string>()
      expectTypeOf(item.number('Penalty')).toEqualTypeOf<number | undefined>()
    }
    expectTypeOf(list.closing?.name).toEqualTypeOf<'QueueStatusComplete' | undefined>()
    // @ts-expect-error no such item
    list.events.some(({ name }) => name === 'QueueSummary')
  })

  it('can be as many kinds of event as Asterisk sends', async () => {
    for (const item of await client.send('PJSIPShowEndpoint', { Endpoint: '100' })) {
      expectTypeOf(item.get('ObjectName')).toEqualTypeOf<string | undefined>()
      expectTypeOf(item.getAll('Anything')).toEqualTypeOf<string[]>()
      if (item.name === 'EndpointDetail') expectTypeOf(item.fields['100rel']).toEqualTypeOf<string>()
      else if (item.name === 'AorDetail') expectTypeOf(item.fields.MaxContacts).toEqualTypeOf<string>()
    }
  })

  it('come one by one from list', () => {
    expectTypeOf(client.list('ParkedCalls')).toEqualTypeOf<AsyncIterable<EventOf<'ParkedCall'>>>()
    expectTypeOf<ItemOf<'Status'>>().toEqualTypeOf<EventOf<'Status'>>()
    expectTypeOf<ItemOf<'WaitEvent'>>().toEqualTypeOf<AmiEvent>()
    expectTypeOf<ItemOf<'Ping'>>().toEqualTypeOf<AmiEvent>()
    expectTypeOf<ItemOf<'SomethingNew'>>().toEqualTypeOf<AmiEvent>()
  })

  it('are responses whose headers are known where they were seen', async () => {
    expectTypeOf<ResultOf<'Getvar'>>().toEqualTypeOf<AmiResponse<'Variable' | 'Value'>>()
    const settings = await client.send('CoreSettings')
    expectTypeOf(settings.fields.AsteriskVersion).toEqualTypeOf<string>()
    expectTypeOf(settings.get('NotSeenYet')).toEqualTypeOf<string | undefined>()
    const config = await client.send('GetConfig', { Filename: 'queues.conf' })
    expectTypeOf(config.fields['Line-000000-000001']).toEqualTypeOf<string | undefined>()
    expectTypeOf(settings).toExtend<AmiResponse>()
    // @ts-expect-error a response has no items
    settings.length
  })

  it('are the same from a fleet', () => {
    expectTypeOf(cluster.send('QueueSummary')).resolves.toEqualTypeOf<ResultOf<'QueueSummary'>>()
    expectTypeOf(cluster.send('Getvar', { Variable: 'x' })).resolves.toEqualTypeOf<ResultOf<'Getvar'>>()
    // @ts-expect-error Queue and Interface are required
    cluster.send('QueueAdd', { Queue: 'support' })
    // @ts-expect-error Members
    cluster.broadcast('QueueReload', { Member: 'yes' })
  })
})

describe('events', () => {
  it('are those of every major, spelt as they are sent, documented or not', () => {
    expectTypeOf<'Newexten' | 'QueueMember' | 'DBGetResponse' | 'CCAvailable'>().toExtend<EventName>()
    expectTypeOf<'MonitorStart' | 'SIPQualifyPeerDone' | 'LineEntry'>().toExtend<EventName>()
    expectTypeOf<'NewExten' | 'Join' | 'Dial'>().not.toExtend<EventName>()
  })

  it('have their headers, spelt as they are sent', () => {
    expectTypeOf<'Cause' | 'Cause-txt' | 'TechCause' | 'Uniqueid'>().toExtend<EventKeys<'Hangup'>>()
    expectTypeOf<'ServicelevelPerf' | 'Weight'>().toExtend<EventKeys<'QueueParams'>>()
    expectTypeOf<'CommandId'>().toExtend<EventKeys<'AsyncAGIExec'>>()
    expectTypeOf<ChannelKeys>().toExtend<EventKeys<'Newstate'>>()
    expectTypeOf<BridgeKeys | ChannelKeys>().toExtend<EventKeys<'BridgeEnter'>>()
    expectTypeOf<CommonKeys>().toExtend<EventKeys<'Shutdown'>>()
    expectTypeOf<'ServiceLevelPerf'>().not.toExtend<EventKeys<'QueueParams'>>()
    expectTypeOf<'CommandID'>().not.toExtend<EventKeys<'AsyncAGIExec'>>()
    expectTypeOf<'DestChannel'>().not.toExtend<EventKeys<'Hangup'>>()
    expectTypeOf<EventKeys<'SomethingNew'>>().toEqualTypeOf<string>()
  })

  it('have whole channels behind a prefix, and headers that are numbered', () => {
    expectTypeOf<`Dest${ChannelKeys}`>().toExtend<EventKeys<'DialBegin'>>()
    expectTypeOf<'TransfererChannel' | 'TransfereeUniqueid'>().toExtend<EventKeys<'BlindTransfer'>>()
    expectTypeOf<'OrigBridgeUniqueid' | 'SecondBridgeType'>().toExtend<EventKeys<'AttendedTransfer'>>()
    expectTypeOf<'ParkeeChannel' | 'ParkerCallerIDNum'>().toExtend<EventKeys<'UnParkedCall'>>()
    expectTypeOf<'Report0FractionLost' | 'Report12IAJitter'>().toExtend<EventKeys<'RTCPSent'>>()
    expectTypeOf<'ReportXFractionLost'>().not.toExtend<EventKeys<'RTCPSent'>>()
  })

  it('are told apart by name when several are asked for', () => {
    const subscription = client.subscribe({ events: ['DialEnd', 'Hangup'] })
    subscription.each((event) => {
      if (event.name === 'DialEnd') expectTypeOf(event).toEqualTypeOf<EventOf<'DialEnd'>>()
      else expectTypeOf(event.fields.Cause).toEqualTypeOf<string>()
      // @ts-expect-error it is one of the two
      event.name === 'Newchannel'
    })
    expectTypeOf<EventOf<'Hangup' | 'DialEnd'>>().toEqualTypeOf<EventOf<'Hangup'> | EventOf<'DialEnd'>>()
    expectTypeOf<EventOf<'Hangup'>>().toExtend<AmiEvent>()
  })

  it('give their values as what they are', () => {
    client.on('QueueMemberPause', (event) => {
      expectTypeOf(event.flag('Paused')).toEqualTypeOf<boolean | undefined>()
      expectTypeOf(event.number('Penalty')).toEqualTypeOf<number | undefined>()
      expectTypeOf(event.time('LastCall')).toEqualTypeOf<Date | undefined>()
      expectTypeOf(event.getBytes('MemberName')).toEqualTypeOf<Uint8Array | undefined>()
      // @ts-expect-error a header has a name
      event.number(7)
    })
  })
})
