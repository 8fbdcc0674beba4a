import type { Action } from '../action.ts'
import type { Channel } from '../channel.ts'
import { parseDialString } from '../dial-string.ts'
import type { CallOutcome } from '../options.ts'
import { type OriginatePlan, originate } from '../originate.ts'
import type { Pbx } from '../pbx.ts'
import type { SimulatedRequest } from '../request.ts'
import type { SimulatedSession } from '../session.ts'
import { parseCallerId, parseVariables } from '../variables.ts'

/** Originate, Hangup, Redirect. */
export const callActions: readonly Action[] = [
  { name: 'Originate', synopsis: 'Originate a call.', privilege: ['originate'], run: runOriginate },
  { name: 'Hangup', synopsis: 'Hangup channel.', privilege: ['system', 'call'], run: hangup },
  { name: 'Redirect', synopsis: 'Redirect (transfer) a call.', privilege: ['call'], run: redirect },
]

const OUTCOMES: Readonly<Record<string, CallOutcome>> = {
  answer: 'answer',
  long: 'long',
  busy: 'busy',
  congestion: 'congestion',
  noanswer: 'noanswer',
  nosuch: 'nosuch',
}

/** `AST_MAX_PUBLIC_UNIQUEID`, include/asterisk/channel.h. */
const UNIQUEID_BYTES = 149

function runOriginate(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void | Promise<void> {
  const channel = request.get('Channel')
  const problem = originateProblem(request, channel)
  const dial = channel === undefined ? undefined : parseDialString(channel)
  if (problem !== undefined || channel === undefined || dial === undefined) {
    session.refuse(request, problem ?? 'Invalid channel')
    return
  }
  const plan = { ...originateDetails(request, pbx, dial.number), channel, dial }
  if (isAsync(request)) {
    session.respond(request, { Message: 'Originate successfully queued' })
    originate(pbx, { ...plan, announce: true, onOutcome: () => undefined })
    return
  }
  return new Promise((resolve) => {
    const onOutcome = (answered: boolean): void => {
      if (answered) session.respond(request, { Message: 'Originate successfully queued' })
      else session.refuse(request, 'Originate failed')
      resolve()
    }
    originate(pbx, { ...plan, announce: false, onOutcome })
  })
}

function isAsync(request: SimulatedRequest): boolean {
  return /^(yes|true|y|t|1|on)$/i.test(request.get('Async') ?? '')
}

function originateProblem(request: SimulatedRequest, channel: string | undefined): string | undefined {
  if (channel === undefined) return 'Channel not specified'
  const exten = request.get('Exten')
  const priority = request.get('Priority')
  const needsMore = exten !== undefined && (request.get('Context') === undefined || priority === undefined)
  if (needsMore && !isAsync(request)) return "Originate with 'Exten' requires 'Context' and 'Priority'"
  if (priority !== undefined && !/^\d+$/.test(priority)) return 'Invalid priority'
  const timeout = request.get('Timeout')
  if (timeout !== undefined && !/^\d+$/.test(timeout)) return 'Invalid timeout'
  const ids = [request.get('ChannelId') ?? '', request.get('OtherChannelId') ?? '']
  if (ids.some((id) => id.length > UNIQUEID_BYTES)) {
    return `Uniqueid length exceeds maximum of ${UNIQUEID_BYTES}\n`
  }
  return undefined
}

function originateDetails(
  request: SimulatedRequest,
  pbx: Pbx,
  number: string,
): Omit<OriginatePlan, 'channel' | 'dial' | 'announce' | 'onOutcome'> {
  const caller = parseCallerId(request.get('CallerID') ?? '')
  const application = request.get('Application')
  const exten = request.get('Exten') ?? ''
  return {
    outcome: outcomeOf(pbx, number) ?? outcomeOf(pbx, exten) ?? 'answer',
    actionId: request.actionId,
    callerName: caller.name === '' ? undefined : caller.name,
    callerNumber: caller.number,
    accountCode: request.get('Account') ?? '',
    variables: parseVariables(request.getAll('Variable')),
    channelId: request.get('ChannelId'),
    otherChannelId: request.get('OtherChannelId'),
    target:
      application === undefined
        ? {
            context: request.get('Context') ?? 'default',
            exten,
            priority: Number(request.get('Priority') ?? 1),
          }
        : { application, data: request.get('Data') ?? '' },
  }
}

function outcomeOf(pbx: Pbx, number: string): CallOutcome | undefined {
  if (Object.hasOwn(pbx.options.dialplan, number)) return pbx.options.dialplan[number]
  return Object.hasOwn(OUTCOMES, number) ? OUTCOMES[number] : undefined
}

function hangup(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  const wanted = request.get('Channel')
  if (wanted === undefined) {
    session.refuse(request, 'No channel specified')
    return
  }
  const cause = hangupCause(request)
  if (wanted.startsWith('/')) {
    hangupMatching(request, session, pbx, wanted, cause)
    return
  }
  const channel = pbx.findChannel(wanted)
  if (channel === undefined) {
    session.refuse(request, 'No such channel')
    return
  }
  session.respond(request, { Message: 'Channel Hungup' })
  pbx.calls.get(channel.name)?.hangup(cause)
}

/** Asterisk takes causes from 1 to 127 and ignores others. */
function hangupCause(request: SimulatedRequest): number {
  const cause = Number(request.get('Cause') ?? 16)
  return Number.isInteger(cause) && cause > 0 && cause <= 127 ? cause : 16
}

function hangupMatching(
  request: SimulatedRequest,
  session: SimulatedSession,
  pbx: Pbx,
  wanted: string,
  cause: number,
): void {
  const pattern = /^\/(.*)\/$/.exec(wanted)?.[1]
  if (pattern === undefined) {
    session.refuse(request, 'Regex format invalid, Channel param should be /regex/')
    return
  }
  let regex: RegExp
  try {
    regex = new RegExp(pattern)
  } catch {
    session.refuse(request, `Regex compile failed on: ${wanted}`)
    return
  }
  const channels = [...pbx.channels.values()].filter((channel) => regex.test(channel.name))
  const items = channels.map((channel) => ({ event: 'ChannelHungup', headers: { Channel: channel.name } }))
  session.list(request, items, 'ChannelsHungupListComplete', {
    message: 'Channels hung up will follow',
    echoLast: true,
  })
  for (const channel of channels) pbx.calls.get(channel.name)?.hangup(cause)
}

function redirect(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  const wanted = request.get('Channel')
  const channel = wanted === undefined ? undefined : pbx.findChannel(wanted)
  if (wanted === undefined || channel === undefined) {
    const message = wanted === undefined ? 'Channel not specified' : `Channel does not exist: ${wanted}`
    session.refuse(request, message)
    return
  }
  if (request.get('Priority') === undefined) {
    session.refuse(request, 'Priority not specified')
    return
  }
  moveChannel(channel, request)
  session.respond(request, { Message: 'Redirect successful' })
  pbx.emit('Newexten', [
    ...channel.snapshot(),
    ['Extension', channel.exten],
    ['Application', channel.application],
    ['AppData', channel.data],
  ])
}

function moveChannel(channel: Channel, request: SimulatedRequest): void {
  channel.context = request.get('Context') ?? channel.context
  channel.exten = request.get('Exten') ?? channel.exten
  channel.priority = Number(request.get('Priority') ?? 1)
  channel.application = 'Wait'
  channel.data = '600'
}
