/** State numbers of channels (include/asterisk/channelstate.h). */
const CHANNEL_STATES = {
  Down: 0,
  Ring: 4,
  Ringing: 5,
  Up: 6,
  Busy: 7,
} as const

/** A channel's state, by Asterisk's word for it. */
export type ChannelState = keyof typeof CHANNEL_STATES

/** Ordered headers. */
export type HeaderPairs = [string, string | number][]

/** Q.850 causes and Asterisk's words for them. */
const CAUSES: Readonly<Record<number, string>> = {
  0: 'Unknown',
  1: 'Unallocated (unassigned) number',
  16: 'Normal Clearing',
  17: 'User busy',
  18: 'No user responding',
  19: 'User alerting, no answer',
  21: 'Call Rejected',
  26: 'Answered elsewhere',
  34: 'Circuit/channel congestion',
}

/** Asterisk's words for a hangup cause. */
export function causeText(cause: number): string {
  return CAUSES[cause] ?? 'Unknown'
}

/** What a channel starts with. */
export interface ChannelStart {
  name: string
  uniqueid: string
  linkedid: string
  context: string
  exten: string
  state: ChannelState
  accountCode?: string
}

/** A live channel. */
export class Channel {
  readonly name: string
  readonly uniqueid: string
  readonly linkedid: string
  readonly createdAt: number
  readonly variables: Map<string, string> = new Map()
  readonly #channelVars: readonly string[]
  state: ChannelState
  callerIdNum = '<unknown>'
  callerIdName = '<unknown>'
  connectedLineNum = '<unknown>'
  connectedLineName = '<unknown>'
  language = 'en'
  accountCode: string
  context: string
  exten: string
  priority = 1
  application = ''
  data = ''
  bridgeId = ''

  constructor(start: ChannelStart, createdAt: number, channelVars: readonly string[]) {
    this.name = start.name
    this.uniqueid = start.uniqueid
    this.linkedid = start.linkedid
    this.context = start.context
    this.exten = start.exten
    this.state = start.state
    this.accountCode = start.accountCode ?? ''
    this.createdAt = createdAt
    this.#channelVars = channelVars
  }

  /** The driver: `Local`, `PJSIP`, … */
  get tech(): string {
    return this.name.slice(0, this.name.indexOf('/'))
  }

  /** The name without its counter and leg: what device states are about. */
  get device(): string {
    return this.name.replace(/-[0-9a-f]{8}(;[12])?$/, '')
  }

  /** What every channel event tells of the channel, in Asterisk's order, each key with the prefix. */
  snapshot(prefix: string = ''): HeaderPairs {
    return [
      [`${prefix}Channel`, this.name],
      [`${prefix}ChannelState`, CHANNEL_STATES[this.state]],
      [`${prefix}ChannelStateDesc`, this.state],
      [`${prefix}CallerIDNum`, this.callerIdNum],
      [`${prefix}CallerIDName`, escapeC(this.callerIdName)],
      [`${prefix}ConnectedLineNum`, this.connectedLineNum],
      [`${prefix}ConnectedLineName`, escapeC(this.connectedLineName)],
      [`${prefix}Language`, this.language],
      [`${prefix}AccountCode`, this.accountCode],
      [`${prefix}Context`, this.context],
      [`${prefix}Exten`, this.exten],
      [`${prefix}Priority`, this.priority],
      [`${prefix}Uniqueid`, this.uniqueid],
      [`${prefix}Linkedid`, this.linkedid],
      ...this.shownVariables(`${prefix}ChanVariable`),
    ]
  }

  /** The `channelvars` as headers under this key. */
  shownVariables(key: string): HeaderPairs {
    return this.#channelVars.map((name) => [key, `${name}=${escapeC(this.variables.get(name) ?? '')}`])
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
}

/** The escaping Asterisk applies to names and variables in snapshots (`ast_escape_c_alloc`), and nowhere else. */
function escapeC(text: string): string {
  return text.replace(/[\n\r"'\\]/g, (character) => ESCAPES[character] ?? character)
}
