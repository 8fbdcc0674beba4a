// Written by `npm run generate` from the facts in schema/: change those, not this.

import type { ActionFields, Scalar } from '../protocol/index.ts'
import type { Action, Flag, NoFields, Numeric, Variables } from './action.ts'

/**
 * Actions whose fields and answers are typed: all that Asterisk 13 and later have. Open: any other action is sent with
 * any fields, and declaration merging adds more.
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
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/AbsoluteTimeout/). Needs `system` or `call`.
   *
   * @since 0.5
   */
  AbsoluteTimeout: Action<{ Channel: string; Timeout: Numeric }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/AgentLogoff/). Needs `agent`.
   *
   * @since 1.2
   */
  AgentLogoff: Action<{ Agent: string | number; Soft?: Flag }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Agents/). Needs `agent`.
   *
   * @since 1.2
   */
  Agents: Action<NoFields, 'list', 'Agents', 'AgentsComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/AGI/). Needs `agi`.
   *
   * @since 1.6
   */
  AGI: Action<{ Channel: string; Command: string; CommandID?: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/AOCMessage/). Needs `aoc`.
   *
   * @since 1.8
   */
  AOCMessage: Action<
    {
      Channel?: string
      ChannelPrefix?: string
      MsgType: 'S' | 'D' | 'E'
      ChargeType?: 'NA' | 'FREE' | 'Currency' | 'Unit'
      [header: `UnitAmount(${number})`]: Numeric
      [header: `UnitType(${number})`]: Numeric
      CurrencyName?: string
      CurrencyAmount?: Numeric
      CurrencyMultiplier?:
        | 'OneThousandth'
        | 'OneHundredth'
        | 'OneTenth'
        | 'One'
        | 'Ten'
        | 'Hundred'
        | 'Thousand'
      /** @default Total */
      TotalType?: 'Total' | 'SubTotal'
      AOCBillingId?:
        | 'Normal'
        | 'ReverseCharge'
        | 'CreditCard'
        | 'CallFwdUnconditional'
        | 'CallFwdBusy'
        | 'CallFwdNoReply'
        | 'CallDeflection'
        | 'CallTransfer'
      ChargingAssociationId?: Numeric
      ChargingAssociationNumber?: string
      ChargingAssociationPlan?: Numeric
      /** @since 18 */
      ChargedItem?:
        | 'NA'
        | 'SpecialArrangement'
        | 'BasicCommunication'
        | 'CallAttempt'
        | 'CallSetup'
        | 'UserUserInfo'
        | 'SupplementaryService'
      /** @since 18 */
      RateType?: 'NA' | 'Free' | 'FreeFromBeginning' | 'Duration' | 'Flat' | 'Volume' | 'SpecialCode'
      /** @since 18 */
      Time?: Numeric
      /** @since 18 */
      TimeScale?:
        | 'OneHundredthSecond'
        | 'OneTenthSecond'
        | 'Second'
        | 'TenSeconds'
        | 'Minute'
        | 'Hour'
        | 'Day'
      /** @since 18 */
      Granularity?: Numeric
      /** @since 18 */
      GranularityTimeScale?:
        | 'OneHundredthSecond'
        | 'OneTenthSecond'
        | 'Second'
        | 'TenSeconds'
        | 'Minute'
        | 'Hour'
        | 'Day'
      /** @since 18 */
      ChargingType?: 'ContinuousCharging' | 'StepFunction'
      /** @since 18 */
      VolumeUnit?: 'Octet' | 'Segment' | 'Message'
      /** @since 18 */
      Code?: string | number
    },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Atxfer/). Needs `call`.
   *
   * @since 1.6.1
   */
  Atxfer: Action<{ Channel: string; Exten: string | number; Context?: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/BlindTransfer/). Needs `call`.
   *
   * @since 12.0
   */
  BlindTransfer: Action<{ Channel: string; Context?: string; Exten: string | number }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Bridge/). Needs `call`.
   *
   * @since 1.6
   */
  Bridge: Action<
    { Channel1: string; Channel2: string; Tone?: 'no' | 'Channel1' | 'Channel2' | 'Both' },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/BridgeDestroy/). Needs no class.
   *
   * @since 12.0
   */
  BridgeDestroy: Action<{ BridgeUniqueid: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/BridgeInfo/). Needs no class.
   *
   * @since 12.0
   */
  BridgeInfo: Action<{ BridgeUniqueid: string }, 'list', 'BridgeInfoChannel', 'BridgeInfoComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/BridgeKick/). Needs no class.
   *
   * @since 12.0
   */
  BridgeKick: Action<{ BridgeUniqueid?: string; Channel: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/BridgeList/). Needs no class.
   *
   * @since 12.0
   */
  BridgeList: Action<{ BridgeType?: string }, 'list', 'BridgeListItem', 'BridgeListComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/BridgeTechnologyList/). Needs no class.
   *
   * @since 12.0
   */
  BridgeTechnologyList: Action<NoFields, 'list', 'BridgeTechnologyListItem', 'BridgeTechnologyListComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/BridgeTechnologySuspend/). Needs no class.
   *
   * @since 12.0
   */
  BridgeTechnologySuspend: Action<{ BridgeTechnology: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/BridgeTechnologyUnsuspend/). Needs no class.
   *
   * @since 12.0
   */
  BridgeTechnologyUnsuspend: Action<{ BridgeTechnology: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/CancelAtxfer/). Needs `call`.
   *
   * @since 13.18, 14.7, 15.1, 16.0
   */
  CancelAtxfer: Action<{ Channel: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Challenge/). Needs no class.
   *
   * @since 0.4
   */
  Challenge: Action<{ AuthType: 'MD5' }, 'response', 'Challenge'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Actions/ChangeMonitor/). Needs `call`.
   *
   * @since 0.4
   * @until 20
   */
  ChangeMonitor: Action<{ Channel: string; File: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Command/). Needs `command`.
   *
   * @since 0.3
   */
  Command: Action<{ Command: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ConfbridgeKick/). Needs `call`.
   *
   * @since 10.0
   */
  ConfbridgeKick: Action<{ Conference: string | number; Channel: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ConfbridgeList/). Needs `reporting`.
   *
   * @since 10.0
   */
  ConfbridgeList: Action<{ Conference: string | number }, 'list', 'ConfbridgeList', 'ConfbridgeListComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ConfbridgeListRooms/). Needs `reporting`.
   *
   * @since 10.0
   */
  ConfbridgeListRooms: Action<NoFields, 'list', 'ConfbridgeListRooms', 'ConfbridgeListRoomsComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ConfbridgeLock/). Needs `call`.
   *
   * @since 10.0
   */
  ConfbridgeLock: Action<{ Conference: string | number }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ConfbridgeMute/). Needs `call`.
   *
   * @since 10.0
   */
  ConfbridgeMute: Action<{ Conference: string | number; Channel: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ConfbridgeSetSingleVideoSrc/). Needs `call`.
   *
   * @since 10.0
   */
  ConfbridgeSetSingleVideoSrc: Action<{ Conference: string | number; Channel: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ConfbridgeStartRecord/). Needs `system`.
   *
   * @since 10.0
   */
  ConfbridgeStartRecord: Action<{ Conference: string | number; RecordFile?: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ConfbridgeStopRecord/). Needs `system`.
   *
   * @since 10.0
   */
  ConfbridgeStopRecord: Action<{ Conference: string | number }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ConfbridgeUnlock/). Needs `call`.
   *
   * @since 10.0
   */
  ConfbridgeUnlock: Action<{ Conference: string | number }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ConfbridgeUnmute/). Needs `call`.
   *
   * @since 10.0
   */
  ConfbridgeUnmute: Action<{ Conference: string | number; Channel: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ControlPlayback/). Needs `call`.
   *
   * @since 12.0
   */
  ControlPlayback: Action<
    { Channel: string; Control: 'stop' | 'forward' | 'reverse' | 'pause' | 'restart' | (string & {}) },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/CoreSettings/). Needs `system` or `reporting`.
   *
   * @since 1.6
   */
  CoreSettings: Action<
    NoFields,
    'response',
    | 'AMIversion'
    | 'AsteriskVersion'
    | 'CoreCDRenabled'
    | 'CoreHTTPenabled'
    | 'CoreMaxCalls'
    | 'CoreMaxFilehandles'
    | 'CoreMaxLoadAvg'
    | 'CoreRealTimeEnabled'
    | 'CoreRunGroup'
    | 'CoreRunUser'
    | 'SoundsSearchCustomDir'
    | 'SystemName'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/CoreShowChannelMap/). Needs `system` or `reporting`.
   *
   * @since 18.19, 20.4
   */
  CoreShowChannelMap: Action<{ Channel?: string }, 'list', 'CoreShowChannelMap', 'CoreShowChannelMapComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/CoreShowChannels/). Needs `system` or `reporting`.
   *
   * @since 1.6
   */
  CoreShowChannels: Action<NoFields, 'list', 'CoreShowChannel', 'CoreShowChannelsComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/CoreStatus/). Needs `system` or `reporting`.
   *
   * @since 1.6
   */
  CoreStatus: Action<
    NoFields,
    'response',
    | 'CoreCurrentCalls'
    | 'CoreProcessedCalls'
    | 'CoreReloadDate'
    | 'CoreReloadTime'
    | 'CoreStartupDate'
    | 'CoreStartupTime'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/CreateConfig/). Needs `config`.
   *
   * @since 1.6
   */
  CreateConfig: Action<{ Filename: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/DAHDIDialOffhook/). Needs no class.
   *
   * @since 1.4.22
   */
  DAHDIDialOffhook: Action<{ DAHDIChannel: Numeric; Number: string | number }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/DAHDIDNDoff/). Needs no class.
   *
   * @since 1.4.22
   */
  DAHDIDNDoff: Action<{ DAHDIChannel: Numeric }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/DAHDIDNDon/). Needs no class.
   *
   * @since 1.4.22
   */
  DAHDIDNDon: Action<{ DAHDIChannel: Numeric }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/DAHDIHangup/). Needs no class.
   *
   * @since 1.4.22
   */
  DAHDIHangup: Action<{ DAHDIChannel: Numeric }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/DAHDIRestart/). Needs no class.
   *
   * @since 1.4.22
   */
  DAHDIRestart: Action<NoFields, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/DAHDIShowChannels/). Needs no class.
   *
   * @since 1.4.22
   */
  DAHDIShowChannels: Action<
    { DAHDIChannel?: Numeric },
    'list',
    'DAHDIShowChannels',
    'DAHDIShowChannelsComplete'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/DAHDIShowStatus/). Needs no class.
   *
   * @since 18.23, 20.8, 21.3
   */
  DAHDIShowStatus: Action<NoFields, 'list', 'DAHDIShowStatus', 'DAHDIShowStatusComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/DAHDITransfer/). Needs no class.
   *
   * @since 1.4.22
   */
  DAHDITransfer: Action<{ DAHDIChannel: Numeric }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_13_Documentation/API_Documentation/AMI_Actions/DataGet/). Needs no class.
   *
   * @since 13 or before
   * @until 13
   */
  DataGet: Action<{ Path: string; Search?: string; Filter?: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/DBDel/). Needs `system`.
   *
   * @since 1.6
   */
  DBDel: Action<{ Family: string; Key: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/DBDelTree/). Needs `system`.
   *
   * @since 1.6
   */
  DBDelTree: Action<{ Family: string; Key?: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/DBGet/). Needs `system` or `reporting`.
   *
   * @since 1.2
   */
  DBGet: Action<{ Family: string; Key: string }, 'list', 'DBGetResponse', 'DBGetComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/DBGetTree/). Needs `system` or `reporting`.
   *
   * @since 16.28, 18.14, 19.6
   */
  DBGetTree: Action<{ Family?: string; Key?: string }, 'list', 'DBGetTreeResponse', 'DBGetTreeComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/DBPut/). Needs `system`.
   *
   * @since 1.2
   */
  DBPut: Action<{ Family: string; Key: string; Val?: Scalar }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/DeviceStateList/). Needs `call` or `reporting`.
   *
   * @since 13.0
   */
  DeviceStateList: Action<NoFields, 'list', 'DeviceStateChange', 'DeviceStateListComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/DialplanExtensionAdd/). Needs `system`.
   *
   * @since 13.0
   */
  DialplanExtensionAdd: Action<
    {
      Context: string
      Extension: string | number
      Priority: string | number
      Application: string
      ApplicationData?: string
      Replace?: Flag
    },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/DialplanExtensionRemove/). Needs `system`.
   *
   * @since 13.0
   */
  DialplanExtensionRemove: Action<
    { Context: string; Extension: string | number; Priority?: string | number },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Events/). Needs no class.
   *
   * @since 0.9
   */
  Events: Action<{ EventMask: 'on' | 'off' | (string & {}) }, 'response', 'Events'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ExtensionState/). Needs `call` or `reporting`.
   *
   * @since 0.4
   */
  ExtensionState: Action<
    { Exten: string | number; Context: string },
    'response',
    'Context' | 'Exten' | 'Hint' | 'Status' | 'StatusText'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ExtensionStateList/). Needs `call` or `reporting`.
   *
   * @since 13.0
   */
  ExtensionStateList: Action<NoFields, 'list', 'ExtensionStatus', 'ExtensionStateListComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/FAXSession/). Needs `call`.
   *
   * @since 13.0
   */
  FAXSession: Action<{ SessionNumber: Numeric }, 'list', 'FAXSession', 'FAXSession'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/FAXSessions/). Needs `call`.
   *
   * @since 13.0
   */
  FAXSessions: Action<NoFields, 'list', 'FAXSessionsEntry', 'FAXSessionsComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/FAXStats/). Needs `reporting`.
   *
   * @since 13.0
   */
  FAXStats: Action<NoFields, 'list', 'FAXStats', 'FAXStats'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Filter/). Needs `system`.
   *
   * @since 10.0
   */
  Filter: Action<
    {
      Operation?: 'Add'
      /** @since 18 */
      MatchCriteria?: string
      Filter?: string
    },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/GetConfig/). Needs `system` or `config`.
   *
   * @since 1.4
   */
  GetConfig: Action<
    { Filename: string; Category?: string; Filter?: string },
    'response',
    `Category-${number}` | `Line-${number}-${number}` | 'No categories found' | `Templates-${number}`
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/GetConfigJSON/). Needs `system` or `config`.
   *
   * @since 1.6
   */
  GetConfigJSON: Action<{ Filename: string; Category?: string; Filter?: string }, 'response', 'JSON'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Getvar/). Needs `call` or `reporting`.
   *
   * @since 1.0
   */
  Getvar: Action<{ Channel?: string; Variable: string }, 'response', 'Value' | 'Variable'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Hangup/). Needs `system` or `call`.
   *
   * @since 0.2
   */
  Hangup: Action<{ Channel: string; Cause?: Numeric }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/IAXnetstats/). Needs `system` or `reporting`.
   *
   * @since 1.2
   */
  IAXnetstats: Action<NoFields, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/IAXpeerlist/). Needs `system` or `reporting`.
   *
   * @since 1.6
   */
  IAXpeerlist: Action<NoFields, 'list', 'PeerEntry', 'PeerlistComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/IAXpeers/). Needs `system` or `reporting`.
   *
   * @since 0.3
   */
  IAXpeers: Action<NoFields, 'list', 'PeerEntry', 'PeerlistComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/IAXregistry/). Needs `system` or `reporting`.
   *
   * @since 1.6.2
   */
  IAXregistry: Action<NoFields, 'list', 'RegistryEntry', 'RegistrationsComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/JabberSend/). Needs `system`.
   *
   * @since 1.4
   */
  JabberSend: Action<{ Jabber: string; JID: string; Message: string; ScreenName?: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ListCategories/). Needs `config`.
   *
   * @since 1.6
   */
  ListCategories: Action<{ Filename: string; Match?: string }, 'response', `Category-${number}` | 'Error'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ListCommands/). Needs no class.
   *
   * @since 1.0
   */
  ListCommands: Action<NoFields, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/LocalOptimizeAway/). Needs `system` or `call`.
   *
   * @since 1.8
   */
  LocalOptimizeAway: Action<{ Channel: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/LoggerRotate/). Needs `system` or `reporting`.
   *
   * @since 13.0
   */
  LoggerRotate: Action<NoFields, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Login/). Needs no class.
   *
   * @since 0.2
   */
  Login: Action<
    {
      Username: string
      /** @since 18 */
      AuthType?: 'plain' | 'MD5'
      Secret?: string
      /** @since 18 */
      Key?: string
      /** @since 18 */
      Events?: 'on' | 'off' | (string & {})
    },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Logoff/). Needs no class.
   *
   * @since 0.2
   */
  Logoff: Action<NoFields, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/MailboxCount/). Needs `call` or `reporting`.
   *
   * @since 0.5
   */
  MailboxCount: Action<
    { Mailbox: string | number },
    'response',
    'Mailbox' | 'NewMessages' | 'OldMessages' | 'UrgMessages'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/MailboxStatus/). Needs `call` or `reporting`.
   *
   * @since 0.4
   */
  MailboxStatus: Action<{ Mailbox: string | number }, 'response', 'Mailbox' | 'Waiting'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/MeetmeList/). Needs `reporting`.
   *
   * @since 1.6
   */
  MeetmeList: Action<{ Conference?: string | number }, 'list', 'MeetmeList', 'MeetmeListComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/MeetmeListRooms/). Needs `reporting`.
   *
   * @since 10.0
   */
  MeetmeListRooms: Action<NoFields, 'list', 'MeetmeListRooms', 'MeetmeListRoomsComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/MeetmeMute/). Needs `call`.
   *
   * @since 1.4
   */
  MeetmeMute: Action<{ Meetme: string | number; Usernum: Numeric }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/MeetmeUnmute/). Needs `call`.
   *
   * @since 1.4
   */
  MeetmeUnmute: Action<{ Meetme: string | number; Usernum: Numeric }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/MessageSend/). Needs `message`.
   *
   * @since 11.0
   */
  MessageSend: Action<
    {
      /** @since 16 */ Destination?: string
      To?: string
      From?: string
      Body?: string
      Base64Body?: string
      Variable?: Variables
    },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/MixMonitor/). Needs `system`.
   *
   * @since 11.0
   */
  MixMonitor: Action<{ Channel: string; File?: string; Options?: string; Command?: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/MixMonitorMute/). Needs `system` or `call`.
   *
   * @since 1.8
   */
  MixMonitorMute: Action<
    { Channel: string; Direction?: string; State?: 0 | 1 | '0' | '1'; MixMonitorID?: string | number },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ModuleCheck/). Needs `system`.
   *
   * @since 1.6
   */
  ModuleCheck: Action<{ Module: string }, 'response', 'Version'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ModuleLoad/). Needs `system`.
   *
   * @since 1.6
   */
  ModuleLoad: Action<
    {
      Module?:
        | 'cdr'
        | 'dnsmgr'
        | 'extconfig'
        | 'enum'
        | 'acl'
        | 'manager'
        | 'http'
        | 'logger'
        | 'features'
        | 'dsp'
        | 'udptl'
        | 'indications'
        | 'cel'
        | 'plc'
        | (string & {})
      LoadType: 'load' | 'unload' | 'reload' | 'refresh'
      /** @since 18 */
      Recursive?: Flag
    },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Actions/Monitor/). Needs `call`.
   *
   * @since 0.4
   * @until 20
   */
  Monitor: Action<{ Channel: string; File?: string; Format?: string; Mix?: Flag }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/MuteAudio/). Needs `system`.
   *
   * @since 1.8
   */
  MuteAudio: Action<{ Channel: string; Direction: 'in' | 'out' | 'all'; State: Flag }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/MWIDelete/). Needs `call`.
   *
   * @since 12.1
   */
  MWIDelete: Action<{ Mailbox: string | number }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/MWIGet/). Needs `call` or `reporting`.
   *
   * @since 12.1
   */
  MWIGet: Action<{ Mailbox: string | number }, 'list', 'MWIGet', 'MWIGetComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/MWIUpdate/). Needs `call`.
   *
   * @since 12.1
   */
  MWIUpdate: Action<{ Mailbox: string | number; OldMessages?: Numeric; NewMessages?: Numeric }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Originate/). Needs `originate`.
   *
   * @since 0.2
   */
  Originate: Action<
    {
      Channel: string
      Exten?: string | number
      Context?: string
      Priority?: string | number
      Application?: string
      Data?: string
      /** @default 30000 */
      Timeout?: Numeric
      CallerID?: string | number
      Variable?: Variables
      Account?: string
      EarlyMedia?: Flag
      Async?: Flag
      Codecs?: string
      ChannelId?: string
      OtherChannelId?: string
      /** @since 18 */
      PreDialGoSub?: string
    },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Park/). Needs `call`.
   *
   * @since 1.4
   */
  Park: Action<
    {
      Channel: string
      TimeoutChannel?: string
      AnnounceChannel?: string
      Timeout?: Numeric
      Parkinglot?: string
      /** @since 18 */
      ParkingSpace?: Numeric
      Channel2?: string
    },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ParkedCalls/). Needs `call`.
   *
   * @since 0.7.2
   */
  ParkedCalls: Action<{ ParkingLot?: string }, 'list', 'ParkedCall', 'ParkedCallsComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Parkinglots/). Needs `call`.
   *
   * @since 11.0
   */
  Parkinglots: Action<NoFields, 'list', 'Parkinglot', 'ParkinglotsComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Actions/PauseMonitor/). Needs `call`.
   *
   * @since 1.4
   * @until 20
   */
  PauseMonitor: Action<{ Channel: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Ping/). Needs no class.
   *
   * @since 0.2
   */
  Ping: Action<NoFields, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPHangup/). Needs `system` or `call`.
   *
   * @since 18.21, 20.6, 21.1
   */
  PJSIPHangup: Action<{ Channel: string; Cause: string | number }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPNotify/). Needs `system`.
   *
   * @since 12.0
   */
  PJSIPNotify: Action<
    {
      Endpoint?: string
      URI?: string
      Channel?: string
      /** @since 18 */
      Option?: string
      Variable?: Variables
    },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPQualify/). Needs `system` or `reporting`.
   *
   * @since 12.0
   */
  PJSIPQualify: Action<{ Endpoint: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPRegister/). Needs `system` or `reporting`.
   *
   * @since 13.2
   */
  PJSIPRegister: Action<{ Registration: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPSetMaintenance/). Needs `system`.
   *
   * @since 20.20, 22.10, 23.4
   */
  PJSIPSetMaintenance: Action<{ Endpoint: string; State: 'on' | 'off' }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPShowAors/). Needs `system`.
   *
   * @since 16.0
   */
  PJSIPShowAors: Action<NoFields, 'list', 'AorList', 'AorListComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPShowAuths/). Needs `system`.
   *
   * @since 16.0
   */
  PJSIPShowAuths: Action<NoFields, 'list', 'AuthList', 'AuthListComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPShowContacts/). Needs `system`.
   *
   * @since 16.0
   */
  PJSIPShowContacts: Action<NoFields, 'list', 'ContactList', 'ContactListComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPShowEndpoint/). Needs `system`.
   *
   * @since 12.0
   */
  PJSIPShowEndpoint: Action<
    { Endpoint: string },
    'list',
    | 'EndpointDetail'
    | 'IdentifyDetail'
    | 'ContactStatusDetail'
    | 'AuthDetail'
    | 'TransportDetail'
    | 'AorDetail',
    'EndpointDetailComplete'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPShowEndpoints/). Needs `system`.
   *
   * @since 12.0
   */
  PJSIPShowEndpoints: Action<NoFields, 'list', 'EndpointList', 'EndpointListComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPShowMaintenance/). Needs `system` or `reporting`.
   *
   * @since 20.20, 22.10, 23.4
   */
  PJSIPShowMaintenance: Action<
    { Endpoint?: string },
    'list',
    'PJSIPMaintenanceStatus',
    'PJSIPMaintenanceStatusComplete'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPShowRegistrationInboundContactStatuses/). Needs `system`.
   *
   * @since 13.14, 14.3
   */
  PJSIPShowRegistrationInboundContactStatuses: Action<
    NoFields,
    'list',
    'ContactStatusDetail',
    'ContactStatusDetailComplete'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPShowRegistrationsInbound/). Needs `system`.
   *
   * @since 12.0
   */
  PJSIPShowRegistrationsInbound: Action<
    NoFields,
    'list',
    'InboundRegistrationDetail',
    'InboundRegistrationDetailComplete'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPShowRegistrationsOutbound/). Needs `system` or `reporting`.
   *
   * @since 12.0
   */
  PJSIPShowRegistrationsOutbound: Action<
    NoFields,
    'list',
    'OutboundRegistrationDetail' | 'AuthDetail',
    'OutboundRegistrationDetailComplete'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPShowResourceLists/). Needs `system`.
   *
   * @since 13.0
   */
  PJSIPShowResourceLists: Action<NoFields, 'list', 'ResourceListDetail', 'ResourceListDetailComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPShowSubscriptionsInbound/). Needs `system`.
   *
   * @since 12.0
   */
  PJSIPShowSubscriptionsInbound: Action<
    NoFields,
    'list',
    'InboundSubscriptionDetail',
    'InboundSubscriptionDetailComplete'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPShowSubscriptionsOutbound/). Needs `system`.
   *
   * @since 12.0
   */
  PJSIPShowSubscriptionsOutbound: Action<
    NoFields,
    'list',
    'OutboundSubscriptionDetail',
    'OutboundSubscriptionDetailComplete'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PJSIPUnregister/). Needs `system` or `reporting`.
   *
   * @since 12.0
   */
  PJSIPUnregister: Action<{ Registration: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PlayDTMF/). Needs `call`.
   *
   * @since 1.4
   */
  PlayDTMF: Action<{ Channel: string; Digit: string; Duration?: Numeric; Receive?: Flag }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PlayMF/). Needs `call`.
   *
   * @since 16.21, 18.7, 19.0
   */
  PlayMF: Action<{ Channel: string; Digit: string; Duration?: Numeric }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PresenceState/). Needs `call` or `reporting`.
   *
   * @since 11.0
   */
  PresenceState: Action<{ Provider: string }, 'response', 'PresenceMessage' | 'State' | 'Subtype'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PresenceStateList/). Needs `call` or `reporting`.
   *
   * @since 13.0
   */
  PresenceStateList: Action<NoFields, 'list', 'PresenceStateChange', 'PresenceStateListComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PRIDebugFileSet/). Needs `system`.
   *
   * @since 13.0
   */
  PRIDebugFileSet: Action<{ File: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PRIDebugFileUnset/). Needs no class.
   *
   * @since 13.0
   */
  PRIDebugFileUnset: Action<NoFields, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PRIDebugSet/). Needs no class.
   *
   * @since 13.0
   */
  PRIDebugSet: Action<{ Span: Numeric; Level: 'off' | 'on' | 'hex' | 'intense' }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/PRIShowSpans/). Needs no class.
   *
   * @since 10.0
   */
  PRIShowSpans: Action<{ Span?: Numeric }, 'list', 'PRIShowSpans', 'PRIShowSpansComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/QueueAdd/). Needs `agent`.
   *
   * @since 1.0
   */
  QueueAdd: Action<
    {
      Queue: string
      Interface: string
      Penalty?: Numeric
      Paused?: Flag
      /** @since 20 */
      Reason?: string
      MemberName?: string
      StateInterface?: string
      Wrapuptime?: Numeric
    },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/QueueChangePriorityCaller/). Needs no class.
   *
   * @since 15.0
   */
  QueueChangePriorityCaller: Action<
    {
      Queue: string
      Caller: string
      Priority: Numeric
      /** @since 18 */
      Immediate?: Flag
    },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/QueueLog/). Needs `agent`.
   *
   * @since 1.6
   */
  QueueLog: Action<
    { Queue: string; Event: string; Uniqueid?: string; Interface?: string; Message?: string },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/QueueMemberRingInUse/). Needs `agent`.
   *
   * @since 11.0
   */
  QueueMemberRingInUse: Action<{ Interface: string; RingInUse: Flag; Queue?: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/QueuePause/). Needs `agent`.
   *
   * @since 1.2
   */
  QueuePause: Action<{ Interface: string; Paused: Flag; Queue?: string; Reason?: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/QueuePenalty/). Needs `agent`.
   *
   * @since 1.6
   */
  QueuePenalty: Action<{ Interface: string; Penalty: Numeric; Queue?: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/QueueReload/). Needs no class.
   *
   * @since 1.6.2
   */
  QueueReload: Action<
    { Queue?: string; Members?: 'yes' | 'no'; Rules?: 'yes' | 'no'; Parameters?: 'yes' | 'no' },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/QueueRemove/). Needs `agent`.
   *
   * @since 1.0
   */
  QueueRemove: Action<{ Queue: string; Interface: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/QueueReset/). Needs no class.
   *
   * @since 1.6.2
   */
  QueueReset: Action<{ Queue?: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/QueueRule/). Needs no class.
   *
   * @since 1.6
   */
  QueueRule: Action<{ Rule?: string }, 'response', 'Rule' | 'RuleList'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_13_Documentation/API_Documentation/AMI_Actions/Queues/). Needs no class.
   *
   * @since 13 or before
   * @until 13
   */
  Queues: Action<NoFields, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/QueueStatus/). Needs no class.
   *
   * @since 0.5
   */
  QueueStatus: Action<
    { Queue?: string; Member?: string },
    'list',
    'QueueParams' | 'QueueMember' | 'QueueEntry',
    'QueueStatusComplete'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/QueueSummary/). Needs no class.
   *
   * @since 1.6
   */
  QueueSummary: Action<{ Queue?: string }, 'list', 'QueueSummary', 'QueueSummaryComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/QueueWithdrawCaller/). Needs no class.
   *
   * @since 16.25, 18.11, 19.3
   */
  QueueWithdrawCaller: Action<{ Queue: string; Caller: string; WithdrawInfo?: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Redirect/). Needs `call`.
   *
   * @since 0.2
   */
  Redirect: Action<
    {
      Channel: string
      ExtraChannel?: string
      Exten: string | number
      ExtraExten?: string | number
      Context: string
      ExtraContext?: string
      Priority: string | number
      ExtraPriority?: string | number
    },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Reload/). Needs `system` or `config`.
   *
   * @since 1.6
   */
  Reload: Action<{ Module?: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/SendFlash/). Needs `call`.
   *
   * @since 18.18, 20.3
   */
  SendFlash: Action<{ Channel: string; Receive?: Flag }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/SendText/). Needs `call`.
   *
   * @since 1.6
   */
  SendText: Action<{ Channel: string; Message: string; 'Content-Type'?: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Setvar/). Needs `call`.
   *
   * @since 1.0
   */
  Setvar: Action<{ Channel?: string; Variable: string; Value: Scalar }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/ShowDialPlan/). Needs `config` or `reporting`.
   *
   * @since 1.6
   */
  ShowDialPlan: Action<
    { Extension?: string | number; Context?: string },
    'list',
    'ListDialplan',
    'ShowDialPlanComplete'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Actions/SIPnotify/). Needs `system`.
   *
   * @since 1.6.1
   * @until 20
   */
  SIPnotify: Action<{ Channel: string; Variable: Variables; 'Call-ID'?: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Actions/SIPpeers/). Needs `system` or `reporting`.
   *
   * @since 1.2
   * @until 20
   */
  SIPpeers: Action<NoFields, 'list', 'PeerEntry', 'PeerlistComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Actions/SIPpeerstatus/). Needs `system`.
   *
   * @since 11.0
   * @until 20
   */
  SIPpeerstatus: Action<{ Peer?: string }, 'list', 'PeerStatus', 'SIPpeerstatusComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Actions/SIPqualifypeer/). Needs `system` or `reporting`.
   *
   * @since 1.6.1
   * @until 20
   */
  SIPqualifypeer: Action<{ Peer: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Actions/SIPshowpeer/). Needs `system` or `reporting`.
   *
   * @since 1.2
   * @until 20
   */
  SIPshowpeer: Action<
    { Peer: string },
    'response',
    | 'ACL'
    | 'AMAflags'
    | 'Address-IP'
    | 'Address-Port'
    | 'Busy-level'
    | 'CID-CallingPres'
    | 'Call-limit'
    | 'Callerid'
    | 'Callgroup'
    | 'ChanObjectType'
    | 'Channeltype'
    | 'Codecs'
    | 'Context'
    | 'Default-Username'
    | 'Default-addr-IP'
    | 'Default-addr-port'
    | 'Description'
    | 'Dynamic'
    | 'Language'
    | 'LastMsgsSent'
    | 'MD5SecretExist'
    | 'MOHSuggest'
    | 'MaxCallBR'
    | 'Maxforwards'
    | 'Named Callgroup'
    | 'Named Pickupgroup'
    | 'ObjectName'
    | 'Parkinglot'
    | 'Pickupgroup'
    | 'QualifyFreq'
    | 'Reg-Contact'
    | 'RegExpire'
    | 'RemoteSecretExist'
    | 'SIP-AuthInsecure'
    | 'SIP-CanReinvite'
    | 'SIP-Comedia'
    | 'SIP-DTMFmode'
    | 'SIP-DirectMedia'
    | 'SIP-Encryption'
    | 'SIP-Forcerport'
    | 'SIP-PromiscRedir'
    | 'SIP-RTCP-Mux'
    | 'SIP-RTP-Engine'
    | 'SIP-Sess-Expires'
    | 'SIP-Sess-Min'
    | 'SIP-Sess-Refresh'
    | 'SIP-Sess-Timers'
    | 'SIP-T.38EC'
    | 'SIP-T.38MaxDtgrm'
    | 'SIP-T.38Support'
    | 'SIP-TextSupport'
    | 'SIP-Use-Reason-Header'
    | 'SIP-UserPhone'
    | 'SIP-Useragent'
    | 'SIP-VideoSupport'
    | 'SecretExist'
    | 'Status'
    | 'ToHost'
    | 'ToneZone'
    | 'TransferMode'
    | 'VoiceMailbox'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Actions/SIPshowregistry/). Needs `system` or `reporting`.
   *
   * @since 1.6
   * @until 20
   */
  SIPshowregistry: Action<NoFields, 'list', 'RegistryEntry', 'RegistrationsComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Actions/SKINNYdevices/). Needs `system` or `reporting`.
   *
   * @since 1.6.2
   * @until 20
   */
  SKINNYdevices: Action<NoFields, 'list', 'DeviceEntry', 'DevicelistComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Actions/SKINNYlines/). Needs `system` or `reporting`.
   *
   * @since 1.6.2
   * @until 20
   */
  SKINNYlines: Action<NoFields, 'list', 'LineEntry', 'LinelistComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Actions/SKINNYshowdevice/). Needs `system` or `reporting`.
   *
   * @since 1.6.2
   * @until 20
   */
  SKINNYshowdevice: Action<{ Device: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Actions/SKINNYshowline/). Needs `system` or `reporting`.
   *
   * @since 1.6.2
   * @until 20
   */
  SKINNYshowline: Action<{ Line: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/SorceryMemoryCacheExpire/). Needs `system`.
   *
   * @since 13.5
   */
  SorceryMemoryCacheExpire: Action<{ Cache: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/SorceryMemoryCacheExpireObject/). Needs `system`.
   *
   * @since 13.5
   */
  SorceryMemoryCacheExpireObject: Action<{ Cache: string; Object: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/SorceryMemoryCachePopulate/). Needs `system`.
   *
   * @since 13.7
   */
  SorceryMemoryCachePopulate: Action<{ Cache: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/SorceryMemoryCacheStale/). Needs `system`.
   *
   * @since 13.5
   */
  SorceryMemoryCacheStale: Action<{ Cache: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/SorceryMemoryCacheStaleObject/). Needs `system`.
   *
   * @since 13.5
   */
  SorceryMemoryCacheStaleObject: Action<{ Cache: string; Object: string; Reload?: Flag }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/Status/). Needs `system` or `call` or `reporting`.
   *
   * @since 0.2
   */
  Status: Action<
    {
      Channel?: string
      Variables?: string
      /** @since 16 */
      AllVariables?: Flag
    },
    'list',
    'Status',
    'StatusComplete'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/StopMixMonitor/). Needs `system` or `call`.
   *
   * @since 11.0
   */
  StopMixMonitor: Action<{ Channel: string; MixMonitorID?: string | number }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Actions/StopMonitor/). Needs `call`.
   *
   * @since 0.4
   * @until 20
   */
  StopMonitor: Action<{ Channel: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Actions/UnpauseMonitor/). Needs `call`.
   *
   * @since 1.4
   * @until 20
   */
  UnpauseMonitor: Action<{ Channel: string }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/UpdateConfig/). Needs `config`.
   *
   * @since 1.4
   */
  UpdateConfig: Action<
    {
      SrcFilename: string
      DstFilename: string
      Reload?: boolean | string
      PreserveEffectiveContext?: Flag
      [header: `Action-${number}`]:
        | 'NewCat'
        | 'RenameCat'
        | 'DelCat'
        | 'EmptyCat'
        | 'Update'
        | 'Delete'
        | 'Append'
        | 'Insert'
      [header: `Cat-${number}`]: string
      [header: `Var-${number}`]: string
      [header: `Value-${number}`]: Scalar
      [header: `Match-${number}`]: string
      [header: `Line-${number}`]: string | number
      [header: `Options-${number}`]:
        | 'NewCat'
        | 'RenameCat'
        | 'DelCat'
        | 'EmptyCat'
        | 'Update'
        | 'Delete'
        | 'Append'
        | 'Insert'
        | (string & {})
    },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/UserEvent/). Needs `user`.
   *
   * @since 1.4
   */
  UserEvent: Action<{ UserEvent: string } & ActionFields, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/VoicemailBoxSummary/). Needs `call` or `reporting`.
   *
   * @since 18.20, 20.5
   */
  VoicemailBoxSummary: Action<
    { Context: string; Mailbox: string | number },
    'list',
    'VoicemailBoxDetail',
    'VoicemailBoxDetailComplete'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/VoicemailForward/). Needs `user`.
   *
   * @since 18.20, 20.5
   */
  VoicemailForward: Action<
    {
      Context: string
      Mailbox: string | number
      Folder: string | number
      ID: string | number
      ToContext: string
      ToMailbox: string | number
      ToFolder: string | number
    },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/VoicemailMove/). Needs `user`.
   *
   * @since 18.20, 20.5
   */
  VoicemailMove: Action<
    {
      Context: string
      Mailbox: string | number
      Folder: string | number
      ID: string | number
      ToFolder: string | number
    },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/VoicemailRefresh/). Needs `user`.
   *
   * @since 12.0
   */
  VoicemailRefresh: Action<{ Context?: string; Mailbox?: string | number }, 'response'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/VoicemailRemove/). Needs `user`.
   *
   * @since 18.20, 20.5
   */
  VoicemailRemove: Action<
    { Context: string; Mailbox: string | number; Folder: string | number; ID: string | number },
    'response'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/VoicemailUsersList/). Needs `call` or `reporting`.
   *
   * @since 1.6
   */
  VoicemailUsersList: Action<NoFields, 'list', 'VoicemailUserEntry', 'VoicemailUserEntryComplete'>
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/VoicemailUserStatus/). Needs `call` or `reporting`.
   *
   * @since 16.0
   */
  VoicemailUserStatus: Action<
    { Context: string; Mailbox: string | number },
    'list',
    'VoicemailUserDetail',
    'VoicemailUserDetailComplete'
  >
  /**
   * [Documented by Asterisk](https://docs.asterisk.org/Latest_API/API_Documentation/AMI_Actions/WaitEvent/). Needs no class.
   *
   * @since 1.4
   */
  WaitEvent: Action<{ Timeout: Numeric }, 'list', string, 'WaitEventComplete'>
}
