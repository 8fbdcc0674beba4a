// Written by `npm run generate` from the facts in schema/: change those, not this.

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
  | 'Tenantid'
  | 'ChanVariable'

/** Headers of every event about a bridge. */
export type BridgeKeys =
  | 'BridgeUniqueid'
  | 'BridgeType'
  | 'BridgeTechnology'
  | 'BridgeCreator'
  | 'BridgeName'
  | 'BridgeNumChannels'
  | 'BridgeVideoSourceMode'
  | 'BridgeVideoSource'

/** Headers that any event may have. */
export type CommonKeys =
  | 'Privilege'
  | 'SequenceNumber'
  | 'SystemName'
  | 'Timestamp'
  | 'File'
  | 'Line'
  | 'Func'

/**
 * Events whose headers are typed: all that Asterisk 13 and later send. Open: any other event has any headers, any
 * header of these can be asked for, and declaration merging adds more.
 */
export interface EventMap {
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AgentCalled/). Needs `agent`.
   *
   * @since 12.0
   */
  AgentCalled: ChannelKeys | `Dest${ChannelKeys}` | 'Queue' | 'MemberName' | 'Interface'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AgentComplete/). Needs `agent`.
   *
   * @since 12.0
   */
  AgentComplete:
    | ChannelKeys
    | `Dest${ChannelKeys}`
    | 'Queue'
    | 'MemberName'
    | 'Interface'
    | 'HoldTime'
    | 'TalkTime'
    | 'Reason'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AgentConnect/). Needs `agent`.
   *
   * @since 12.0
   */
  AgentConnect:
    | ChannelKeys
    | `Dest${ChannelKeys}`
    | 'Queue'
    | 'MemberName'
    | 'Interface'
    | 'RingTime'
    | 'HoldTime'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AgentDump/). Needs `agent`.
   *
   * @since 12.0
   */
  AgentDump: ChannelKeys | `Dest${ChannelKeys}` | 'Queue' | 'MemberName' | 'Interface'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AgentLogin/). Needs `agent`.
   *
   * @since 12.0
   */
  AgentLogin: ChannelKeys | 'Agent'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AgentLogoff/). Needs `agent`.
   *
   * @since 12.0
   */
  AgentLogoff: ChannelKeys | 'Agent' | 'Logintime'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AgentRingNoAnswer/). Needs `agent`.
   *
   * @since 12.0
   */
  AgentRingNoAnswer: ChannelKeys | `Dest${ChannelKeys}` | 'Queue' | 'MemberName' | 'Interface' | 'RingTime'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Agents/). Only for the session that asked.
   *
   * @since 12.0
   */
  Agents:
    | ChannelKeys
    | 'Agent'
    | 'Name'
    | 'Status'
    | 'TalkingToChan'
    | 'CallStarted'
    | 'LoggedInTime'
    | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AgentsComplete/). Only for the session that asked.
   *
   * @since 12.0
   */
  AgentsComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AGIExecEnd/). Needs `agi`.
   *
   * @since 12.0
   */
  AGIExecEnd: ChannelKeys | 'Command' | 'CommandId' | 'ResultCode' | 'Result'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AGIExecStart/). Needs `agi`.
   *
   * @since 12.0
   */
  AGIExecStart: ChannelKeys | 'Command' | 'CommandId'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Alarm/). Needs `system`.
   *
   * @since 12.0
   */
  Alarm: 'DAHDIChannel' | 'Alarm'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AlarmClear/). Needs `system`.
   *
   * @since 12.0
   */
  AlarmClear: 'DAHDIChannel'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AOC-D/). Needs `aoc`.
   *
   * @since 12.0
   */
  'AOC-D':
    | ChannelKeys
    | 'Charge'
    | 'Type'
    | 'BillingID'
    | 'TotalType'
    | 'Currency'
    | 'Name'
    | 'Cost'
    | 'Multiplier'
    | 'Units'
    | 'NumberOf'
    | 'TypeOf'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AOC-E/). Needs `aoc`.
   *
   * @since 12.0
   */
  'AOC-E':
    | ChannelKeys
    | 'ChargingAssociation'
    | 'Number'
    | 'Plan'
    | 'ID'
    | 'Charge'
    | 'Type'
    | 'BillingID'
    | 'TotalType'
    | 'Currency'
    | 'Name'
    | 'Cost'
    | 'Multiplier'
    | 'Units'
    | 'NumberOf'
    | 'TypeOf'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AOC-S/). Needs `aoc`.
   *
   * @since 12.0
   */
  'AOC-S':
    | ChannelKeys
    | 'Chargeable'
    | 'RateType'
    | 'Currency'
    | 'Name'
    | 'Cost'
    | 'Multiplier'
    | 'ChargingType'
    | 'StepFunction'
    | 'Granularity'
    | 'Length'
    | 'Scale'
    | 'Unit'
    | 'SpecialCode'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AorDetail/). Only for the session that asked.
   *
   * @since 13.12, 14.1
   */
  AorDetail:
    | 'ObjectType'
    | 'ObjectName'
    | 'MinimumExpiration'
    | 'MaximumExpiration'
    | 'DefaultExpiration'
    | 'QualifyFrequency'
    | 'AuthenticateQualify'
    | 'MaxContacts'
    | 'RemoveExisting'
    | 'RemoveUnavailable'
    | 'Mailboxes'
    | 'OutboundProxy'
    | 'SupportPath'
    | 'Qualify2xxOnly'
    | 'QualifyTimeout'
    | 'VoicemailExtension'
    | 'Contacts'
    | 'TotalContacts'
    | 'ContactsRegistered'
    | 'EndpointName'
    | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AorList/). Only for the session that asked.
   *
   * @since 16.0
   */
  AorList:
    | 'ObjectType'
    | 'ObjectName'
    | 'MinimumExpiration'
    | 'MaximumExpiration'
    | 'DefaultExpiration'
    | 'QualifyFrequency'
    | 'QualifyTimeout'
    | 'Qualify2xxOnly'
    | 'AuthenticateQualify'
    | 'MaxContacts'
    | 'RemoveExisting'
    | 'RemoveUnavailable'
    | 'Mailboxes'
    | 'VoicemailExtension'
    | 'OutboundProxy'
    | 'SupportPath'
    | 'Contacts'
    | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AorListComplete/). Only for the session that asked.
   *
   * @since 16.0
   */
  AorListComplete: 'EventList' | 'ListItems' | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AsyncAGIEnd/). Needs `agi`.
   *
   * @since 12.0
   */
  AsyncAGIEnd: ChannelKeys
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AsyncAGIExec/). Needs `agi`.
   *
   * @since 12.0
   */
  AsyncAGIExec: ChannelKeys | 'Result' | 'CommandId'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AsyncAGIStart/). Needs `agi`.
   *
   * @since 12.0
   */
  AsyncAGIStart: ChannelKeys | 'Env'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AttendedTransfer/). Needs `call`.
   *
   * @since 12.0
   */
  AttendedTransfer:
    | `OrigTransferer${ChannelKeys}`
    | `Orig${BridgeKeys}`
    | `SecondTransferer${ChannelKeys}`
    | `Second${BridgeKeys}`
    | `LocalOne${ChannelKeys}`
    | `LocalTwo${ChannelKeys}`
    | `Transferee${ChannelKeys}`
    | `TransferTarget${ChannelKeys}`
    | 'Result'
    | 'DestType'
    | 'DestBridgeUniqueid'
    | 'DestApp'
    | 'DestTransfererChannel'
    | 'IsExternal'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AuthDetail/). Only for the session that asked.
   *
   * @since 12.0
   */
  AuthDetail:
    | 'ObjectType'
    | 'ObjectName'
    | 'Username'
    | 'Password'
    | 'Md5Cred'
    | 'Realm'
    | 'NonceLifetime'
    | 'AuthType'
    | 'EndpointName'
    | 'OauthClientid'
    | 'OauthSecret'
    | 'PasswordDigest'
    | 'RefreshToken'
    | 'SupportedAlgorithmsUac'
    | 'SupportedAlgorithmsUas'
    | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AuthList/). Only for the session that asked.
   *
   * @since 16.0
   */
  AuthList:
    | 'ObjectType'
    | 'ObjectName'
    | 'Username'
    | 'Md5Cred'
    | 'Realm'
    | 'AuthType'
    | 'Password'
    | 'NonceLifetime'
    | 'OauthClientid'
    | 'OauthSecret'
    | 'PasswordDigest'
    | 'RefreshToken'
    | 'SupportedAlgorithmsUac'
    | 'SupportedAlgorithmsUas'
    | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AuthListComplete/). Only for the session that asked.
   *
   * @since 16.0
   */
  AuthListComplete: 'EventList' | 'ListItems' | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/AuthMethodNotAllowed/). Needs `security`.
   *
   * @since 12.1
   */
  AuthMethodNotAllowed:
    | 'EventTV'
    | 'Severity'
    | 'Service'
    | 'EventVersion'
    | 'AccountID'
    | 'SessionID'
    | 'LocalAddress'
    | 'RemoteAddress'
    | 'AuthMethod'
    | 'Module'
    | 'SessionTV'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/BlindTransfer/). Needs `call`.
   *
   * @since 12.0
   */
  BlindTransfer:
    | `Transferer${ChannelKeys}`
    | `Transferee${ChannelKeys}`
    | BridgeKeys
    | 'Result'
    | 'IsExternal'
    | 'Context'
    | 'Extension'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/BridgeCreate/). Needs `call`.
   *
   * @since 12.0
   */
  BridgeCreate: BridgeKeys
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/BridgeDestroy/). Needs `call`.
   *
   * @since 12.0
   */
  BridgeDestroy: BridgeKeys
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/BridgeEnter/). Needs `call`.
   *
   * @since 12.0
   */
  BridgeEnter: BridgeKeys | ChannelKeys | 'SwapUniqueid'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/BridgeInfoChannel/). Only for the session that asked.
   *
   * @since 13.0
   */
  BridgeInfoChannel: ChannelKeys | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/BridgeInfoComplete/). Only for the session that asked.
   *
   * @since 13.0
   */
  BridgeInfoComplete: BridgeKeys | 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/BridgeLeave/). Needs `call`.
   *
   * @since 12.0
   */
  BridgeLeave: BridgeKeys | ChannelKeys
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  BridgeListComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  BridgeListItem:
    | 'ActionID'
    | 'BridgeCreator'
    | 'BridgeName'
    | 'BridgeNumChannels'
    | 'BridgeTechnology'
    | 'BridgeType'
    | 'BridgeUniqueid'
    | 'BridgeVideoSourceMode'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/BridgeMerge/). Needs `call`.
   *
   * @since 13 or before
   */
  BridgeMerge: `To${BridgeKeys}` | `From${BridgeKeys}`
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  BridgeTechnologyListComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  BridgeTechnologyListItem:
    | 'ActionID'
    | 'BridgePriority'
    | 'BridgeSuspended'
    | 'BridgeTechnology'
    | 'BridgeType'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/BridgeVideoSourceUpdate/). Needs `call`.
   *
   * @since 13.13, 14.2
   */
  BridgeVideoSourceUpdate: BridgeKeys | 'BridgePreviousVideoSource'
  /**
   * Not documented by Asterisk. Needs `cc`.
   *
   * @since 13 or before
   */
  CCAvailable: 'CoreID' | 'Callee' | 'Service'
  /**
   * Not documented by Asterisk. Needs `cc`.
   *
   * @since 13 or before
   */
  CCCallerRecalling: 'CoreID' | 'Caller'
  /**
   * Not documented by Asterisk. Needs `cc`.
   *
   * @since 13 or before
   */
  CCCallerStartMonitoring: 'CoreID' | 'Caller'
  /**
   * Not documented by Asterisk. Needs `cc`.
   *
   * @since 13 or before
   */
  CCCallerStopMonitoring: 'CoreID' | 'Caller'
  /**
   * Not documented by Asterisk. Needs `cc`.
   *
   * @since 13 or before
   */
  CCFailure: 'CoreID' | 'Caller' | 'Reason'
  /**
   * Not documented by Asterisk. Needs `cc`.
   *
   * @since 13 or before
   */
  CCMonitorFailed: 'CoreID' | 'Callee'
  /**
   * Not documented by Asterisk. Needs `cc`.
   *
   * @since 13 or before
   */
  CCOfferTimerStart: 'CoreID' | 'Caller' | 'Expires'
  /**
   * Not documented by Asterisk. Needs `cc`.
   *
   * @since 13 or before
   */
  CCRecallComplete: 'CoreID' | 'Caller'
  /**
   * Not documented by Asterisk. Needs `cc`.
   *
   * @since 13 or before
   */
  CCRequestAcknowledged: 'CoreID' | 'Caller'
  /**
   * Not documented by Asterisk. Needs `cc`.
   *
   * @since 13 or before
   */
  CCRequested: 'CoreID' | 'Caller' | 'Callee'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Cdr/). Needs `cdr`.
   *
   * @since 13.2
   */
  Cdr:
    | 'AccountCode'
    | 'Source'
    | 'Destination'
    | 'DestinationContext'
    | 'CallerID'
    | 'Channel'
    | 'DestinationChannel'
    | 'LastApplication'
    | 'LastData'
    | 'StartTime'
    | 'AnswerTime'
    | 'EndTime'
    | 'Duration'
    | 'BillableSeconds'
    | 'Disposition'
    | 'AMAFlags'
    | 'UniqueID'
    | 'UserField'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/CEL/). Needs `call`.
   *
   * @since 13.2
   */
  CEL:
    | 'EventName'
    | 'AccountCode'
    | 'CallerIDnum'
    | 'CallerIDname'
    | 'CallerIDani'
    | 'CallerIDrdnis'
    | 'CallerIDdnid'
    | 'Exten'
    | 'Context'
    | 'Application'
    | 'AppData'
    | 'EventTime'
    | 'AMAFlags'
    | 'UniqueID'
    | 'LinkedID'
    | 'Peer'
    | 'PeerAccount'
    | 'Extra'
    | 'Channel'
    | 'UserDefType'
    | 'Userfield'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ChallengeResponseFailed/). Needs `security`.
   *
   * @since 12.1
   */
  ChallengeResponseFailed:
    | 'EventTV'
    | 'Severity'
    | 'Service'
    | 'EventVersion'
    | 'AccountID'
    | 'SessionID'
    | 'LocalAddress'
    | 'RemoteAddress'
    | 'Challenge'
    | 'Response'
    | 'ExpectedResponse'
    | 'Module'
    | 'SessionTV'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ChallengeSent/). Needs `security`.
   *
   * @since 12.1
   */
  ChallengeSent:
    | 'EventTV'
    | 'Severity'
    | 'Service'
    | 'EventVersion'
    | 'AccountID'
    | 'SessionID'
    | 'LocalAddress'
    | 'RemoteAddress'
    | 'Challenge'
    | 'Module'
    | 'SessionTV'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  ChannelHungup: 'ActionID' | 'Channel'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  ChannelsHungupListComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ChannelTalkingStart/). Needs `call`.
   *
   * @since 12.4
   */
  ChannelTalkingStart: ChannelKeys
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ChannelTalkingStop/). Needs `call`.
   *
   * @since 12.4
   */
  ChannelTalkingStop: ChannelKeys | 'Duration'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ChanSpyStart/). Needs `call`.
   *
   * @since 12.0
   */
  ChanSpyStart: `Spyer${ChannelKeys}` | `Spyee${ChannelKeys}`
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ChanSpyStop/). Needs `call`.
   *
   * @since 12.0
   */
  ChanSpyStop: `Spyer${ChannelKeys}` | `Spyee${ChannelKeys}`
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ConfbridgeEnd/). Needs `call`.
   *
   * @since 12.0
   */
  ConfbridgeEnd: BridgeKeys | 'Conference'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ConfbridgeJoin/). Needs `call`.
   *
   * @since 12.0
   */
  ConfbridgeJoin: BridgeKeys | ChannelKeys | 'Conference' | 'Admin' | 'Muted'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ConfbridgeLeave/). Needs `call`.
   *
   * @since 12.0
   */
  ConfbridgeLeave: BridgeKeys | ChannelKeys | 'Conference' | 'Admin'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ConfbridgeList/). Only for the session that asked.
   *
   * @since 13.20, 15.3
   */
  ConfbridgeList:
    | ChannelKeys
    | 'Conference'
    | 'Admin'
    | 'MarkedUser'
    | 'WaitMarked'
    | 'EndMarked'
    | 'Waiting'
    | 'Muted'
    | 'Talking'
    | 'AnsweredTime'
    | 'ActionID'
    | 'EndMarkedAny'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  ConfbridgeListComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ConfbridgeListRooms/). Only for the session that asked.
   *
   * @since 13 or before
   */
  ConfbridgeListRooms: 'Conference' | 'Parties' | 'Marked' | 'Locked' | 'Muted' | 'ActionID'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  ConfbridgeListRoomsComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ConfbridgeMute/). Needs `call`.
   *
   * @since 12.0
   */
  ConfbridgeMute: BridgeKeys | ChannelKeys | 'Conference' | 'Admin'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ConfbridgeRecord/). Needs `call`.
   *
   * @since 12.0
   */
  ConfbridgeRecord: BridgeKeys | 'Conference'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ConfbridgeStart/). Needs `call`.
   *
   * @since 12.0
   */
  ConfbridgeStart: BridgeKeys | 'Conference'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ConfbridgeStopRecord/). Needs `call`.
   *
   * @since 12.0
   */
  ConfbridgeStopRecord: BridgeKeys | 'Conference'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ConfbridgeTalking/). Needs `call`.
   *
   * @since 12.0
   */
  ConfbridgeTalking: BridgeKeys | ChannelKeys | 'Conference' | 'TalkingStatus' | 'Admin'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ConfbridgeUnmute/). Needs `call`.
   *
   * @since 12.0
   */
  ConfbridgeUnmute: BridgeKeys | ChannelKeys | 'Conference' | 'Admin'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ContactList/). Only for the session that asked.
   *
   * @since 16.0
   */
  ContactList:
    | 'ObjectType'
    | 'ObjectName'
    | 'ViaAddr'
    | 'ViaPort'
    | 'QualifyTimeout'
    | 'CallId'
    | 'RegServer'
    | 'PruneOnBoot'
    | 'Path'
    | 'Endpoint'
    | 'AuthenticateQualify'
    | 'Uri'
    | 'QualifyFrequency'
    | 'UserAgent'
    | 'ExpirationTime'
    | 'OutboundProxy'
    | 'Status'
    | 'RoundtripUsec'
    | 'Qualify2xxOnly'
    | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ContactListComplete/). Only for the session that asked.
   *
   * @since 16.0
   */
  ContactListComplete: 'EventList' | 'ListItems' | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ContactStatus/). Needs `system`.
   *
   * @since 13.5
   */
  ContactStatus: 'URI' | 'ContactStatus' | 'AOR' | 'EndpointName' | 'RoundtripUsec'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ContactStatusDetail/). Only for the session that asked.
   *
   * @since 13.0
   */
  ContactStatusDetail:
    | 'AOR'
    | 'URI'
    | 'Status'
    | 'RoundtripUsec'
    | 'EndpointName'
    | 'UserAgent'
    | 'RegExpire'
    | 'ViaAddress'
    | 'CallID'
    | 'ID'
    | 'AuthenticateQualify'
    | 'OutboundProxy'
    | 'Path'
    | 'QualifyFrequency'
    | 'QualifyTimeout'
    | 'Qualify2xxOnly'
    | 'ActionID'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  ContactStatusDetailComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/CoreShowChannel/). Only for the session that asked.
   *
   * @since 13 or before
   */
  CoreShowChannel: ChannelKeys | 'ActionID' | 'BridgeId' | 'Application' | 'ApplicationData' | 'Duration'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 18
   */
  CoreShowChannelMap: 'ActionID' | 'Channel' | 'ConnectedChannel'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/CoreShowChannelMapComplete/). Only for the session that asked.
   *
   * @since 18.26, 20.11, 21.6, 22.1
   */
  CoreShowChannelMapComplete: 'EventList' | 'ListItems' | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/CoreShowChannelsComplete/). Only for the session that asked.
   *
   * @since 13 or before
   */
  CoreShowChannelsComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/DAHDIChannel/). Needs `call`.
   *
   * @since 12.0
   */
  DAHDIChannel: ChannelKeys | 'DAHDIGroup' | 'DAHDISpan' | 'DAHDIChannel'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  DAHDIShowChannels:
    | 'DAHDIChannel'
    | 'Channel'
    | 'Uniqueid'
    | 'AccountCode'
    | 'Signalling'
    | 'SignallingCode'
    | 'Context'
    | 'DND'
    | 'Alarm'
    | 'Description'
    | 'ActionID'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  DAHDIShowChannelsComplete: 'Items' | 'ActionID' | 'EventList' | 'ListItems'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 18
   */
  DAHDIShowStatus:
    | 'Span'
    | 'Description'
    | 'Alarms'
    | 'IRQ'
    | 'bpviol'
    | 'CRC'
    | 'Framing'
    | 'Coding'
    | 'Options'
    | 'LBO'
    | 'ActionID'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 18
   */
  DAHDIShowStatusComplete: 'Items' | 'ActionID' | 'EventList' | 'ListItems'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  DBGetComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  DBGetResponse: 'ActionID' | 'Family' | 'Key' | 'Val'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 16
   */
  DBGetTreeComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 16
   */
  DBGetTreeResponse: 'ActionID' | 'Key' | 'Val'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/DeadlockStart/). Needs `system`.
   *
   * @since 16.29, 18.15, 19.7
   */
  DeadlockStart: 'Mutex'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   * @until 20
   */
  DeviceEntry:
    | 'Channeltype'
    | 'ObjectName'
    | 'ChannelObjectType'
    | 'DeviceId'
    | 'IPaddress'
    | 'Type'
    | 'Devicestatus'
    | 'NumberOfLines'
    | 'ActionID'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   * @until 20
   */
  DevicelistComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/DeviceStateChange/). Needs `call`.
   *
   * @since 13.0
   */
  DeviceStateChange: 'Device' | 'State' | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/DeviceStateListComplete/). Only for the session that asked.
   *
   * @since 13.0
   */
  DeviceStateListComplete: 'EventList' | 'ListItems' | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/DialBegin/). Needs `call`.
   *
   * @since 12.0
   */
  DialBegin: ChannelKeys | `Dest${ChannelKeys}` | 'DialString'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/DialEnd/). Needs `call`.
   *
   * @since 12.0
   */
  DialEnd: ChannelKeys | `Dest${ChannelKeys}` | 'DialStatus' | 'Forward'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/DialState/). Needs `call`.
   *
   * @since 14.0
   */
  DialState: ChannelKeys | `Dest${ChannelKeys}` | 'DialStatus' | 'Forward'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/DNDState/). Needs `system`.
   *
   * @since 12.0
   */
  DNDState: 'DAHDIChannel' | 'Status'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/DTMFBegin/). Needs `dtmf`.
   *
   * @since 13 or before
   */
  DTMFBegin: ChannelKeys | 'Digit' | 'Direction'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/DTMFEnd/). Needs `dtmf`.
   *
   * @since 13 or before
   */
  DTMFEnd: ChannelKeys | 'Digit' | 'DurationMs' | 'Direction'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/EndpointDetail/). Only for the session that asked.
   *
   * @since 12.0
   */
  EndpointDetail:
    | 'ObjectType'
    | 'ObjectName'
    | 'Context'
    | 'Allow'
    | 'DtmfMode'
    | 'RtpIpv6'
    | 'RtpSymmetric'
    | 'IceSupport'
    | 'UsePtime'
    | 'ForceRport'
    | 'RewriteContact'
    | 'Transport'
    | 'OutboundProxy'
    | 'MohSuggest'
    | '100rel'
    | 'Timers'
    | 'TimersMinSe'
    | 'TimersSessExpires'
    | 'Auth'
    | 'OutboundAuth'
    | 'Aors'
    | 'MediaAddress'
    | 'IdentifyBy'
    | 'DirectMedia'
    | 'DirectMediaMethod'
    | 'TrustConnectedLine'
    | 'SendConnectedLine'
    | 'ConnectedLineMethod'
    | 'DirectMediaGlareMitigation'
    | 'DisableDirectMediaOnNat'
    | 'Callerid'
    | 'CalleridPrivacy'
    | 'CalleridTag'
    | 'TrustIdInbound'
    | 'TrustIdOutbound'
    | 'SendPai'
    | 'SendRpid'
    | 'SendDiversion'
    | 'Mailboxes'
    | 'AggregateMwi'
    | 'MediaEncryption'
    | 'MediaEncryptionOptimistic'
    | 'UseAvpf'
    | 'ForceAvp'
    | 'MediaUseReceivedTransport'
    | 'OneTouchRecording'
    | 'InbandProgress'
    | 'CallGroup'
    | 'PickupGroup'
    | 'NamedCallGroup'
    | 'NamedPickupGroup'
    | 'DeviceStateBusyAt'
    | 'T38Udptl'
    | 'T38UdptlEc'
    | 'T38UdptlMaxdatagram'
    | 'FaxDetect'
    | 'T38UdptlNat'
    | 'T38UdptlIpv6'
    | 'T38BindUdptlToMediaAddress'
    | 'ToneZone'
    | 'Language'
    | 'RecordOnFeature'
    | 'RecordOffFeature'
    | 'AllowTransfer'
    | 'UserEqPhone'
    | 'MohPassthrough'
    | 'SdpOwner'
    | 'SdpSession'
    | 'TosAudio'
    | 'TosVideo'
    | 'CosAudio'
    | 'CosVideo'
    | 'AllowSubscribe'
    | 'SubMinExpiry'
    | 'FromUser'
    | 'FromDomain'
    | 'MwiFromUser'
    | 'RtpEngine'
    | 'DtlsVerify'
    | 'DtlsRekey'
    | 'DtlsCertFile'
    | 'DtlsPrivateKey'
    | 'DtlsCipher'
    | 'DtlsCaFile'
    | 'DtlsCaPath'
    | 'DtlsSetup'
    | 'SrtpTag32'
    | 'RedirectMethod'
    | 'SetVar'
    | 'MessageContext'
    | 'Accountcode'
    | 'PreferredCodecOnly'
    | 'DeviceState'
    | 'ActiveChannels'
    | 'SubscribeContext'
    | 'AllowOverlap'
    | 'OverlapContext'
    | 'AcceptMultipleSdpAnswers'
    | 'Acl'
    | 'AllowUnauthenticatedOptions'
    | 'AsymmetricRtpCodec'
    | 'BindRtpToMediaAddress'
    | 'Bundle'
    | 'CodecPrefsIncomingAnswer'
    | 'CodecPrefsIncomingOffer'
    | 'CodecPrefsOutgoingAnswer'
    | 'CodecPrefsOutgoingOffer'
    | 'ContactAcl'
    | 'DtlsAutoGenerateCert'
    | 'DtlsFingerprint'
    | 'FaxDetectTimeout'
    | 'FollowEarlyMediaFork'
    | 'G726NonStandard'
    | 'GeolocIncomingCallProfile'
    | 'GeolocOutgoingCallProfile'
    | 'Ignore183WithoutSdp'
    | 'IncomingCallOfferPref'
    | 'IncomingMwiMailbox'
    | 'MaxAudioStreams'
    | 'MaxVideoStreams'
    | 'MwiSubscribeReplacesUnsolicited'
    | 'NotifyEarlyInuseRinging'
    | 'OutgoingCallOfferPref'
    | 'ReferBlindProgress'
    | 'RpidImmediate'
    | 'RtcpMux'
    | 'RtpKeepalive'
    | 'RtpTimeout'
    | 'RtpTimeoutHold'
    | 'RtpPortStart'
    | 'RtpPortEnd'
    | 'SecurityNegotiation'
    | 'SendAoc'
    | 'SendHistoryInfo'
    | 'StirShaken'
    | 'StirShakenProfile'
    | 'SuppressMohOnSendonly'
    | 'SuppressQ850ReasonHeaders'
    | 'Tenantid'
    | 'VoicemailExtension'
    | 'Webrtc'
    | 'Disallow'
    | 'ActionID'
    | 'FollowRedirectMethods'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/EndpointDetailComplete/). Only for the session that asked.
   *
   * @since 12.0
   */
  EndpointDetailComplete: 'EventList' | 'ListItems' | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/EndpointList/). Only for the session that asked.
   *
   * @since 12.0
   */
  EndpointList:
    | 'ObjectType'
    | 'ObjectName'
    | 'Transport'
    | 'Aor'
    | 'Auths'
    | 'OutboundAuths'
    | 'DeviceState'
    | 'ActiveChannels'
    | 'Contacts'
    | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/EndpointListComplete/). Only for the session that asked.
   *
   * @since 12.0
   */
  EndpointListComplete: 'EventList' | 'ListItems' | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ExtensionStateListComplete/). Only for the session that asked.
   *
   * @since 13.0
   */
  ExtensionStateListComplete: 'EventList' | 'ListItems' | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ExtensionStatus/). Needs `call`.
   *
   * @since 13 or before
   */
  ExtensionStatus: 'Exten' | 'Context' | 'Hint' | 'Status' | 'StatusText' | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/FailedACL/). Needs `security`.
   *
   * @since 12.1
   */
  FailedACL:
    | 'EventTV'
    | 'Severity'
    | 'Service'
    | 'EventVersion'
    | 'AccountID'
    | 'SessionID'
    | 'LocalAddress'
    | 'RemoteAddress'
    | 'Module'
    | 'ACLName'
    | 'SessionTV'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/FAXSession/). Only for the session that asked.
   *
   * @since 13.0
   */
  FAXSession:
    | 'ActionID'
    | 'SessionNumber'
    | 'Operation'
    | 'State'
    | 'ErrorCorrectionMode'
    | 'DataRate'
    | 'ImageResolution'
    | 'PageNumber'
    | 'FileName'
    | 'PagesTransmitted'
    | 'PagesReceived'
    | 'TotalBadLines'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/FAXSessionsComplete/). Only for the session that asked.
   *
   * @since 13.0
   */
  FAXSessionsComplete: 'ActionID' | 'Total' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/FAXSessionsEntry/). Only for the session that asked.
   *
   * @since 13.0
   */
  FAXSessionsEntry:
    | 'ActionID'
    | 'Channel'
    | 'Technology'
    | 'SessionNumber'
    | 'SessionType'
    | 'Operation'
    | 'State'
    | 'Files'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/FAXStats/). Only for the session that asked.
   *
   * @since 13.0
   */
  FAXStats:
    | 'ActionID'
    | 'CurrentSessions'
    | 'ReservedSessions'
    | 'TransmitAttempts'
    | 'ReceiveAttempts'
    | 'CompletedFAXes'
    | 'FailedFAXes'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/FAXStatus/). Needs `call`.
   *
   * @since 12.0
   */
  FAXStatus: ChannelKeys | 'Operation' | 'Status' | 'LocalStationID' | 'FileName'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Flash/). Needs `call`.
   *
   * @since 16.24, 18.10, 19.2
   */
  Flash: ChannelKeys
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/FullyBooted/). Needs `system`.
   *
   * @since 12.0
   */
  FullyBooted: 'Status' | 'Uptime' | 'LastReload'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Hangup/). Needs `call`.
   *
   * @since 12.0
   */
  Hangup: ChannelKeys | 'Cause' | 'Cause-txt' | 'TechCause'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/HangupHandlerPop/). Needs `dialplan`.
   *
   * @since 12.0
   */
  HangupHandlerPop: ChannelKeys | 'Handler'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/HangupHandlerPush/). Needs `dialplan`.
   *
   * @since 12.0
   */
  HangupHandlerPush: ChannelKeys | 'Handler'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/HangupHandlerRun/). Needs `dialplan`.
   *
   * @since 12.0
   */
  HangupHandlerRun: ChannelKeys | 'Handler'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/HangupRequest/). Needs `call`.
   *
   * @since 12.0
   */
  HangupRequest: ChannelKeys | 'Cause' | 'TechCause'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Hold/). Needs `call`.
   *
   * @since 12.0
   */
  Hold: ChannelKeys | 'MusicClass'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/IdentifyDetail/). Only for the session that asked.
   *
   * @since 13.20, 15.3
   */
  IdentifyDetail:
    | 'ObjectType'
    | 'ObjectName'
    | 'Endpoint'
    | 'SrvLookups'
    | 'Match'
    | 'MatchHeader'
    | 'MatchRequestUri'
    | 'EndpointName'
    | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/InboundRegistrationDetail/). Only for the session that asked.
   *
   * @since 12.0
   */
  InboundRegistrationDetail:
    | 'ObjectType'
    | 'ObjectName'
    | 'MinimumExpiration'
    | 'DefaultExpiration'
    | 'QualifyTimeout'
    | 'Qualify2xxOnly'
    | 'Mailboxes'
    | 'SupportPath'
    | 'RemoveUnavailable'
    | 'VoicemailExtension'
    | 'MaxContacts'
    | 'AuthenticateQualify'
    | 'MaximumExpiration'
    | 'QualifyFrequency'
    | 'RemoveExisting'
    | 'OutboundProxy'
    | 'Contacts'
    | 'Contact'
    | 'ActionID'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  InboundRegistrationDetailComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/InboundSubscriptionDetail/). Only for the session that asked.
   *
   * @since 12.0
   */
  InboundSubscriptionDetail:
    | 'Role'
    | 'Endpoint'
    | 'Callid'
    | 'State'
    | 'Callerid'
    | 'SubscriptionType'
    | 'Extension'
    | 'ExtensionStates'
    | 'Mailboxes'
    | 'ActionID'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  InboundSubscriptionDetailComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/InvalidAccountID/). Needs `security`.
   *
   * @since 12.1
   */
  InvalidAccountID:
    | 'EventTV'
    | 'Severity'
    | 'Service'
    | 'EventVersion'
    | 'AccountID'
    | 'SessionID'
    | 'LocalAddress'
    | 'RemoteAddress'
    | 'Module'
    | 'SessionTV'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/InvalidPassword/). Needs `security`.
   *
   * @since 12.1
   */
  InvalidPassword:
    | 'EventTV'
    | 'Severity'
    | 'Service'
    | 'EventVersion'
    | 'AccountID'
    | 'SessionID'
    | 'LocalAddress'
    | 'RemoteAddress'
    | 'Module'
    | 'SessionTV'
    | 'Challenge'
    | 'ReceivedChallenge'
    | 'ReceivedHash'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/InvalidTransport/). Needs `security`.
   *
   * @since 12.1
   */
  InvalidTransport:
    | 'EventTV'
    | 'Severity'
    | 'Service'
    | 'EventVersion'
    | 'AccountID'
    | 'SessionID'
    | 'LocalAddress'
    | 'RemoteAddress'
    | 'AttemptedTransport'
    | 'Module'
    | 'SessionTV'
  /**
   * Not documented by Asterisk. Needs `user`.
   *
   * @since 13 or before
   */
  JabberStatus: 'Account' | 'JID' | 'Resource' | 'Status' | 'Priority' | 'Description'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   * @until 20
   */
  LineEntry: 'Channeltype' | 'ObjectName' | 'ChannelObjectType' | 'Device' | 'Instance' | 'Label' | 'ActionID'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   * @until 20
   */
  LinelistComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  ListDialplan:
    | 'ActionID'
    | 'AppData'
    | 'Application'
    | 'Context'
    | 'Extension'
    | 'IncludeContext'
    | 'Priority'
    | 'Registrar'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Load/). Needs `system`.
   *
   * @since 16.0
   */
  Load: 'Module' | 'Status'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/LoadAverageLimit/). Needs `security`.
   *
   * @since 12.1
   */
  LoadAverageLimit:
    | 'EventTV'
    | 'Severity'
    | 'Service'
    | 'EventVersion'
    | 'AccountID'
    | 'SessionID'
    | 'LocalAddress'
    | 'RemoteAddress'
    | 'Module'
    | 'SessionTV'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/LocalBridge/). Needs `call`.
   *
   * @since 12.0
   */
  LocalBridge: `LocalOne${ChannelKeys}` | `LocalTwo${ChannelKeys}` | 'Context' | 'Exten' | 'LocalOptimization'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/LocalOptimizationBegin/). Needs `call`.
   *
   * @since 12.0
   */
  LocalOptimizationBegin:
    | `LocalOne${ChannelKeys}`
    | `LocalTwo${ChannelKeys}`
    | `Source${ChannelKeys}`
    | 'DestUniqueId'
    | 'Id'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/LocalOptimizationEnd/). Needs `call`.
   *
   * @since 12.0
   */
  LocalOptimizationEnd: `LocalOne${ChannelKeys}` | `LocalTwo${ChannelKeys}` | 'Success' | 'Id'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/LogChannel/). Needs `system`.
   *
   * @since 13 or before
   */
  LogChannel: 'Channel' | 'Enabled' | 'Reason'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MCID/). Needs `call`.
   *
   * @since 12.0
   */
  MCID:
    | ChannelKeys
    | 'MCallerIDNumValid'
    | 'MCallerIDNum'
    | 'MCallerIDton'
    | 'MCallerIDNumPlan'
    | 'MCallerIDNumPres'
    | 'MCallerIDNameValid'
    | 'MCallerIDName'
    | 'MCallerIDNameCharSet'
    | 'MCallerIDNamePres'
    | 'MCallerIDSubaddr'
    | 'MCallerIDSubaddrType'
    | 'MCallerIDSubaddrOdd'
    | 'MCallerIDPres'
    | 'MConnectedIDNumValid'
    | 'MConnectedIDNum'
    | 'MConnectedIDton'
    | 'MConnectedIDNumPlan'
    | 'MConnectedIDNumPres'
    | 'MConnectedIDNameValid'
    | 'MConnectedIDName'
    | 'MConnectedIDNameCharSet'
    | 'MConnectedIDNamePres'
    | 'MConnectedIDSubaddr'
    | 'MConnectedIDSubaddrType'
    | 'MConnectedIDSubaddrOdd'
    | 'MConnectedIDPres'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MeetmeEnd/). Needs `call`.
   *
   * @since 12.0
   */
  MeetmeEnd: 'Meetme'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MeetmeJoin/). Needs `call`.
   *
   * @since 12.0
   */
  MeetmeJoin: ChannelKeys | 'Meetme' | 'User'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MeetmeLeave/). Needs `call`.
   *
   * @since 12.0
   */
  MeetmeLeave: ChannelKeys | 'Meetme' | 'User' | 'Duration'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MeetmeList/). Only for the session that asked.
   *
   * @since 13 or before
   */
  MeetmeList:
    | 'Conference'
    | 'UserNumber'
    | 'CallerIDNum'
    | 'CallerIDName'
    | 'ConnectedLineNum'
    | 'ConnectedLineName'
    | 'Channel'
    | 'Admin'
    | 'Role'
    | 'MarkedUser'
    | 'Muted'
    | 'Talking'
    | 'ActionID'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  MeetmeListComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MeetmeListRooms/). Only for the session that asked.
   *
   * @since 13 or before
   */
  MeetmeListRooms: 'Conference' | 'Parties' | 'Marked' | 'Activity' | 'Creation' | 'Locked' | 'ActionID'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  MeetmeListRoomsComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MeetmeMute/). Needs `call`.
   *
   * @since 12.0
   */
  MeetmeMute: ChannelKeys | 'Meetme' | 'User' | 'Duration' | 'Status'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MeetmeTalking/). Needs `call`.
   *
   * @since 12.0
   */
  MeetmeTalking: ChannelKeys | 'Meetme' | 'User' | 'Duration' | 'Status'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MeetmeTalkRequest/). Needs `call`.
   *
   * @since 12.0
   */
  MeetmeTalkRequest: ChannelKeys | 'Meetme' | 'User' | 'Duration' | 'Status'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MemoryLimit/). Needs `security`.
   *
   * @since 12.1
   */
  MemoryLimit:
    | 'EventTV'
    | 'Severity'
    | 'Service'
    | 'EventVersion'
    | 'AccountID'
    | 'SessionID'
    | 'LocalAddress'
    | 'RemoteAddress'
    | 'Module'
    | 'SessionTV'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MessageWaiting/). Needs `call`.
   *
   * @since 13 or before
   */
  MessageWaiting: ChannelKeys | 'Mailbox' | 'Waiting' | 'New' | 'Old'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MiniVoiceMail/). Needs `call`.
   *
   * @since 12.0
   */
  MiniVoiceMail: ChannelKeys | 'Action' | 'Mailbox' | 'Counter'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MixMonitorMute/). Needs `call`.
   *
   * @since 16.17, 18.3
   */
  MixMonitorMute: ChannelKeys | 'Direction' | 'State'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MixMonitorStart/). Needs `call`.
   *
   * @since 16.17, 18.3
   */
  MixMonitorStart: ChannelKeys
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MixMonitorStop/). Needs `call`.
   *
   * @since 16.17, 18.3
   */
  MixMonitorStop: ChannelKeys
  /**
   * Not documented by Asterisk. Needs `system`.
   *
   * @since 13 or before
   */
  MobileStatus: 'Status' | 'Device'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Events/MonitorStart/). Needs `call`.
   *
   * @since 13 or before
   * @until 20
   */
  MonitorStart: ChannelKeys
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Events/MonitorStop/). Needs `call`.
   *
   * @since 13 or before
   * @until 20
   */
  MonitorStop: ChannelKeys
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MusicOnHoldStart/). Needs `call`.
   *
   * @since 12.0
   */
  MusicOnHoldStart: ChannelKeys | 'Class'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MusicOnHoldStop/). Needs `call`.
   *
   * @since 12.0
   */
  MusicOnHoldStop: ChannelKeys
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MWIGet/). Only for the session that asked.
   *
   * @since 12.1
   */
  MWIGet: 'ActionID' | 'Mailbox' | 'OldMessages' | 'NewMessages'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/MWIGetComplete/). Only for the session that asked.
   *
   * @since 12.1
   */
  MWIGetComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/NewAccountCode/). Needs `call`.
   *
   * @since 12.0
   */
  NewAccountCode: ChannelKeys | 'OldAccountCode'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/NewCallerid/). Needs `call`.
   *
   * @since 12.0
   */
  NewCallerid: ChannelKeys | 'CID-CallingPres'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Newchannel/). Needs `call`.
   *
   * @since 12.0
   */
  Newchannel: ChannelKeys
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/NewConnectedLine/). Needs `call`.
   *
   * @since 13.13, 14.2
   */
  NewConnectedLine: ChannelKeys
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/NewExten/). Needs `dialplan`.
   *
   * @since 12.0
   */
  Newexten: ChannelKeys | 'Extension' | 'Application' | 'AppData'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Newstate/). Needs `call`.
   *
   * @since 12.0
   */
  Newstate: ChannelKeys
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/OriginateResponse/). Needs `call`.
   *
   * @since 13 or before
   */
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
    | `ChanVariable(${string})`
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/OutboundRegistrationDetail/). Only for the session that asked.
   *
   * @since 12.0
   */
  OutboundRegistrationDetail:
    | 'ObjectType'
    | 'ObjectName'
    | 'MaxRetries'
    | 'ClientUri'
    | 'SecurityNegotiation'
    | 'AuthRejectionPermanent'
    | 'ServerUri'
    | 'MaxRandomInitialDelay'
    | 'SupportPath'
    | 'RetryInterval'
    | 'ContactHeaderParams'
    | 'Expiration'
    | 'Transport'
    | 'ContactUser'
    | 'Endpoint'
    | 'UserAgent'
    | 'ForbiddenRetryInterval'
    | 'OutboundAuth'
    | 'OutboundProxy'
    | 'FatalRetryInterval'
    | 'SupportOutbound'
    | 'Status'
    | 'NextReg'
    | 'ActionID'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  OutboundRegistrationDetailComplete: 'ActionID' | 'EventList' | 'ListItems' | 'NotRegistered' | 'Registered'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/OutboundSubscriptionDetail/). Only for the session that asked.
   *
   * @since 12.0
   */
  OutboundSubscriptionDetail:
    | 'Role'
    | 'Endpoint'
    | 'Callid'
    | 'State'
    | 'Callerid'
    | 'SubscriptionType'
    | 'Extension'
    | 'ExtensionStates'
    | 'Mailboxes'
    | 'ActionID'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  OutboundSubscriptionDetailComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ParkedCall/). Needs `call`.
   *
   * @since 12.0
   */
  ParkedCall:
    | `Parkee${ChannelKeys}`
    | 'ParkerDialString'
    | 'Parkinglot'
    | 'ParkingSpace'
    | 'ParkingTimeout'
    | 'ParkingDuration'
    | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ParkedCallGiveUp/). Needs `call`.
   *
   * @since 12.0
   */
  ParkedCallGiveUp:
    | `Parkee${ChannelKeys}`
    | `Parker${ChannelKeys}`
    | 'ParkerDialString'
    | 'Parkinglot'
    | 'ParkingSpace'
    | 'ParkingTimeout'
    | 'ParkingDuration'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  ParkedCallsComplete: 'ActionID' | 'EventList' | 'ListItems' | 'Total'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ParkedCallSwap/). Needs `call`.
   *
   * @since 13.5
   */
  ParkedCallSwap:
    | `Parkee${ChannelKeys}`
    | `Parker${ChannelKeys}`
    | 'ParkerDialString'
    | 'Parkinglot'
    | 'ParkingSpace'
    | 'ParkingTimeout'
    | 'ParkingDuration'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ParkedCallTimeOut/). Needs `call`.
   *
   * @since 12.0
   */
  ParkedCallTimeOut:
    | `Parkee${ChannelKeys}`
    | `Parker${ChannelKeys}`
    | 'ParkerDialString'
    | 'Parkinglot'
    | 'ParkingSpace'
    | 'ParkingTimeout'
    | 'ParkingDuration'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  Parkinglot: 'ActionID' | 'Name' | 'StartSpace' | 'StopSpace' | 'Timeout'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  ParkinglotsComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  PeerEntry:
    | 'ACL'
    | 'Accountcode'
    | 'ActionID'
    | 'AutoComedia'
    | 'AutoForcerport'
    | 'ChanObjectType'
    | 'Channeltype'
    | 'Comedia'
    | 'Description'
    | 'Dynamic'
    | 'Encryption'
    | 'Forcerport'
    | 'IPaddress'
    | 'IPport'
    | 'Mask'
    | 'ObjectName'
    | 'Port'
    | 'RealtimeDevice'
    | 'Status'
    | 'TextSupport'
    | 'Trunk'
    | 'VideoSupport'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  PeerlistComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/PeerStatus/). Needs `system`.
   *
   * @since 12.0
   */
  PeerStatus: 'ChannelType' | 'Peer' | 'PeerStatus' | 'Cause' | 'Address' | 'Port' | 'Time' | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Pickup/). Needs `call`.
   *
   * @since 12.0
   */
  Pickup: ChannelKeys | `Target${ChannelKeys}`
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/PJSIPMaintenanceStatus/). Needs `system`.
   *
   * @since 20.20, 22.10, 23.4
   */
  PJSIPMaintenanceStatus: 'Endpoint' | 'Status' | 'ActionID'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 20
   */
  PJSIPMaintenanceStatusComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/PresenceStateChange/). Needs `call`.
   *
   * @since 13.0
   */
  PresenceStateChange: 'Presentity' | 'Status' | 'Subtype' | 'Message' | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/PresenceStateListComplete/). Only for the session that asked.
   *
   * @since 13.0
   */
  PresenceStateListComplete: 'EventList' | 'ListItems' | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/PresenceStatus/). Needs `call`.
   *
   * @since 13 or before
   */
  PresenceStatus: 'Exten' | 'Context' | 'Hint' | 'Status' | 'Subtype' | 'Message'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  PRIShowSpans: 'Span' | 'DChannel' | 'Order' | 'Active' | 'Alarm' | 'Up' | 'ActionID'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  PRIShowSpansComplete: 'Items' | 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/QueueCallerAbandon/). Needs `agent`.
   *
   * @since 12.0
   */
  QueueCallerAbandon: ChannelKeys | 'Queue' | 'Position' | 'OriginalPosition' | 'HoldTime'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/QueueCallerJoin/). Needs `agent`.
   *
   * @since 12.0
   */
  QueueCallerJoin: ChannelKeys | 'Queue' | 'Position' | 'Count'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/QueueCallerLeave/). Needs `agent`.
   *
   * @since 12.0
   */
  QueueCallerLeave: ChannelKeys | 'Queue' | 'Count' | 'Position'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/QueueEntry/). Only for the session that asked.
   *
   * @since 13 or before
   */
  QueueEntry:
    | 'Queue'
    | 'Position'
    | 'Channel'
    | 'Uniqueid'
    | 'CallerIDNum'
    | 'CallerIDName'
    | 'ConnectedLineNum'
    | 'ConnectedLineName'
    | 'Wait'
    | 'Priority'
    | 'ActionID'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  QueueMember:
    | 'ActionID'
    | 'CallsTaken'
    | 'InCall'
    | 'LastCall'
    | 'LastPause'
    | 'Location'
    | 'LoginTime'
    | 'Membership'
    | 'Name'
    | 'Paused'
    | 'PausedReason'
    | 'Penalty'
    | 'Queue'
    | 'StateInterface'
    | 'Status'
    | 'Wrapuptime'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/QueueMemberAdded/). Needs `agent`.
   *
   * @since 12.0
   */
  QueueMemberAdded:
    | 'Queue'
    | 'MemberName'
    | 'Interface'
    | 'StateInterface'
    | 'Membership'
    | 'Penalty'
    | 'CallsTaken'
    | 'LastCall'
    | 'LastPause'
    | 'LoginTime'
    | 'InCall'
    | 'Status'
    | 'Paused'
    | 'PausedReason'
    | 'Ringinuse'
    | 'Wrapuptime'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/QueueMemberPause/). Needs `agent`.
   *
   * @since 12.2
   */
  QueueMemberPause:
    | 'Queue'
    | 'MemberName'
    | 'Interface'
    | 'StateInterface'
    | 'Membership'
    | 'Penalty'
    | 'CallsTaken'
    | 'LastCall'
    | 'LastPause'
    | 'LoginTime'
    | 'InCall'
    | 'Status'
    | 'Paused'
    | 'PausedReason'
    | 'Ringinuse'
    | 'Wrapuptime'
    | 'Reason'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/QueueMemberPenalty/). Needs `agent`.
   *
   * @since 12.0
   */
  QueueMemberPenalty:
    | 'Queue'
    | 'MemberName'
    | 'Interface'
    | 'StateInterface'
    | 'Membership'
    | 'Penalty'
    | 'CallsTaken'
    | 'LastCall'
    | 'LastPause'
    | 'LoginTime'
    | 'InCall'
    | 'Status'
    | 'Paused'
    | 'PausedReason'
    | 'Ringinuse'
    | 'Wrapuptime'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/QueueMemberRemoved/). Needs `agent`.
   *
   * @since 12.0
   */
  QueueMemberRemoved:
    | 'Queue'
    | 'MemberName'
    | 'Interface'
    | 'StateInterface'
    | 'Membership'
    | 'Penalty'
    | 'CallsTaken'
    | 'LastCall'
    | 'LastPause'
    | 'LoginTime'
    | 'InCall'
    | 'Status'
    | 'Paused'
    | 'PausedReason'
    | 'Ringinuse'
    | 'Wrapuptime'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/QueueMemberRinginuse/). Needs `agent`.
   *
   * @since 12.0
   */
  QueueMemberRinginuse:
    | 'Queue'
    | 'MemberName'
    | 'Interface'
    | 'StateInterface'
    | 'Membership'
    | 'Penalty'
    | 'CallsTaken'
    | 'LastCall'
    | 'LastPause'
    | 'LoginTime'
    | 'InCall'
    | 'Status'
    | 'Paused'
    | 'PausedReason'
    | 'Ringinuse'
    | 'Wrapuptime'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/QueueMemberStatus/). Needs `agent`.
   *
   * @since 12.0
   */
  QueueMemberStatus:
    | 'Queue'
    | 'MemberName'
    | 'Interface'
    | 'StateInterface'
    | 'Membership'
    | 'Penalty'
    | 'CallsTaken'
    | 'LastCall'
    | 'LastPause'
    | 'LoginTime'
    | 'InCall'
    | 'Status'
    | 'Paused'
    | 'PausedReason'
    | 'Ringinuse'
    | 'Wrapuptime'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/QueueParams/). Only for the session that asked.
   *
   * @since 13 or before
   */
  QueueParams:
    | 'Max'
    | 'Strategy'
    | 'Calls'
    | 'Holdtime'
    | 'TalkTime'
    | 'Completed'
    | 'Abandoned'
    | 'ActionID'
    | 'Queue'
    | 'ServiceLevel'
    | 'ServicelevelPerf'
    | 'ServicelevelPerf2'
    | 'Weight'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  QueueStatusComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  QueueSummary:
    | 'ActionID'
    | 'Available'
    | 'Callers'
    | 'HoldTime'
    | 'LoggedIn'
    | 'LongestHoldTime'
    | 'Queue'
    | 'TalkTime'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  QueueSummaryComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ReceiveFAX/). Needs `call`.
   *
   * @since 12.0
   */
  ReceiveFAX:
    | ChannelKeys
    | 'LocalStationID'
    | 'RemoteStationID'
    | 'PagesTransferred'
    | 'Resolution'
    | 'TransferRate'
    | 'FileName'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  RegistrationsComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Registry/). Needs `system`.
   *
   * @since 12.0
   */
  Registry: 'ChannelType' | 'Username' | 'Domain' | 'Status' | 'Cause'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  RegistryEntry:
    | 'Host'
    | 'DNSmanager'
    | 'Username'
    | 'Perceived'
    | 'Refresh'
    | 'State'
    | 'Port'
    | 'Domain'
    | 'DomainPort'
    | 'RegistrationTime'
    | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Reload/). Needs `system`.
   *
   * @since 12.0
   */
  Reload: 'Module' | 'Status'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Rename/). Needs `call`.
   *
   * @since 13 or before
   */
  Rename: 'Channel' | 'Newname' | 'Uniqueid'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/RequestBadFormat/). Needs `security`.
   *
   * @since 12.1
   */
  RequestBadFormat:
    | 'EventTV'
    | 'Severity'
    | 'Service'
    | 'EventVersion'
    | 'AccountID'
    | 'SessionID'
    | 'LocalAddress'
    | 'RemoteAddress'
    | 'RequestType'
    | 'Module'
    | 'SessionTV'
    | 'RequestParams'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/RequestNotAllowed/). Needs `security`.
   *
   * @since 12.1
   */
  RequestNotAllowed:
    | 'EventTV'
    | 'Severity'
    | 'Service'
    | 'EventVersion'
    | 'AccountID'
    | 'SessionID'
    | 'LocalAddress'
    | 'RemoteAddress'
    | 'RequestType'
    | 'Module'
    | 'SessionTV'
    | 'RequestParams'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/RequestNotSupported/). Needs `security`.
   *
   * @since 12.1
   */
  RequestNotSupported:
    | 'EventTV'
    | 'Severity'
    | 'Service'
    | 'EventVersion'
    | 'AccountID'
    | 'SessionID'
    | 'LocalAddress'
    | 'RemoteAddress'
    | 'RequestType'
    | 'Module'
    | 'SessionTV'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/ResourceListDetail/). Only for the session that asked.
   *
   * @since 13.0
   */
  ResourceListDetail:
    | 'ObjectType'
    | 'ObjectName'
    | 'Event'
    | 'FullState'
    | 'ListItem'
    | 'NotificationBatchInterval'
    | 'ResourceDisplayName'
    | 'ActionID'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  ResourceListDetailComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/RTCPReceived/). Needs `reporting`.
   *
   * @since 12.0
   */
  RTCPReceived:
    | ChannelKeys
    | 'SSRC'
    | 'PT'
    | 'From'
    | 'RTT'
    | 'ReportCount'
    | 'SentNTP'
    | 'SentRTP'
    | 'SentPackets'
    | 'SentOctets'
    | `Report${number}SourceSSRC`
    | `Report${number}FractionLost`
    | `Report${number}CumulativeLost`
    | `Report${number}HighestSequence`
    | `Report${number}SequenceNumberCycles`
    | `Report${number}IAJitter`
    | `Report${number}LSR`
    | `Report${number}DLSR`
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/RTCPSent/). Needs `reporting`.
   *
   * @since 12.0
   */
  RTCPSent:
    | ChannelKeys
    | 'SSRC'
    | 'PT'
    | 'To'
    | 'ReportCount'
    | 'SentNTP'
    | 'SentRTP'
    | 'SentPackets'
    | 'SentOctets'
    | `Report${number}SourceSSRC`
    | `Report${number}FractionLost`
    | `Report${number}CumulativeLost`
    | `Report${number}HighestSequence`
    | `Report${number}SequenceNumberCycles`
    | `Report${number}IAJitter`
    | `Report${number}LSR`
    | `Report${number}DLSR`
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/SendFAX/). Needs `call`.
   *
   * @since 12.0
   */
  SendFAX:
    | ChannelKeys
    | 'LocalStationID'
    | 'RemoteStationID'
    | 'PagesTransferred'
    | 'Resolution'
    | 'TransferRate'
    | 'FileName'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/SessionLimit/). Needs `security`.
   *
   * @since 12.1
   */
  SessionLimit:
    | 'EventTV'
    | 'Severity'
    | 'Service'
    | 'EventVersion'
    | 'AccountID'
    | 'SessionID'
    | 'LocalAddress'
    | 'RemoteAddress'
    | 'Module'
    | 'SessionTV'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Events/SessionTimeout/). Needs `call`.
   *
   * @since 13 or before
   * @until 20
   */
  SessionTimeout: ChannelKeys | 'Source'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  ShowDialPlanComplete:
    | 'ActionID'
    | 'EventList'
    | 'ListContexts'
    | 'ListExtensions'
    | 'ListItems'
    | 'ListPriorities'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Shutdown/). Needs `system`.
   *
   * @since 12.0
   */
  Shutdown: 'Shutdown' | 'Restart'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   * @until 20
   */
  SIPpeerstatusComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Events/SIPQualifyPeerDone/). Needs `call`.
   *
   * @since 13 or before
   * @until 20
   */
  SIPQualifyPeerDone: 'Peer' | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/SoftHangupRequest/). Needs `call`.
   *
   * @since 12.0
   */
  SoftHangupRequest: ChannelKeys | 'Cause' | 'TechCause'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/SpanAlarm/). Needs `system`.
   *
   * @since 12.0
   */
  SpanAlarm: 'Span' | 'Alarm'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/SpanAlarmClear/). Needs `system`.
   *
   * @since 12.0
   */
  SpanAlarmClear: 'Span'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Status/). Only for the session that asked.
   *
   * @since 13 or before
   */
  Status:
    | ChannelKeys
    | 'ActionID'
    | 'Type'
    | 'DNID'
    | 'EffectiveConnectedLineNum'
    | 'EffectiveConnectedLineName'
    | 'TimeToHangup'
    | 'BridgeID'
    | 'Application'
    | 'Data'
    | 'Nativeformats'
    | 'Readformat'
    | 'Readtrans'
    | 'Writeformat'
    | 'Writetrans'
    | 'Callgroup'
    | 'Pickupgroup'
    | 'Seconds'
    | 'Variable'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/StatusComplete/). Only for the session that asked.
   *
   * @since 13 or before
   */
  StatusComplete: 'Items' | 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/SuccessfulAuth/). Needs `security`.
   *
   * @since 12.1
   */
  SuccessfulAuth:
    | 'EventTV'
    | 'Severity'
    | 'Service'
    | 'EventVersion'
    | 'AccountID'
    | 'SessionID'
    | 'LocalAddress'
    | 'RemoteAddress'
    | 'UsingPassword'
    | 'Module'
    | 'SessionTV'
  /**
   * Not documented by Asterisk. Needs `reporting`.
   *
   * @since 13 or before
   */
  TestEvent:
    | 'AOR'
    | 'AppFile'
    | 'AppFunction'
    | 'AppLine'
    | 'Attempt'
    | 'CallID'
    | 'Channel'
    | 'Conference'
    | 'Contact'
    | 'Control'
    | 'Dialled'
    | 'Endpoint'
    | 'Expiration'
    | 'Feature'
    | 'Message'
    | 'Mode'
    | 'NewState'
    | 'Number'
    | 'OldState'
    | 'Port'
    | 'PriorCallID'
    | 'Realm'
    | 'Result'
    | 'State'
    | 'Status'
    | 'Type'
    | 'UserAgent'
    | 'Username'
    | 'Digit'
    | 'Payload'
    | 'Rate'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/TransportDetail/). Only for the session that asked.
   *
   * @since 12.6
   */
  TransportDetail:
    | 'ObjectType'
    | 'ObjectName'
    | 'Protocol'
    | 'Bind'
    | 'AsycOperations'
    | 'CaListFile'
    | 'CaListPath'
    | 'CertFile'
    | 'PrivKeyFile'
    | 'Password'
    | 'ExternalSignalingAddress'
    | 'ExternalSignalingPort'
    | 'ExternalSignalingHostname'
    | 'ExternalMediaAddress'
    | 'Domain'
    | 'VerifyServer'
    | 'VerifyClient'
    | 'RequireClientCert'
    | 'Method'
    | 'Cipher'
    | 'LocalNet'
    | 'Tos'
    | 'Cos'
    | 'WebsocketWriteTimeout'
    | 'AllowReload'
    | 'AllowWildcardCerts'
    | 'SymmetricTransport'
    | 'TcpKeepaliveEnable'
    | 'TcpKeepaliveIdleTime'
    | 'TcpKeepaliveIntervalTime'
    | 'TcpKeepaliveProbeCount'
    | 'EndpointName'
    | 'ActionID'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/UnexpectedAddress/). Needs `security`.
   *
   * @since 12.1
   */
  UnexpectedAddress:
    | 'EventTV'
    | 'Severity'
    | 'Service'
    | 'EventVersion'
    | 'AccountID'
    | 'SessionID'
    | 'LocalAddress'
    | 'RemoteAddress'
    | 'ExpectedAddress'
    | 'Module'
    | 'SessionTV'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Unhold/). Needs `call`.
   *
   * @since 12.0
   */
  Unhold: ChannelKeys
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Unload/). Needs `system`.
   *
   * @since 16.0
   */
  Unload: 'Module' | 'Status'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/UnParkedCall/). Needs `call`.
   *
   * @since 12.0
   */
  UnParkedCall:
    | `Parkee${ChannelKeys}`
    | `Parker${ChannelKeys}`
    | `Retriever${ChannelKeys}`
    | 'ParkerDialString'
    | 'Parkinglot'
    | 'ParkingSpace'
    | 'ParkingTimeout'
    | 'ParkingDuration'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/UserEvent/). Needs `user`.
   *
   * @since 12.3
   */
  UserEvent: ChannelKeys | 'UserEvent' | 'ActionID' | 'Agent' | 'Chan' | 'Note' | 'SuppressEvents' | 'a'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/VarSet/). Needs `dialplan`.
   *
   * @since 12.0
   */
  VarSet: ChannelKeys | 'Variable' | 'Value'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 18
   */
  VoicemailBoxDetail: 'Folder' | 'CallerID' | 'Date' | 'Duration' | 'Flag' | 'ID' | 'ActionID'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 18
   */
  VoicemailBoxDetailComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/VoicemailPasswordChange/). Needs `system` and `user`.
   *
   * @since 18.21, 20.6, 21.1
   */
  VoicemailPasswordChange: 'Context' | 'Mailbox' | 'NewPassword'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 16
   */
  VoicemailUserDetail:
    | 'ActionID'
    | 'AttachMessage'
    | 'AttachmentFormat'
    | 'CallOperator'
    | 'Callback'
    | 'CanMarkUrgent'
    | 'CanReview'
    | 'DeleteMessage'
    | 'Dialout'
    | 'Email'
    | 'ExitContext'
    | 'FromString'
    | 'Fullname'
    | 'Language'
    | 'MailCommand'
    | 'MaxMessageCount'
    | 'MaxMessageLength'
    | 'NewMessageCount'
    | 'OldMessageCount'
    | 'Pager'
    | 'SayCID'
    | 'SayDurationMinimum'
    | 'SayEnvelope'
    | 'ServerEmail'
    | 'TimeZone'
    | 'UniqueID'
    | 'VMContext'
    | 'VoiceMailbox'
    | 'VolumeGain'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 16
   */
  VoicemailUserDetailComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  VoicemailUserEntry:
    | 'ActionID'
    | 'AttachMessage'
    | 'AttachmentFormat'
    | 'CallOperator'
    | 'Callback'
    | 'CanMarkUrgent'
    | 'CanReview'
    | 'DeleteMessage'
    | 'Dialout'
    | 'Email'
    | 'ExitContext'
    | 'FromString'
    | 'Fullname'
    | 'Language'
    | 'MailCommand'
    | 'MaxMessageCount'
    | 'MaxMessageLength'
    | 'NewMessageCount'
    | 'OldMessageCount'
    | 'Pager'
    | 'SayCID'
    | 'SayDurationMinimum'
    | 'SayEnvelope'
    | 'ServerEmail'
    | 'TimeZone'
    | 'UniqueID'
    | 'VMContext'
    | 'VoiceMailbox'
    | 'VolumeGain'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  VoicemailUserEntryComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * Not documented by Asterisk. Only for the session that asked.
   *
   * @since 13 or before
   */
  WaitEventComplete: 'ActionID' | 'EventList' | 'ListItems'
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Events/Wink/). Needs `call`.
   *
   * @since 16.24, 18.10, 19.2
   */
  Wink: ChannelKeys
}
