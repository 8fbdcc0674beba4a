import { Call, type CallSteps } from './call.ts'
import type { Channel, HeaderPairs } from './channel.ts'
import { type DialString, isTechnology } from './dial-string.ts'
import { addLocalChannel, announceLocalBridge } from './local-channel.ts'
import type { CallOutcome } from './options.ts'
import type { Pbx } from './pbx.ts'

/** An accepted Originate. */
export interface OriginatePlan {
  /** The `Channel` header. */
  channel: string
  dial: DialString
  outcome: CallOutcome
  actionId: string | undefined
  callerName: string | undefined
  callerNumber: string | undefined
  accountCode: string
  variables: ReadonlyMap<string, string>
  channelId: string | undefined
  otherChannelId: string | undefined
  /** What runs on answer: `Application` and `Data`, or `Context`, `Exten`, `Priority`. */
  target: { application: string; data: string } | { context: string; exten: string; priority: number }
  /** Called once when it is known whether the call was answered. */
  onOutcome: (answered: boolean) => void
  /** Sends OriginateResponse; only asynchronous ones do. */
  announce: boolean
}

/** How a dial that was not answered shows: in the channel, DialEnd, OriginateResponse and Hangup. */
const FAILURES = {
  busy: { dialStatus: 'BUSY', reason: 5, cause: 17, techCause: '486' },
  congestion: { dialStatus: 'CONGESTION', reason: 8, cause: 34, techCause: '503' },
  noanswer: { dialStatus: 'NOANSWER', reason: 3, cause: 19, techCause: undefined },
} as const

/** Starts the call of an Originate; its events follow the ones Asterisk 22 sends. */
export function originate(pbx: Pbx, plan: OriginatePlan): void {
  const call = new Call(pbx)
  call.play(steps(call, plan))
}

function* steps(call: Call, plan: OriginatePlan): CallSteps {
  const { pbx } = call
  if (plan.outcome === 'nosuch' || !isTechnology(plan.dial.tech)) {
    settle(call, plan, undefined, 0, '<unknown>')
    return
  }
  const other = plan.channelId === undefined ? undefined : pbx.findChannel(plan.channelId)
  if (other !== undefined) {
    // Asterisk reports the call that already has the id, not the one that failed.
    settle(call, plan, undefined, 0, other.uniqueid)
    return
  }
  const leg = addLegs(call, plan)
  call.emit('DialBegin', [...leg.snapshot('Dest'), ['DialString', plan.dial.shown]])
  if (plan.outcome !== 'congestion') {
    call.setState(leg, 'Ringing')
    call.emit('DialState', [...leg.snapshot('Dest'), ['DialStatus', 'RINGING']])
    call.deviceState(leg.device, 'RINGING')
    yield plan.outcome === 'noanswer' ? pbx.options.noAnswerMs : pbx.options.ringMs
  }
  if (plan.outcome === 'answer' || plan.outcome === 'long') yield* answered(call, plan, leg)
  else failed(call, plan, leg, FAILURES[plan.outcome])
}

function* answered(call: Call, plan: OriginatePlan, leg: Channel): CallSteps {
  const { pbx } = call
  for (const channel of [...call.channels].reverse()) call.setState(channel, 'Up')
  call.emit('DialEnd', [...leg.snapshot('Dest'), ['DialStatus', 'ANSWER']])
  pbx.processedCalls += 1
  settle(call, plan, leg, 4, leg.uniqueid)
  call.deviceState(leg.device, 'INUSE')
  enterTarget(call, leg, plan)
  yield plan.outcome === 'long' ? Number.POSITIVE_INFINITY : pbx.options.talkMs
  call.hangup(16)
}

