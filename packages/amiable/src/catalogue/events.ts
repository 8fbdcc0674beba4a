import type { AmiEvent } from '../protocol/index.ts'

/** Headers of every event about a channel. */
export type ChannelKeys =
  | 'Channel'
  | 'ChannelState'
  | 'ChannelStateDesc'
  | 'CallerIDNum'
  | 'CallerIDName'
  | 'ConnectedLineNum'
  | 'ConnectedLineName'
  | 'Language'
  | 'AccountCode'
  | 'Context'
  | 'Exten'
  | 'Priority'
  | 'Uniqueid'
  | 'Linkedid'

type DestKeys = `Dest${ChannelKeys}`

/**
 * Events whose headers are typed. Open: any other event has any headers, any header of these can be asked for, and
 * declaration merging adds more.
 */
export interface EventMap {
  AgentCalled: ChannelKeys | DestKeys | 'Queue' | 'Interface' | 'MemberName'
  AgentComplete:
    | ChannelKeys
    | DestKeys
    | 'Queue'
    | 'Interface'
    | 'MemberName'
    | 'HoldTime'
    | 'TalkTime'
    | 'Reason'
  AgentConnect: ChannelKeys | DestKeys | 'Queue' | 'Interface' | 'MemberName' | 'RingTime' | 'HoldTime'
  BridgeEnter: ChannelKeys | 'BridgeUniqueid' | 'BridgeType' | 'BridgeTechnology' | 'BridgeNumChannels'
  BridgeLeave: ChannelKeys | 'BridgeUniqueid' | 'BridgeType' | 'BridgeTechnology' | 'BridgeNumChannels'
  DialBegin: ChannelKeys | DestKeys | 'DialString'
  DialEnd: ChannelKeys | DestKeys | 'DialStatus' | 'Forward'
  FullyBooted: 'Status' | 'Uptime' | 'LastReload'
  Hangup: ChannelKeys | 'Cause' | 'Cause-txt' | 'TechCause'
  Newchannel: ChannelKeys
  Newexten: ChannelKeys | 'Extension' | 'Application' | 'AppData'
  Newstate: ChannelKeys
  OriginateResponse:
    | 'ActionID'
    | 'Response'
    | 'Channel'
    | 'Context'
    | 'Exten'
    | 'Application'
    | 'Data'
    | 'Reason'
    | 'Uniqueid'
    | 'CallerIDNum'
    | 'CallerIDName'
  QueueCallerAbandon: ChannelKeys | 'Queue' | 'Position' | 'OriginalPosition' | 'HoldTime'
  QueueCallerJoin: ChannelKeys | 'Queue' | 'Position' | 'Count'
  QueueCallerLeave: ChannelKeys | 'Queue' | 'Position' | 'Count'
  QueueMemberPause: 'Queue' | 'MemberName' | 'Interface' | 'Paused' | 'PausedReason' | 'Status'
  QueueMemberStatus: 'Queue' | 'MemberName' | 'Interface' | 'Paused' | 'Status' | 'CallsTaken' | 'LastCall'
  UserEvent: 'UserEvent'
  VarSet: ChannelKeys | 'Variable' | 'Value'
}

/** Names of the typed events. */
export type EventName = keyof EventMap

/** Headers of an event: the known ones for a typed event, any for every other. */
export type EventKeys<Name> = Name extends EventName ? EventMap[Name] : string

/** An event of a given name, with that name's headers. */
export type EventOf<Name extends string> = AmiEvent<Name, EventKeys<Name>>
