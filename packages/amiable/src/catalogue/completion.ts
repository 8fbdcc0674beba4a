/** How an action's answer ends. */
export interface Completion {
  /**
   * - `response`: with its one response.
   * - `command`: with its one response, which holds the command's output.
   * - `list`: with the event that closes its list.
   * - `auto`: with its response, or with its list if the response says `EventList: start`.
   */
  readonly kind: 'response' | 'command' | 'list' | 'auto'
  /** Closes the list although it carries no `EventList: Complete`. */
  readonly closedBy?: string
  /** Items that Asterisk sends without the ActionID while the list is open. */
  readonly itemsWithoutId?: string
  /** One event is the whole list, and closes it. */
  readonly onlyItem?: string
  /** Asterisk answers an empty list with this error. */
  readonly emptyMessage?: string
  /** Its `ListItems` says nothing about how many there are. */
  readonly miscounts?: boolean
}

const AUTO: Completion = { kind: 'auto' }
const RESPONSE: Completion = { kind: 'response' }
const LIST: Completion = { kind: 'list' }

// Only what is sent often enough for one look-up in its response to matter; the rest is found out by the response.
const responses = [
  'Challenge',
  'DBPut',
  'Events',
  'Getvar',
  'Login',
  'Originate',
  'Ping',
  'Setvar',
  'UserEvent',
]

const lists = [
  'Agents',
  'BridgeInfo',
  'BridgeList',
  'BridgeTechnologyList',
  'ConfbridgeList',
  'ConfbridgeListRooms',
  'CoreShowChannelMap',
  'CoreShowChannels',
  'DAHDIShowChannels',
  'DAHDIShowStatus',
  'DBGet',
  'DeviceStateList',
  'ExtensionStateList',
  'FAXSessions',
  'IAXpeerlist',
  'IAXregistry',
  'MeetmeList',
  'MeetmeListRooms',
  'PJSIPShowAors',
  'PJSIPShowAuths',
  'PJSIPShowEndpoint',
  'PJSIPShowEndpoints',
  'PJSIPShowMaintenance',
  'PJSIPShowRegistrationInboundContactStatuses',
  'PJSIPShowRegistrationsInbound',
  'PJSIPShowRegistrationsOutbound',
  'PJSIPShowSubscriptionsInbound',
  'PJSIPShowSubscriptionsOutbound',
  'PRIShowSpans',
  'ParkedCalls',
  'Parkinglots',
  'PresenceStateList',
  'QueueStatus',
  'QueueSummary',
  'SIPpeers',
  'SIPpeerstatus',
  'SIPshowregistry',
  'SKINNYdevices',
  'SKINNYlines',
  'ShowDialPlan',
  'Status',
  'VoicemailBoxSummary',
  'VoicemailUserStatus',
  'VoicemailUsersList',
]

// docs/protocol.md, "Lists", names the source of each irregularity.
const irregular: Readonly<Record<string, Completion>> = {
  Command: { kind: 'command' },
  DBGetTree: { kind: 'list', miscounts: true },
  FAXStats: { kind: 'list', onlyItem: 'FAXStats' },
  IAXpeers: { kind: 'list', itemsWithoutId: 'PeerEntry' },
  PJSIPShowContacts: { kind: 'list', emptyMessage: 'No Contacts found' },
  PJSIPShowResourceLists: { kind: 'list', emptyMessage: 'No resource lists found' },
  WaitEvent: { kind: 'list', closedBy: 'WaitEventComplete' },
}

const table = new Map<string, Completion>()
for (const name of responses) enter(name, RESPONSE)
for (const name of lists) enter(name, LIST)
for (const [name, how] of Object.entries(irregular)) enter(name, how)

/** In Asterisk's own spelling too, in which nearly everybody asks: no lower-case copy is made then. */
function enter(name: string, how: Completion): void {
  table.set(name, how)
  table.set(name.toLowerCase(), how)
}

/** How the named action ends; an action that is not known ends as its response says. */
export function completionOf(action: string): Completion {
  return table.get(action) ?? table.get(action.toLowerCase()) ?? AUTO
}
