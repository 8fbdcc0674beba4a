/** What an older Asterisk called an event, or its headers, and what today's calls them. */
export interface Rename {
  /** Its name of today. */
  readonly to: string
  /** Only if this header is there, and if a value is given, has that value. */
  readonly when?: readonly [header: string, value?: string]
  /** `Old>New`, each only if the event has no such new header. */
  readonly headers?: string
}

const MEMBER = { when: ['Location'], headers: 'Location>Interface' } as const
const SUBAGENT = { when: ['Member'], headers: 'Member>Interface Channel>DestChannel' } as const
const PARKED = {
  when: ['Exten'],
  headers:
    'Exten>ParkingSpace Channel>ParkeeChannel Uniqueid>ParkeeUniqueid Timeout>ParkingTimeout ' +
    'CallerIDNum>ParkeeCallerIDNum CallerIDName>ParkeeCallerIDName ' +
    'ConnectedLineNum>ParkeeConnectedLineNum ConnectedLineName>ParkeeConnectedLineName',
} as const
const DAHDI = { when: ['Channel'], headers: 'Channel>DAHDIChannel' } as const

/**
 * By the name on the wire, in lower case. All but the last of these changed with Asterisk 12 (its UPGRADE.txt; the
 * headers as app_queue.c, app_dial.c, features.c, channel.c, chan_local.c and res_agi.c of 11.25.3 send them).
 *
 * Left out, since today's event says something else: `Bridge`, `Link` and `Unlink` (two channels in one event, no
 * bridge), `Transfer`, `Masquerade`, `NewPeerAccount`, the channel that parked a call (`From` of `ParkedCall`), and
 * the reload events.
 */
export const renames: ReadonlyMap<string, readonly Rename[]> = new Map<string, readonly Rename[]>(
  Object.entries({
    join: [{ to: 'QueueCallerJoin' }],
    leave: [{ to: 'QueueCallerLeave' }],
    queuememberpaused: [{ to: 'QueueMemberPause', headers: 'Location>Interface Reason>PausedReason' }],
    queuememberadded: [{ to: 'QueueMemberAdded', ...MEMBER }],
    queuememberremoved: [{ to: 'QueueMemberRemoved', ...MEMBER }],
    queuememberstatus: [{ to: 'QueueMemberStatus', ...MEMBER }],
    queuememberpenalty: [{ to: 'QueueMemberPenalty', ...MEMBER }],
    agentcalled: [
      {
        to: 'AgentCalled',
        when: ['ChannelCalling'],
        headers:
          'AgentCalled>Interface AgentName>MemberName ChannelCalling>Channel DestinationChannel>DestChannel ' +
          'Extension>Exten',
      },
    ],
    agentconnect: [
      { to: 'AgentConnect', when: SUBAGENT.when, headers: `${SUBAGENT.headers} BridgedChannel>DestUniqueid` },
    ],
    agentcomplete: [{ to: 'AgentComplete', ...SUBAGENT }],
    agentringnoanswer: [{ to: 'AgentRingNoAnswer', ...SUBAGENT }],
    agentdump: [{ to: 'AgentDump', ...SUBAGENT }],
    agentlogin: [{ to: 'AgentLogin' }],
    agentlogoff: [{ to: 'AgentLogoff' }],
    dial: [
      {
        to: 'DialBegin',
        when: ['SubEvent', 'Begin'],
        headers: 'Destination>DestChannel UniqueID>Uniqueid DestUniqueID>DestUniqueid Dialstring>DialString',
      },
      { to: 'DialEnd', when: ['SubEvent', 'End'], headers: 'UniqueID>Uniqueid' },
    ],
    dtmf: [
      { to: 'DTMFBegin', when: ['Begin', 'Yes'] },
      { to: 'DTMFEnd', when: ['End', 'Yes'] },
    ],
    musiconhold: [
      { to: 'MusicOnHoldStart', when: ['State', 'Start'], headers: 'UniqueID>Uniqueid' },
      { to: 'MusicOnHoldStop', when: ['State', 'Stop'], headers: 'UniqueID>Uniqueid' },
    ],
    hold: [{ to: 'Unhold', when: ['Status', 'Off'] }],
    agiexec: [
      { to: 'AGIExecStart', when: ['SubEvent', 'Start'] },
      { to: 'AGIExecEnd', when: ['SubEvent', 'End'] },
    ],
    asyncagi: [
      { to: 'AsyncAGIStart', when: ['SubEvent', 'Start'] },
      { to: 'AsyncAGIExec', when: ['SubEvent', 'Exec'], headers: 'CommandID>CommandId' },
      { to: 'AsyncAGIEnd', when: ['SubEvent', 'End'] },
    ],
    newexten: [{ to: 'Newexten', when: ['Extension'], headers: 'Extension>Exten' }],
    localbridge: [
      {
        to: 'LocalBridge',
        when: ['Channel1'],
        headers:
          'Channel1>LocalOneChannel Channel2>LocalTwoChannel Uniqueid1>LocalOneUniqueid Uniqueid2>LocalTwoUniqueid',
      },
    ],
    parkedcall: [{ to: 'ParkedCall', ...PARKED }],
    parkedcalltimeout: [{ to: 'ParkedCallTimeOut', ...PARKED }],
    parkedcallgiveup: [{ to: 'ParkedCallGiveUp', ...PARKED }],
    unparkedcall: [
      { to: 'UnParkedCall', when: PARKED.when, headers: `${PARKED.headers} From>RetrieverChannel` },
    ],
    alarm: [{ to: 'Alarm', ...DAHDI }],
    alarmclear: [{ to: 'AlarmClear', ...DAHDI }],
    dndstate: [{ to: 'DNDState', ...DAHDI }],
    // Asterisk 13 to 17 send both headers, 18 and later the new one only (apps/app_queue.c).
    queuememberpause: [{ to: 'QueueMemberPause', when: ['Reason'], headers: 'Reason>PausedReason' }],
  }),
)
