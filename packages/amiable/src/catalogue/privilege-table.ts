// Written by `npm run generate` from the facts in schema/: change those, not this.

/** The majors that the facts are of; the last one is what Asterisk develops. */
export const MAJORS: readonly number[] = [13, 16, 18, 20, 21, 22, 23, 24]

/**
 * Names by the classes they need. One that not every major has, or not with these classes, says which have it:
 * `:16-` from 16 on, `:-20` until 20, `:20,22-` both.
 */
export const privilegeTable = {
  actions: {
    '': `
BridgeDestroy BridgeInfo BridgeKick BridgeList BridgeTechnologyList BridgeTechnologySuspend
BridgeTechnologyUnsuspend Challenge DAHDIDialOffhook DAHDIDNDoff DAHDIDNDon DAHDIHangup DAHDIRestart
DAHDIShowChannels DAHDIShowStatus:18- DAHDITransfer DataGet:-13 Events ListCommands Login Logoff Ping
PRIDebugFileUnset PRIDebugSet PRIShowSpans QueueChangePriorityCaller:16- QueueReload QueueReset QueueRule
Queues:-13 QueueStatus QueueSummary QueueWithdrawCaller:16- WaitEvent`,
    agent: `
AgentLogoff Agents QueueAdd QueueLog QueueMemberRingInUse QueuePause QueuePenalty QueueRemove`,
    agi: 'AGI',
    aoc: 'AOCMessage',
    call: `
Atxfer BlindTransfer Bridge CancelAtxfer ChangeMonitor:-20 ConfbridgeKick ConfbridgeLock ConfbridgeMute
ConfbridgeSetSingleVideoSrc ConfbridgeStopRecord:-13 ConfbridgeUnlock ConfbridgeUnmute ControlPlayback
FAXSession FAXSessions MeetmeMute MeetmeUnmute Monitor:-20 MWIDelete MWIUpdate Park ParkedCalls Parkinglots
PauseMonitor:-20 PlayDTMF PlayMF:16- Redirect SendFlash:18- SendText Setvar StopMonitor:-20
UnpauseMonitor:-20`,
    'call reporting': `
DeviceStateList ExtensionState ExtensionStateList Getvar MailboxCount MailboxStatus MWIGet PresenceState
PresenceStateList VoicemailBoxSummary:18- VoicemailUsersList VoicemailUserStatus:16-`,
    command: 'Command',
    config: 'CreateConfig ListCategories UpdateConfig',
    'config reporting': 'ShowDialPlan',
    message: 'MessageSend',
    originate: 'Originate',
    reporting: 'ConfbridgeList ConfbridgeListRooms FAXStats MeetmeList MeetmeListRooms',
    system: `
ConfbridgeStartRecord ConfbridgeStopRecord:16- DBDel DBDelTree DBPut DialplanExtensionAdd
DialplanExtensionRemove Filter JabberSend MixMonitor ModuleCheck ModuleLoad MuteAudio PJSIPNotify
PJSIPSetMaintenance:20,22- PJSIPShowAors:16- PJSIPShowAuths:16- PJSIPShowContacts:16- PJSIPShowEndpoint
PJSIPShowEndpoints PJSIPShowRegistrationInboundContactStatuses PJSIPShowRegistrationsInbound
PJSIPShowResourceLists PJSIPShowSubscriptionsInbound PJSIPShowSubscriptionsOutbound PRIDebugFileSet
SIPnotify:-20 SIPpeerstatus:-20 SorceryMemoryCacheExpire SorceryMemoryCacheExpireObject
SorceryMemoryCachePopulate SorceryMemoryCacheStale SorceryMemoryCacheStaleObject`,
    'system call': `
AbsoluteTimeout Hangup LocalOptimizeAway MixMonitorMute PJSIPHangup:18- StopMixMonitor`,
    'system call reporting': 'Status',
    'system config': 'GetConfig GetConfigJSON Reload',
    'system reporting': `
CoreSettings CoreShowChannelMap:18- CoreShowChannels CoreStatus DBGet DBGetTree:16- IAXnetstats IAXpeerlist
IAXpeers IAXregistry LoggerRotate PJSIPQualify PJSIPRegister PJSIPShowMaintenance:20,22-
PJSIPShowRegistrationsOutbound PJSIPUnregister SIPpeers:-20 SIPqualifypeer:-20 SIPshowpeer:-20
SIPshowregistry:-20 SKINNYdevices:-20 SKINNYlines:-20 SKINNYshowdevice:-20 SKINNYshowline:-20`,
    user: `
UserEvent VoicemailForward:18- VoicemailMove:18- VoicemailRefresh VoicemailRemove:18-`,
  },
  events: {
    '': `
Agents AgentsComplete AorDetail AorList:16- AorListComplete:16- AuthDetail AuthList:16- AuthListComplete:16-
BridgeInfoChannel BridgeInfoComplete BridgeListComplete BridgeListItem BridgeTechnologyListComplete
BridgeTechnologyListItem ChannelHungup ChannelsHungupListComplete ConfbridgeList ConfbridgeListComplete
ConfbridgeListRooms ConfbridgeListRoomsComplete ContactList:16- ContactListComplete:16- ContactStatusDetail
ContactStatusDetailComplete CoreShowChannel CoreShowChannelMap:18- CoreShowChannelMapComplete:18-
CoreShowChannelsComplete DAHDIShowChannels DAHDIShowChannelsComplete DAHDIShowStatus:18-
DAHDIShowStatusComplete:18- DBGetComplete DBGetResponse DBGetTreeComplete:16- DBGetTreeResponse:16-
DeviceEntry:-20 DevicelistComplete:-20 DeviceStateListComplete EndpointDetail EndpointDetailComplete
EndpointList EndpointListComplete ExtensionStateListComplete FAXSession FAXSessionsComplete FAXSessionsEntry
FAXStats IdentifyDetail InboundRegistrationDetail InboundRegistrationDetailComplete
InboundSubscriptionDetail InboundSubscriptionDetailComplete LineEntry:-20 LinelistComplete:-20 ListDialplan
MeetmeList MeetmeListComplete MeetmeListRooms MeetmeListRoomsComplete MWIGet MWIGetComplete
OutboundRegistrationDetail OutboundRegistrationDetailComplete OutboundSubscriptionDetail
OutboundSubscriptionDetailComplete ParkedCallsComplete Parkinglot ParkinglotsComplete PeerEntry
PeerlistComplete PJSIPMaintenanceStatusComplete:20,22- PresenceStateListComplete PRIShowSpans
PRIShowSpansComplete QueueEntry QueueMember QueueParams QueueStatusComplete QueueSummary
QueueSummaryComplete RegistrationsComplete RegistryEntry ResourceListDetail ResourceListDetailComplete
ShowDialPlanComplete SIPpeerstatusComplete:-20 Status StatusComplete TransportDetail VoicemailBoxDetail:18-
VoicemailBoxDetailComplete:18- VoicemailUserDetail:16- VoicemailUserDetailComplete:16- VoicemailUserEntry
VoicemailUserEntryComplete WaitEventComplete`,
    agent: `
AgentCalled AgentComplete AgentConnect AgentDump AgentLogin AgentLogoff AgentRingNoAnswer QueueCallerAbandon
QueueCallerJoin QueueCallerLeave QueueMemberAdded QueueMemberPause QueueMemberPenalty QueueMemberRemoved
QueueMemberRinginuse QueueMemberStatus`,
    agi: 'AGIExecEnd AGIExecStart AsyncAGIEnd AsyncAGIExec AsyncAGIStart',
    aoc: 'AOC-D AOC-E AOC-S',
    call: `
AttendedTransfer BlindTransfer BridgeCreate BridgeDestroy BridgeEnter BridgeLeave BridgeMerge
BridgeVideoSourceUpdate CEL ChannelTalkingStart ChannelTalkingStop ChanSpyStart ChanSpyStop ConfbridgeEnd
ConfbridgeJoin ConfbridgeLeave ConfbridgeMute ConfbridgeRecord ConfbridgeStart ConfbridgeStopRecord
ConfbridgeTalking ConfbridgeUnmute DAHDIChannel DeviceStateChange DialBegin DialEnd DialState:16-
ExtensionStatus FAXStatus Flash:16- Hangup HangupRequest Hold LocalBridge LocalOptimizationBegin
LocalOptimizationEnd MCID MeetmeEnd MeetmeJoin MeetmeLeave MeetmeMute MeetmeTalking MeetmeTalkRequest
MessageWaiting MiniVoiceMail MixMonitorMute:16- MixMonitorStart:16- MixMonitorStop:16- MonitorStart:-20
MonitorStop:-20 MusicOnHoldStart MusicOnHoldStop NewAccountCode NewCallerid Newchannel NewConnectedLine
Newexten:-13 Newstate OriginateResponse ParkedCall ParkedCallGiveUp ParkedCallSwap ParkedCallTimeOut Pickup
PresenceStateChange PresenceStatus ReceiveFAX Rename SendFAX SessionTimeout:-20 SIPQualifyPeerDone:-20
SoftHangupRequest Unhold UnParkedCall Wink:16-`,
    cc: `
CCAvailable CCCallerRecalling CCCallerStartMonitoring CCCallerStopMonitoring CCFailure CCMonitorFailed
CCOfferTimerStart CCRecallComplete CCRequestAcknowledged CCRequested`,
    cdr: 'Cdr',
    dialplan: 'HangupHandlerPop HangupHandlerPush HangupHandlerRun Newexten:16- VarSet',
    dtmf: 'DTMFBegin DTMFEnd',
    reporting: 'RTCPReceived RTCPSent TestEvent',
    security: `
AuthMethodNotAllowed ChallengeResponseFailed ChallengeSent FailedACL InvalidAccountID InvalidPassword
InvalidTransport LoadAverageLimit MemoryLimit RequestBadFormat RequestNotAllowed RequestNotSupported
SessionLimit SuccessfulAuth UnexpectedAddress`,
    system: `
Alarm AlarmClear ContactStatus DeadlockStart:16- DNDState FullyBooted Load:16- LogChannel MobileStatus
PeerStatus PJSIPMaintenanceStatus:20,22- Registry Reload Shutdown SpanAlarm SpanAlarmClear Unload:16-`,
    'system user': 'VoicemailPasswordChange:18-',
    user: 'JabberStatus UserEvent',
  },
} as const
