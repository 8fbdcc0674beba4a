// Written by `npm run generate` from the facts in schema/: change those, not this.

/**
 * What not every release has: `:18.26,20.11` from 18.26 on in 18, from 20.11 on in 20, not in 19, and in all that
 * is newer; `:-20` until 20.
 */
export const capabilityTable = {
  actions: `
CancelAtxfer:13.18,14.7,15.1 ChangeMonitor:-20 CoreShowChannelMap:18.19,20.4 DAHDIShowStatus:18.23,20.8,21.3
DataGet:-14 DBGetTree:16.28,18.14,19.6 Monitor:-20 PauseMonitor:-20 PJSIPHangup:18.21,20.6,21.1
PJSIPRegister:13.2 PJSIPSetMaintenance:20.20,22.10,23.4 PJSIPShowAors:16 PJSIPShowAuths:16
PJSIPShowContacts:16 PJSIPShowMaintenance:20.20,22.10,23.4
PJSIPShowRegistrationInboundContactStatuses:13.14,14.3 PlayMF:16.21,18.7 QueueChangePriorityCaller:15
Queues:-14 QueueWithdrawCaller:16.25,18.11,19.3 SendFlash:18.18,20.3 SIPnotify:-20 SIPpeers:-20
SIPpeerstatus:-20 SIPqualifypeer:-20 SIPshowpeer:-20 SIPshowregistry:-20 SKINNYdevices:-20 SKINNYlines:-20
SKINNYshowdevice:-20 SKINNYshowline:-20 SorceryMemoryCacheExpire:13.5 SorceryMemoryCacheExpireObject:13.5
SorceryMemoryCachePopulate:13.7 SorceryMemoryCacheStale:13.5 SorceryMemoryCacheStaleObject:13.5
StopMonitor:-20 UnpauseMonitor:-20 VoicemailBoxSummary:18.20,20.5 VoicemailForward:18.20,20.5
VoicemailMove:18.20,20.5 VoicemailRemove:18.20,20.5 VoicemailUserStatus:16`,
  events: `
AorList:16 AorListComplete:16 AuthList:16 AuthListComplete:16 BridgeVideoSourceUpdate:13.13,14.2
ContactList:16 ContactListComplete:16 ContactStatus:13.5 CoreShowChannelMap:18.19,20.4
CoreShowChannelMapComplete:18.19,20.4 DAHDIShowStatus:18.23,20.8,21.3
DAHDIShowStatusComplete:18.23,20.8,21.3 DBGetTreeComplete:16.28,18.14,19.6
DBGetTreeResponse:16.28,18.14,19.6 DeadlockStart:16.29,18.15,19.7 DeviceEntry:-20 DevicelistComplete:-20
DialState:14 Flash:16.19,18.5 LineEntry:-20 LinelistComplete:-20 Load:16 MixMonitorMute:16.17,18.3
MixMonitorStart:16.17,18.3 MixMonitorStop:16.17,18.3 MonitorStart:-20 MonitorStop:-20 NewConnectedLine:13.1
PJSIPMaintenanceStatus:20.20,22.10,23.4 PJSIPMaintenanceStatusComplete:20.20,22.10,23.4 SessionTimeout:-20
SIPpeerstatusComplete:-20 SIPQualifyPeerDone:-20 Unload:16 VoicemailBoxDetail:18.20,20.5
VoicemailBoxDetailComplete:18.20,20.5 VoicemailPasswordChange:18.21,20.6,21.1 VoicemailUserDetail:16
VoicemailUserDetailComplete:16 Wink:16.24,18.10,19.2`,
  /** All parameters of each action that has any. */
  params: {
    AbsoluteTimeout: 'Channel Timeout',
    AgentLogoff: 'Agent Soft',
    AGI: 'Channel Command CommandID',
    AOCMessage: `
Channel ChannelPrefix MsgType ChargeType UnitAmount(0) UnitType(0) CurrencyName CurrencyAmount
CurrencyMultiplier TotalType AOCBillingId ChargingAssociationId ChargingAssociationNumber
ChargingAssociationPlan ChargedItem:18.16,20.1 RateType:18.16,20.1 Time:18.16,20.1 TimeScale:18.16,20.1
Granularity:18.16,20.1 GranularityTimeScale:18.16,20.1 ChargingType:18.16,20.1 VolumeUnit:18.16,20.1
Code:18.16,20.1`,
    Atxfer: 'Channel Exten Context',
    BlindTransfer: 'Channel Context Exten',
    Bridge: 'Channel1 Channel2 Tone',
    BridgeDestroy: 'BridgeUniqueid',
    BridgeInfo: 'BridgeUniqueid',
    BridgeKick: 'BridgeUniqueid Channel',
    BridgeList: 'BridgeType',
    BridgeTechnologySuspend: 'BridgeTechnology',
    BridgeTechnologyUnsuspend: 'BridgeTechnology',
    CancelAtxfer: 'Channel',
    Challenge: 'AuthType',
    ChangeMonitor: 'Channel File',
    Command: 'Command',
    ConfbridgeKick: 'Conference Channel',
    ConfbridgeList: 'Conference',
    ConfbridgeLock: 'Conference',
    ConfbridgeMute: 'Conference Channel',
    ConfbridgeSetSingleVideoSrc: 'Conference Channel',
    ConfbridgeStartRecord: 'Conference RecordFile',
    ConfbridgeStopRecord: 'Conference',
    ConfbridgeUnlock: 'Conference',
    ConfbridgeUnmute: 'Conference Channel',
    ControlPlayback: 'Channel Control',
    CoreShowChannelMap: 'Channel',
    CreateConfig: 'Filename',
    DAHDIDialOffhook: 'DAHDIChannel Number',
    DAHDIDNDoff: 'DAHDIChannel',
    DAHDIDNDon: 'DAHDIChannel',
    DAHDIHangup: 'DAHDIChannel',
    DAHDIShowChannels: 'DAHDIChannel',
    DAHDITransfer: 'DAHDIChannel',
    DataGet: 'Path Search Filter',
    DBDel: 'Family Key',
    DBDelTree: 'Family Key',
    DBGet: 'Family Key',
    DBGetTree: 'Family Key',
    DBPut: 'Family Key Val',
    DialplanExtensionAdd: 'Context Extension Priority Application ApplicationData Replace',
    DialplanExtensionRemove: 'Context Extension Priority',
    Events: 'EventMask',
    ExtensionState: 'Exten Context',
    FAXSession: 'SessionNumber',
    Filter: 'Operation Filter MatchCriteria:18.26,20.11,21.6,22.1',
    GetConfig: 'Filename Category Filter',
    GetConfigJSON: 'Filename Category Filter',
    Getvar: 'Channel Variable',
    Hangup: 'Channel Cause',
    JabberSend: 'Jabber JID Message',
    ListCategories: 'Filename',
    LocalOptimizeAway: 'Channel',
    Login: 'Username Secret AuthType Key Events',
    MailboxCount: 'Mailbox',
    MailboxStatus: 'Mailbox',
    MeetmeList: 'Conference',
    MeetmeMute: 'Meetme Usernum',
    MeetmeUnmute: 'Meetme Usernum',
    MessageSend: 'To From Body Base64Body Variable Destination:16.22,18.8',
    MixMonitor: 'Channel File Options Command',
    MixMonitorMute: 'Channel Direction State',
    ModuleCheck: 'Module',
    ModuleLoad: 'Module LoadType Recursive:18.23,20.8,21.3',
    Monitor: 'Channel File Format Mix',
    MuteAudio: 'Channel Direction State',
    MWIDelete: 'Mailbox',
    MWIGet: 'Mailbox',
    MWIUpdate: 'Mailbox OldMessages NewMessages',
    Originate: `
Channel Exten Context Priority Application Data Timeout CallerID Variable Account EarlyMedia Async Codecs
ChannelId OtherChannelId PreDialGoSub:18.23,20.8,21.3`,
    Park: `
Channel TimeoutChannel AnnounceChannel Timeout Parkinglot ParkingSpace:18.19,20.4`,
    ParkedCalls: 'ParkingLot',
    PauseMonitor: 'Channel',
    PJSIPHangup: 'Channel Cause',
    PJSIPNotify: 'Endpoint URI channel Variable Option:18.16,19.8,20.1',
    PJSIPQualify: 'Endpoint',
    PJSIPRegister: 'Registration',
    PJSIPSetMaintenance: 'Endpoint State',
    PJSIPShowEndpoint: 'Endpoint',
    PJSIPShowMaintenance: 'Endpoint',
    PJSIPUnregister: 'Registration',
    PlayDTMF: 'Channel Digit Duration Receive',
    PlayMF: 'Channel Digit Duration',
    PresenceState: 'Provider',
    PRIDebugFileSet: 'File',
    PRIDebugSet: 'Span Level',
    PRIShowSpans: 'Span',
    QueueAdd: 'Queue Interface Penalty Paused MemberName StateInterface Reason:20.12,21.7,22.2',
    QueueChangePriorityCaller: 'Queue Caller Priority Immediate:18.20,20.5',
    QueueLog: 'Queue Event Uniqueid Interface Message',
    QueueMemberRingInUse: 'Interface RingInUse Queue',
    QueuePause: 'Interface Paused Queue Reason',
    QueuePenalty: 'Interface Penalty Queue',
    QueueReload: 'Queue Members Rules Parameters',
    QueueRemove: 'Queue Interface',
    QueueReset: 'Queue',
    QueueRule: 'Rule',
    QueueStatus: 'Queue Member',
    QueueSummary: 'Queue',
    QueueWithdrawCaller: 'Queue Caller WithdrawInfo',
    Redirect: `
Channel ExtraChannel Exten ExtraExten Context ExtraContext Priority ExtraPriority`,
    Reload: 'Module',
    SendFlash: 'Channel Receive',
    SendText: 'Channel Message Content-Type',
    Setvar: 'Channel Variable Value',
    ShowDialPlan: 'Extension Context',
    SIPnotify: 'Channel Variable Call-ID',
    SIPpeerstatus: 'Peer',
    SIPqualifypeer: 'Peer',
    SIPshowpeer: 'Peer',
    SKINNYshowdevice: 'Device',
    SKINNYshowline: 'Line',
    SorceryMemoryCacheExpire: 'Cache',
    SorceryMemoryCacheExpireObject: 'Cache Object',
    SorceryMemoryCachePopulate: 'Cache',
    SorceryMemoryCacheStale: 'Cache',
    SorceryMemoryCacheStaleObject: 'Cache Object Reload',
    Status: 'Channel Variables AllVariables:14',
    StopMixMonitor: 'Channel MixMonitorID',
    StopMonitor: 'Channel',
    UnpauseMonitor: 'Channel',
    UpdateConfig: `
SrcFilename DstFilename Reload PreserveEffectiveContext Action-000000 Cat-000000 Var-000000 Value-000000
Match-000000 Line-000000 Options-000000`,
    UserEvent: 'UserEvent Header1 HeaderN',
    VoicemailBoxSummary: 'Context Mailbox',
    VoicemailForward: 'Context Mailbox Folder ID ToContext ToMailbox ToFolder',
    VoicemailMove: 'Context Mailbox Folder ID ToFolder',
    VoicemailRefresh: 'Context Mailbox',
    VoicemailRemove: 'Context Mailbox Folder ID',
    VoicemailUserStatus: 'Context Mailbox',
    WaitEvent: 'Timeout',
  },
} as const