function failed(
  call: Call,
  plan: OriginatePlan,
  leg: Channel,
  failure: (typeof FAILURES)[keyof typeof FAILURES],
): void {
  const local = plan.dial.tech === 'Local'
  if (plan.outcome !== 'noanswer') {
    const other = call.channels[1]
    if (other !== undefined) call.setState(other, 'Busy')
    call.emit('DialEnd', [...leg.snapshot('Dest'), ['DialStatus', failure.dialStatus]])
  }
  // Only Local channels pass the indication on; a SIP failure has Reason 0 and shows its cause in the Hangup.
  const reason = local || plan.outcome === 'noanswer' ? failure.reason : 0
  settle(call, plan, undefined, reason, plan.channelId ?? '<unknown>')
  call.hangup(failure.cause, local ? undefined : failure.techCause)
}

function addLegs(call: Call, plan: OriginatePlan): Channel {
  const { dial } = plan
  const uniqueid = plan.channelId ?? call.pbx.nextUniqueid()
  const where = { context: dial.context, exten: dial.number }
  if (dial.tech !== 'Local') {
    const name = `${dial.channel}-${call.pbx.nextNameSuffix()}`
    const leg = call.add({ ...where, exten: 's', name, uniqueid, linkedid: uniqueid, state: 'Down' })
    call.execute(leg, 'AppDial2', '(Outgoing Line)')
    dress(call, leg, plan)
    return leg
  }
  const generated = plan.channelId === undefined ? call.pbx.nextUniqueid() : `${uniqueid};2`
  const address = dial.channel.slice('Local/'.length)
  const ids = { uniqueid, linkedid: uniqueid, otherId: plan.otherChannelId ?? generated }
  const halves = addLocalChannel(call, { address, ...where, ...ids })
  const [leg] = halves
  call.execute(leg, 'AppDial2', '(Outgoing Line)')
  for (const channel of halves) dress(call, channel, plan)
  announceLocalBridge(call, halves, { ...where, optimization: !dial.shown.endsWith('/n') })
  return leg
}

/** Gives a new channel the Originate's variables, account and caller id. */
function dress(call: Call, channel: Channel, plan: OriginatePlan): void {
  for (const [name, value] of [...plan.variables].reverse()) call.setVariable(channel, name, value)
  if (plan.accountCode !== '') {
    channel.accountCode = plan.accountCode
    call.emit('NewAccountCode', [...channel.snapshot(), ['OldAccountCode', '']])
  }
  if (plan.callerNumber === undefined && plan.callerName === undefined) return
  call.identify(channel, plan.callerNumber ?? '<unknown>', plan.callerName ?? '<unknown>')
}

function enterTarget(call: Call, leg: Channel, plan: OriginatePlan): void {
  if ('application' in plan.target) {
    call.execute(leg, plan.target.application, plan.target.data)
    return
  }
  leg.context = plan.target.context
  leg.exten = plan.target.exten
  leg.priority = plan.target.priority
  call.execute(leg, 'Answer')
}

function settle(
  call: Call,
  plan: OriginatePlan,
  leg: Channel | undefined,
  reason: number,
  uniqueid: string,
): void {
  plan.onOutcome(leg !== undefined)
  if (!plan.announce) return
  const target: HeaderPairs =
    'application' in plan.target
      ? [['Application', plan.target.application], ...optional('Data', plan.target.data)]
      : [
          ['Context', plan.target.context],
          ['Exten', plan.target.exten],
        ]
  call.emit('OriginateResponse', [
    ...optional('ActionID', plan.actionId ?? ''),
    ['Response', leg === undefined ? 'Failure' : 'Success'],
    ['Channel', leg?.name ?? plan.channel],
    ...target,
    ['Reason', reason],
    ['Uniqueid', uniqueid],
    ['CallerIDNum', plan.callerNumber ?? '<unknown>'],
    ['CallerIDName', plan.callerName ?? '<unknown>'],
    ...(leg?.shownVariables(`ChanVariable(${leg.name})`) ?? []),
  ])
}

function optional(key: string, value: string): HeaderPairs {
  return value === '' ? [] : [[key, value]]
}
