import type { ActionFields, AmiList, AmiResponse, Scalar } from '../protocol/index.ts'

/** What an action takes, and how it ends: with one response, or with a list of events. */
export interface Action<Fields, Result extends 'response' | 'list'> {
  readonly fields: Fields
  readonly result: Result
}

/** Fields of an action that takes none. */
export type NoFields = Readonly<Record<never, never>>

/** Channel variables by name; each value is escaped, so that it can only be data. */
export type Variables = Readonly<Record<string, Scalar>> | string | readonly string[]

/**
 * Actions whose fields and answers are typed. Open: any other action is sent with any fields, and declaration
 * merging adds more.
 *
 * @example
 * ```ts
 * declare module 'amiable' {
 *   interface ActionMap {
 *     MyModuleAction: Action<{ Thing: string }, 'response'>
 *   }
 * }
 * ```
 */
export interface ActionMap {
  BridgeTechnologyList: Action<ActionFields, 'list'>
  CoreShowChannelMap: Action<ActionFields, 'list'>
  DAHDIShowChannels: Action<ActionFields, 'list'>
  DAHDIShowStatus: Action<ActionFields, 'list'>
  FAXSession: Action<ActionFields, 'list'>
  FAXSessions: Action<ActionFields, 'list'>
  FAXStats: Action<ActionFields, 'list'>
  IAXpeerlist: Action<ActionFields, 'list'>
  IAXpeers: Action<ActionFields, 'list'>
  IAXregistry: Action<ActionFields, 'list'>
  MWIGet: Action<ActionFields, 'list'>
  MeetmeList: Action<ActionFields, 'list'>
  MeetmeListRooms: Action<ActionFields, 'list'>
  PJSIPShowAors: Action<ActionFields, 'list'>
  PJSIPShowAuths: Action<ActionFields, 'list'>
  PJSIPShowMaintenance: Action<ActionFields, 'list'>
  PJSIPShowRegistrationInboundContactStatuses: Action<ActionFields, 'list'>
  PJSIPShowRegistrationsInbound: Action<ActionFields, 'list'>
  PJSIPShowRegistrationsOutbound: Action<ActionFields, 'list'>
  PJSIPShowResourceLists: Action<ActionFields, 'list'>
  PJSIPShowSubscriptionsInbound: Action<ActionFields, 'list'>
  PJSIPShowSubscriptionsOutbound: Action<ActionFields, 'list'>
  PRIShowSpans: Action<ActionFields, 'list'>
  Parkinglots: Action<ActionFields, 'list'>
  PresenceStateList: Action<ActionFields, 'list'>
  SIPpeers: Action<ActionFields, 'list'>
  SIPpeerstatus: Action<ActionFields, 'list'>
  SIPshowregistry: Action<ActionFields, 'list'>
  SKINNYdevices: Action<ActionFields, 'list'>
  SKINNYlines: Action<ActionFields, 'list'>
  ShowDialPlan: Action<ActionFields, 'list'>
  VoicemailBoxSummary: Action<ActionFields, 'list'>
  VoicemailUserStatus: Action<ActionFields, 'list'>
  VoicemailUsersList: Action<ActionFields, 'list'>
  WaitEvent: Action<ActionFields, 'list'>
  AbsoluteTimeout: Action<{ Channel: string; Timeout: number }, 'response'>
  Agents: Action<NoFields, 'list'>
  Atxfer: Action<{ Channel: string; Exten: string; Context?: string }, 'response'>
  BlindTransfer: Action<{ Channel: string; Context: string; Exten: string }, 'response'>
  Bridge: Action<
    { Channel1: string; Channel2: string; Tone?: 'no' | 'Channel1' | 'Channel2' | 'Both' },
    'response'
  >
  BridgeInfo: Action<{ BridgeUniqueid: string }, 'list'>
  BridgeList: Action<{ BridgeType?: string }, 'list'>
  Command: Action<{ Command: string }, 'response'>
  ConfbridgeList: Action<{ Conference: string }, 'list'>
  ConfbridgeListRooms: Action<NoFields, 'list'>
  CoreSettings: Action<NoFields, 'response'>
  CoreShowChannels: Action<NoFields, 'list'>
  CoreStatus: Action<NoFields, 'response'>
  DBDel: Action<{ Family: string; Key: string }, 'response'>
  DBGet: Action<{ Family: string; Key: string }, 'list'>
  DBGetTree: Action<{ Family?: string; Key?: string }, 'list'>
  DBPut: Action<{ Family: string; Key: string; Val?: Scalar }, 'response'>
  DeviceStateList: Action<NoFields, 'list'>
  Events: Action<{ EventMask: string }, 'response'>
  ExtensionState: Action<{ Exten: string; Context: string }, 'response'>
  ExtensionStateList: Action<NoFields, 'list'>
  Getvar: Action<{ Variable: string; Channel?: string }, 'response'>
  Hangup: Action<{ Channel: string; Cause?: number }, 'response'>
  ListCommands: Action<NoFields, 'response'>
  Originate: Action<
    {
      Channel: string
      Context?: string
      Exten?: string
      Priority?: number | string
      Application?: string
      Data?: string
      /** Milliseconds. */
      Timeout?: number
      CallerID?: string
      Variable?: Variables
      Account?: string
      EarlyMedia?: boolean
      Async?: boolean
      Codecs?: string
      ChannelId?: string
      OtherChannelId?: string
      PreDialGoSub?: string
    },
    'response'
  >
  PJSIPShowContacts: Action<NoFields, 'list'>
  PJSIPShowEndpoint: Action<{ Endpoint: string }, 'list'>
  PJSIPShowEndpoints: Action<NoFields, 'list'>
  ParkedCalls: Action<{ ParkingLot?: string }, 'list'>
  Ping: Action<NoFields, 'response'>
  PresenceState: Action<{ Provider: string }, 'response'>
  QueueAdd: Action<
    {
      Queue: string
      Interface: string
      Penalty?: number
      Paused?: Scalar
      MemberName?: string
      StateInterface?: string
      Reason?: string
    },
    'response'
  >
  QueuePause: Action<{ Interface: string; Paused: Scalar; Queue?: string; Reason?: string }, 'response'>
  QueueRemove: Action<{ Queue: string; Interface: string }, 'response'>
  QueueStatus: Action<{ Queue?: string; Member?: string }, 'list'>
  QueueSummary: Action<{ Queue?: string }, 'list'>
  Redirect: Action<
    {
      Channel: string
      Context: string
      Exten: string
      Priority: number | string
      ExtraChannel?: string
      ExtraContext?: string
      ExtraExten?: string
      ExtraPriority?: number | string
    },
    'response'
  >
  Reload: Action<{ Module?: string }, 'response'>
  Setvar: Action<{ Variable: string; Value: Scalar; Channel?: string }, 'response'>
  Status: Action<{ Channel?: string; Variables?: string; AllVariables?: boolean }, 'list'>
}

/** Names of the typed actions. */
export type ActionName = keyof ActionMap

/** Fields of an action: exact for a typed one, anything for every other. */
export type FieldsOf<Name> = Name extends ActionName ? ActionMap[Name]['fields'] : ActionFields

/** What `send` resolves to: a list for a typed list action, the response for every other. */
export type ResultOf<Name> = Name extends ActionName
  ? ActionMap[Name]['result'] extends 'list'
    ? AmiList
    : AmiResponse
  : AmiResponse

/** Settings of one action. */
export interface SendOptions {
  /** From now to the last answer. @default timeouts.actionMs */
  readonly timeoutMs?: number
  /** Ends the wait; Asterisk is not told, and may still act. */
  readonly signal?: AbortSignal
  /** An ActionID of your own, instead of a generated one: at most 67 printable characters, not in use. */
  readonly actionId?: string
}

/** Fields may be left out only where none is required. */
export type SendArguments<Name> =
  NoFields extends FieldsOf<Name>
    ? [fields?: FieldsOf<Name>, options?: SendOptions]
    : [fields: FieldsOf<Name>, options?: SendOptions]
