/** The event classes in Asterisk's order, each with its bit (include/asterisk/manager.h). */
const CLASS_BITS: Readonly<Record<string, number>> = {
  system: 1 << 0,
  call: 1 << 1,
  log: 1 << 2,
  verbose: 1 << 3,
  agent: 1 << 5,
  user: 1 << 6,
  config: 1 << 7,
  command: 1 << 4,
  dtmf: 1 << 8,
  reporting: 1 << 9,
  cdr: 1 << 10,
  dialplan: 1 << 11,
  originate: 1 << 12,
  agi: 1 << 13,
  cc: 1 << 15,
  aoc: 1 << 16,
  test: 1 << 17,
  security: 1 << 18,
  message: 1 << 30,
}

/** Every class at once. */
export const ALL_CLASSES: number = 0x7fffffff

/** The class of each event, where it is not `call`. */
const EVENT_CLASS: Readonly<Record<string, string>> = {
  FullyBooted: 'system',
  Reload: 'system',
  Shutdown: 'system',
  PeerStatus: 'system',
  ContactStatus: 'system',
  Registry: 'system',
  ModuleLoadReport: 'system',
  ChannelReload: 'system',
  VarSet: 'dialplan',
  Newexten: 'dialplan',
  UserEvent: 'user',
  Cdr: 'cdr',
  CEL: 'cdr',
  TestEvent: 'reporting',
  RTCPSent: 'reporting',
  RTCPReceived: 'reporting',
  ChanSpyStart: 'call',
  DTMFBegin: 'dtmf',
  DTMFEnd: 'dtmf',
  SuccessfulAuth: 'security',
  InvalidPassword: 'security',
  InvalidAccountID: 'security',
  ChallengeSent: 'security',
  AgentCalled: 'agent',
  AgentConnect: 'agent',
  AgentComplete: 'agent',
  AgentDump: 'agent',
  AgentRingNoAnswer: 'agent',
  AgentLogin: 'agent',
  AgentLogoff: 'agent',
  QueueCallerJoin: 'agent',
  QueueCallerLeave: 'agent',
  QueueCallerAbandon: 'agent',
  QueueMemberAdded: 'agent',
  QueueMemberRemoved: 'agent',
  QueueMemberPause: 'agent',
  QueueMemberPenalty: 'agent',
  QueueMemberRinginuse: 'agent',
  QueueMemberStatus: 'agent',
}

/** The `Privilege` Asterisk writes on an event of this name. */
export function privilegeOf(event: string): string {
  return `${EVENT_CLASS[event] ?? 'call'},all`
}

/** The bits of a list of class names; names it does not know add nothing. */
export function classBits(names: readonly string[]): number {
  let bits = 0
  for (const name of names) bits |= name === 'all' ? 0 : (CLASS_BITS[name] ?? 0)
  return bits
}

/** The bits a user's `read` or `write` line grants: `all` is every class. */
export function grantedBits(names: readonly string[] | undefined): number {
  return names === undefined || names.includes('all') ? ALL_CLASSES : classBits(names)
}

/** The bits of an event with this `Privilege` value. */
export function privilegeBits(privilege: string): number {
  return classBits(privilege.split(','))
}

const FALSE = new Set(['no', 'false', 'n', 'f', '0', 'off'])
const TRUE = new Set(['yes', 'true', 'y', 't', '1', 'on'])

/**
 * What Asterisk makes of an event mask (`strings_to_mask`, main/manager.c), `undefined` when it refuses it.
 *
 * Digits are bits, so `1` is `system` alone. In a list every name but the last matches as a prefix, the last
 * exactly, case matters and blanks are not trimmed; what matches nothing turns events off.
 */
export function parseEventMask(mask: string | undefined): number | undefined {
  if (mask === undefined || mask === '') return undefined
  if (/^\d+$/.test(mask)) return Math.min(Number(mask), ALL_CLASSES)
  if (FALSE.has(mask.toLowerCase())) return 0
  if (TRUE.has(mask.toLowerCase())) return ALL_CLASSES
  if (listed(mask, 'all')) return ALL_CLASSES
  let bits = 0
  for (const [name, bit] of Object.entries(CLASS_BITS)) if (listed(mask, name)) bits |= bit
  return bits
}

function listed(mask: string, name: string): boolean {
  const parts = mask.split(',')
  const last = parts.pop()
  return parts.some((part) => name.startsWith(part)) || last === name
}
