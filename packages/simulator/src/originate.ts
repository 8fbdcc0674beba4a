import { Call, type CallSteps } from './call.ts'
import type { Channel, HeaderPairs } from './channel.ts'
import { type DialString, isTechnology } from './dial-string.ts'
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
  call.play(steps(pbx, call, plan))
}

function* steps(pbx: Pbx, call: Call, plan: OriginatePlan): CallSteps {
  if (plan.outcome === 'nosuch' || !isTechnology(plan.dial.tech) || duplicateId(pbx, plan)) {
    settle(pbx, plan, undefined, 0)
    return
  }
  const leg = addLegs(pbx, call, plan)
  pbx.emit('DialBegin', [...leg.snapshot('Dest'), ['DialString', plan.dial.shown]])
  if (plan.outcome !== 'congestion') {
    setState(pbx, leg, 'Ringing')
    pbx.emit('DialState', [...leg.snapshot('Dest'), ['DialStatus', 'RINGING']])
    pbx.deviceState(leg.device, 'RINGING')
    yield plan.outcome === 'noanswer' ? pbx.options.noAnswerMs : pbx.options.ringMs
  }
  if (plan.outcome === 'answer' || plan.outcome === 'long') yield* answered(pbx, call, plan, leg)
  else failed(pbx, call, plan, leg, FAILURES[plan.outcome])
}

function* answered(pbx: Pbx, call: Call, plan: OriginatePlan, leg: Channel): CallSteps {
  for (const channel of [...call.channels].reverse()) setState(pbx, channel, 'Up')
  pbx.emit('DialEnd', [...leg.snapshot('Dest'), ['DialStatus', 'ANSWER']])
  pbx.processedCalls += 1
  settle(pbx, plan, leg, 4)
  pbx.deviceState(leg.device, 'INUSE')
  enterTarget(leg, plan)
  pbx.emit('Newexten', [
    ...leg.snapshot(),
    ['Extension', leg.exten],
    ['Application', leg.application],
    ['AppData', leg.data],
  ])
  yield plan.outcome === 'long' ? Number.POSITIVE_INFINITY : pbx.options.talkMs
  call.hangup(16)
}

function failed(
  pbx: Pbx,
  call: Call,
  plan: OriginatePlan,
  leg: Channel,
  failure: (typeof FAILURES)[keyof typeof FAILURES],
): void {
  const local = plan.dial.tech === 'Local'
  if (plan.outcome !== 'noanswer') {
    const other = call.channels[1]
    if (other !== undefined) setState(pbx, other, 'Busy')
    pbx.emit('DialEnd', [...leg.snapshot('Dest'), ['DialStatus', failure.dialStatus]])
  }
  // Only Local channels pass the indication on; a SIP failure has Reason 0 and shows its cause in the Hangup.
  settle(pbx, plan, undefined, local || plan.outcome === 'noanswer' ? failure.reason : 0)
  call.hangup(failure.cause, local ? undefined : failure.techCause)
}

function addLegs(pbx: Pbx, call: Call, plan: OriginatePlan): Channel {
  const { dial } = plan
  const base = `${dial.channel}-${pbx.nextNameSuffix()}`
  const uniqueid = plan.channelId ?? pbx.nextUniqueid()
  const where = { context: dial.context, exten: dial.tech === 'Local' ? dial.number : 's' }
  const name = dial.tech === 'Local' ? `${base};1` : base
  const leg = call.add(pbx.addChannel({ name, uniqueid, linkedid: uniqueid, ...where, state: 'Down' }))
  let other: Channel | undefined
  if (dial.tech === 'Local') {
    const otherId =
      plan.otherChannelId ?? (plan.channelId === undefined ? pbx.nextUniqueid() : `${uniqueid};2`)
    other = call.add(
      pbx.addChannel({ name: `${base};2`, uniqueid: otherId, linkedid: uniqueid, ...where, state: 'Ring' }),
    )
  }
  leg.application = 'AppDial2'
  leg.data = '(Outgoing Line)'
  pbx.emit('Newexten', [
    ...leg.snapshot(),
    ['Extension', leg.exten],
    ['Application', leg.application],
    ['AppData', leg.data],
  ])
  for (const channel of call.channels) dress(pbx, channel, plan)
  if (other !== undefined) {
    pbx.emit('LocalBridge', [
      ...leg.snapshot('LocalOne'),
      ...other.snapshot('LocalTwo'),
      ['Context', dial.context],
      ['Exten', dial.number],
      ['LocalOptimization', dial.shown.endsWith('/n') ? 'No' : 'Yes'],
    ])
  }
  return leg
}

/** Gives a new channel the Originate's variables, account and caller id. */
function dress(pbx: Pbx, channel: Channel, plan: OriginatePlan): void {
  for (const [name, value] of [...plan.variables].reverse()) pbx.setVariable(channel, name, value)
  if (plan.accountCode !== '') {
    channel.accountCode = plan.accountCode
    pbx.emit('NewAccountCode', [...channel.snapshot(), ['OldAccountCode', '']])
  }
  if (plan.callerNumber === undefined && plan.callerName === undefined) return
  channel.callerIdNum = plan.callerNumber ?? '<unknown>'
  channel.callerIdName = plan.callerName ?? '<unknown>'
  pbx.emit('NewCallerid', [
    ...channel.snapshot(),
    ['CID-CallingPres', '0 (Presentation Allowed, Not Screened)'],
  ])
  channel.connectedLineNum = channel.callerIdNum
  channel.connectedLineName = channel.callerIdName
  pbx.emit('NewConnectedLine', channel.snapshot())
}

function enterTarget(leg: Channel, plan: OriginatePlan): void {
  if ('application' in plan.target) {
    leg.application = plan.target.application
    leg.data = plan.target.data
    return
  }
  leg.context = plan.target.context
  leg.exten = plan.target.exten
  leg.priority = plan.target.priority
  leg.application = 'Answer'
  leg.data = ''
}

function setState(pbx: Pbx, channel: Channel, state: Channel['state']): void {
  channel.state = state
  pbx.emit('Newstate', channel.snapshot())
}

function duplicateId(pbx: Pbx, plan: OriginatePlan): boolean {
  return plan.channelId !== undefined && pbx.findChannel(plan.channelId) !== undefined
}

function settle(pbx: Pbx, plan: OriginatePlan, leg: Channel | undefined, reason: number): void {
  plan.onOutcome(leg !== undefined)
  if (!plan.announce) return
  const target: HeaderPairs =
    'application' in plan.target
      ? [['Application', plan.target.application], ...optional('Data', plan.target.data)]
      : [
          ['Context', plan.target.context],
          ['Exten', plan.target.exten],
        ]
  pbx.emit('OriginateResponse', [
    ...optional('ActionID', plan.actionId ?? ''),
    ['Response', leg === undefined ? 'Failure' : 'Success'],
    ['Channel', leg?.name ?? plan.channel],
    ...target,
    ['Reason', reason],
    ['Uniqueid', leg?.uniqueid ?? plan.channelId ?? '<unknown>'],
    ['CallerIDNum', plan.callerNumber ?? '<unknown>'],
    ['CallerIDName', plan.callerName ?? '<unknown>'],
    ...(leg?.shownVariables(`ChanVariable(${leg.name})`) ?? []),
  ])
}

function optional(key: string, value: string): HeaderPairs {
  return value === '' ? [] : [[key, value]]
}
