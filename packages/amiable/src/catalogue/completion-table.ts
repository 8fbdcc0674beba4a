// Written by `npm run generate` from the facts in schema/: change those, not this.

/** Actions that do not simply end with their response. A `>` stands between an action and an event. */
export const completionTable = {
  /** Ends with its one response, and is sent often enough for that to be worth knowing beforehand. */
  response: 'Challenge DBPut Events Getvar Login Originate Ping Setvar UserEvent',
  command: 'Command',
  /** Each with the event that closes it, where that is not its name and `Complete`. */
  list: `
Agents BridgeInfo BridgeList BridgeTechnologyList ConfbridgeList ConfbridgeListRooms CoreShowChannelMap
CoreShowChannels DAHDIShowChannels DAHDIShowStatus DBGet DBGetTree DeviceStateList ExtensionStateList
FAXSession FAXSessions FAXStats IAXpeerlist>PeerlistComplete IAXpeers>PeerlistComplete
IAXregistry>RegistrationsComplete MeetmeList MeetmeListRooms MWIGet ParkedCalls Parkinglots
PJSIPShowAors>AorListComplete PJSIPShowAuths>AuthListComplete PJSIPShowContacts>ContactListComplete
PJSIPShowEndpoint>EndpointDetailComplete PJSIPShowEndpoints>EndpointListComplete
PJSIPShowMaintenance>PJSIPMaintenanceStatusComplete
PJSIPShowRegistrationInboundContactStatuses>ContactStatusDetailComplete
PJSIPShowRegistrationsInbound>InboundRegistrationDetailComplete
PJSIPShowRegistrationsOutbound>OutboundRegistrationDetailComplete
PJSIPShowResourceLists>ResourceListDetailComplete
PJSIPShowSubscriptionsInbound>InboundSubscriptionDetailComplete
PJSIPShowSubscriptionsOutbound>OutboundSubscriptionDetailComplete PresenceStateList PRIShowSpans QueueStatus
QueueSummary ShowDialPlan SIPpeers>PeerlistComplete SIPpeerstatus SIPshowregistry>RegistrationsComplete
SKINNYdevices>DevicelistComplete SKINNYlines>LinelistComplete Status
VoicemailBoxSummary>VoicemailBoxDetailComplete VoicemailUsersList>VoicemailUserEntryComplete
VoicemailUserStatus>VoicemailUserDetailComplete WaitEvent`,
  /** One event is the whole list, of the action's name. */
  onlyItem: 'FAXSession FAXStats',
  itemsWithoutId: 'IAXpeers>PeerEntry',
  miscounts: 'DBGetTree',
  /** What it says instead of an empty list, as an error or not. */
  empty: {
    ConfbridgeListRooms: 'No active conferences.',
    ExtensionStateList: 'No dialplan hints are available',
    MeetmeList: 'No active conferences.',
    MeetmeListRooms: 'No active conferences.',
    PJSIPShowAors: 'No AORs found',
    PJSIPShowAuths: 'No Auths found',
    PJSIPShowContacts: 'No Contacts found',
    PJSIPShowEndpoints: 'No endpoints found',
    PJSIPShowResourceLists: 'No resource lists found',
    VoicemailBoxSummary: 'There is no voicemail user',
    VoicemailUsersList: 'There are no voicemail users',
    VoicemailUserStatus: 'There is no voicemail user',
  },
  /** Never answered, and the command that prints the same. */
  none: {
    DataGet: '',
    IAXnetstats: 'iax2 show netstats',
    Queues: 'queue show',
  },
  /** The event that says what became of it, under its ActionID. */
  outcome: 'Originate>OriginateResponse SIPqualifypeer>SIPQualifyPeerDone',
} as const
