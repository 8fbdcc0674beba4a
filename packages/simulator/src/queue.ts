import type { HeaderPairs } from './channel.ts'

/** A member of a queue. */
export interface QueueMember {
  readonly name: string
  readonly interface: string
  readonly stateInterface: string
  readonly membership: 'static' | 'dynamic'
  penalty: number
  callsTaken: number
  lastCall: number
  lastPause: number
  readonly loginTime: number
  inCall: boolean
  /** 1 not in use, 2 in use, 5 unavailable, 6 ringing (include/asterisk/devicestate.h). */
  status: number
  paused: boolean
  pausedReason: string
}

/** Someone waiting in a queue. */
export interface QueueCaller {
  readonly channel: string
  readonly uniqueid: string
  readonly callerIdNum: string
  readonly callerIdName: string
  readonly connectedLineNum: string
  readonly connectedLineName: string
  readonly since: number
  readonly priority: number
}

/** A call queue. */
export class Queue {
  readonly name: string
  readonly members: QueueMember[] = []
  readonly callers: QueueCaller[] = []
  completed = 0
  abandoned = 0
  talkTime = 0
  readonly #serviceLevel: number

  constructor(name: string, serviceLevel: number) {
    this.name = name
    this.#serviceLevel = serviceLevel
  }

  /** Adds a member, idle and logged in since `now` (seconds). */
  addMember(
    name: string,
    at: string,
    now: number,
    membership: QueueMember['membership'] = 'static',
  ): QueueMember {
    const member: QueueMember = {
      name,
      interface: at,
      stateInterface: at,
      membership,
      penalty: 0,
      callsTaken: 0,
      lastCall: 0,
      lastPause: 0,
      loginTime: now,
      inCall: false,
      status: 1,
      paused: false,
      pausedReason: '',
    }
    this.members.push(member)
    return member
  }

  /** The item QueueParams. */
  params(): HeaderPairs {
    const performance = this.completed > 0 ? '100.0' : '0.0'
    return [
      ['Queue', this.name],
      ['Max', 0],
      ['Strategy', 'rrmemory'],
      ['Calls', this.callers.length],
      ['Holdtime', 0],
      ['TalkTime', this.talkTime],
      ['Completed', this.completed],
      ['Abandoned', this.abandoned],
      ['ServiceLevel', this.#serviceLevel],
      ['ServicelevelPerf', performance],
      ['ServicelevelPerf2', performance],
      ['Weight', 0],
    ]
  }

  /** The item QueueSummary. `now` in seconds. */
  summary(now: number): HeaderPairs {
    const loggedIn = this.members.filter((member) => member.status !== 5)
    return [
      ['Queue', this.name],
      ['LoggedIn', loggedIn.length],
      ['Available', loggedIn.filter((member) => !member.paused && !member.inCall).length],
      ['Callers', this.callers.length],
      ['HoldTime', 0],
      ['TalkTime', this.talkTime],
      ['LongestHoldTime', this.callers.reduce((longest, caller) => Math.max(longest, now - caller.since), 0)],
    ]
  }
}

/** The item QueueMember. */
export function memberItem(queue: string, member: QueueMember): HeaderPairs {
  return [
    ['Queue', queue],
    ['Name', member.name],
    ['Location', member.interface],
    ['StateInterface', member.stateInterface],
    ['Membership', member.membership],
    ...memberCounters(member),
    ['Wrapuptime', 0],
  ]
}

/** What the events QueueMember… tell. */
export function memberEvent(queue: string, member: QueueMember): HeaderPairs {
  return [
    ['Queue', queue],
    ['MemberName', member.name],
    ['Interface', member.interface],
    ['StateInterface', member.stateInterface],
    ['Membership', member.membership],
    ...memberCounters(member),
    ['Ringinuse', 0],
    ['Wrapuptime', 0],
  ]
}

/** The item QueueEntry. `now` in seconds. */
export function callerItem(queue: string, caller: QueueCaller, position: number, now: number): HeaderPairs {
  return [
    ['Queue', queue],
    ['Position', position],
    ['Channel', caller.channel],
    ['Uniqueid', caller.uniqueid],
    ['CallerIDNum', caller.callerIdNum],
    ['CallerIDName', caller.callerIdName],
    ['ConnectedLineNum', caller.connectedLineNum],
    ['ConnectedLineName', caller.connectedLineName],
    ['Wait', now - caller.since],
    ['Priority', caller.priority],
  ]
}

function memberCounters(member: QueueMember): HeaderPairs {
  return [
    ['Penalty', member.penalty],
    ['CallsTaken', member.callsTaken],
    ['LastCall', member.lastCall],
    ['LastPause', member.lastPause],
    ['LoginTime', member.loginTime],
    ['InCall', member.inCall ? 1 : 0],
    ['Status', member.status],
    ['Paused', member.paused ? 1 : 0],
    ['PausedReason', member.pausedReason],
  ]
}
