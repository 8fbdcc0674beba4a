import type { Action } from '../action.ts'
import type { HeaderPairs } from '../channel.ts'
import type { Pbx } from '../pbx.ts'
import { callerItem, memberEvent, memberItem, type Queue, type QueueMember } from '../queue.ts'
import type { SimulatedRequest } from '../request.ts'
import type { SimulatedSession } from '../session.ts'

/** The actions of queues: status, summary, and members coming, going and pausing. */
export const queueActions: readonly Action[] = [
  { name: 'QueueStatus', synopsis: 'Show queue status.', privilege: [], run: queueStatus },
  { name: 'QueueSummary', synopsis: 'Show queue summary.', privilege: [], run: queueSummary },
  { name: 'QueueAdd', synopsis: 'Add interface to queue.', privilege: ['agent'], run: queueAdd },
  { name: 'QueueRemove', synopsis: 'Remove interface from queue.', privilege: ['agent'], run: queueRemove },
  {
    name: 'QueuePause',
    synopsis: 'Makes a queue member temporarily unavailable.',
    privilege: ['agent'],
    run: queuePause,
  },
]

interface Item {
  event: string
  headers: HeaderPairs
}

function queueStatus(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  const member = request.get('Member')
  const items = wantedQueues(request, pbx).flatMap((queue) => statusItems(queue, member, pbx.seconds))
  session.list(request, items, 'QueueStatusComplete', { message: 'Queue status will follow', echoLast: true })
}

function statusItems(queue: Queue, member: string | undefined, now: number): Item[] {
  const members = queue.members.filter((one) => member === undefined || member === one.interface)
  return [
    { event: 'QueueParams', headers: queue.params() },
    ...members.map((one) => ({ event: 'QueueMember', headers: memberItem(queue.name, one) })),
    ...(member === undefined ? queue.callers : []).map((caller, at) => ({
      event: 'QueueEntry',
      headers: callerItem(queue.name, caller, at + 1, now),
    })),
  ]
}

function queueSummary(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  const items = wantedQueues(request, pbx).map((queue) => ({
    event: 'QueueSummary',
    headers: queue.summary(pbx.seconds),
  }))
  session.list(request, items, 'QueueSummaryComplete', {
    message: 'Queue summary will follow',
    echoLast: true,
  })
}

function wantedQueues(request: SimulatedRequest, pbx: Pbx): Queue[] {
  const wanted = request.get('Queue')
  return pbx.queues.filter((queue) => wanted === undefined || queue.name === wanted)
}

function queueAdd(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  const place = findPlace(request, pbx, 'Unable to add interface to queue: No such queue')
  if (typeof place === 'string' || place.member !== undefined) {
    session.refuse(request, typeof place === 'string' ? place : 'Unable to add interface: Already there')
    return
  }
  const { queue, at } = place
  const member = queue.addMember(request.get('MemberName') ?? at, at, pbx.seconds, 'dynamic')
  member.penalty = Number(request.get('Penalty') ?? 0)
  member.paused = isTrue(request.get('Paused'))
  session.respond(request, { Message: 'Added interface to queue' })
  pbx.emit('QueueMemberAdded', memberEvent(queue.name, member))
}

function queueRemove(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  const place = findPlace(request, pbx, 'Unable to remove interface from queue: No such queue')
  if (typeof place === 'string' || place.member === undefined) {
    session.refuse(request, typeof place === 'string' ? place : 'Unable to remove interface: Not there')
    return
  }
  const { queue, member } = place
  queue.members.splice(queue.members.indexOf(member), 1)
  session.respond(request, { Message: 'Removed interface from queue' })
  pbx.emit('QueueMemberRemoved', memberEvent(queue.name, member))
}

/** The queue and member a request names, or why there is no such queue. */
function findPlace(
  request: SimulatedRequest,
  pbx: Pbx,
  noSuchQueue: string,
): string | { queue: Queue; at: string; member: QueueMember | undefined } {
  const name = request.get('Queue')
  const at = request.get('Interface')
  if (name === undefined) return "'Queue' not specified."
  if (at === undefined) return "'Interface' not specified."
  const queue = pbx.findQueue(name)
  if (queue === undefined) return noSuchQueue
  return { queue, at, member: queue.members.find((member) => member.interface === at) }
}

function queuePause(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  const at = request.get('Interface')
  const wanted = request.get('Paused')
  const found = wantedQueues(request, pbx).flatMap((queue): [Queue, QueueMember][] =>
    queue.members.filter((member) => member.interface === at).map((member) => [queue, member]),
  )
  if (at === undefined || wanted === undefined || found.length === 0) {
    const missing = at === undefined || wanted === undefined
    session.refuse(request, missing ? "Need 'Interface' and 'Paused' parameters." : 'Interface not found')
    return
  }
  const paused = isTrue(wanted)
  session.respond(request, { Message: `Interface ${paused ? 'paused' : 'unpaused'} successfully` })
  for (const [queue, member] of found) {
    member.paused = paused
    member.pausedReason = paused ? (request.get('Reason') ?? '') : ''
    if (paused) member.lastPause = pbx.seconds
    pbx.deviceState(`Queue:${queue.name}_pause_${member.interface}`, paused ? 'INUSE' : 'NOT_INUSE')
    pbx.emit('QueueMemberPause', memberEvent(queue.name, member))
  }
}

/** Asterisk's words for true (`ast_true`, main/utils.c). */
function isTrue(text: string | undefined): boolean {
  return /^(1|yes|true|y|t|on)$/i.test(text ?? '')
}
