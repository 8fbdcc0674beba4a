import type { Action } from '../action.ts'
import { parseEventMask, privilegeBits } from '../event-class.ts'
import { compileFilter, EventFilterError } from '../event-filter.ts'
import type { Pbx } from '../pbx.ts'
import type { SimulatedRequest } from '../request.ts'
import type { SimulatedSession } from '../session.ts'

/** Ping, Events, Filter and UserEvent. */
export const sessionActions: readonly Action[] = [
  { name: 'Ping', synopsis: 'Keepalive command.', privilege: [], run: ping },
  { name: 'Events', synopsis: 'Control Event Flow.', privilege: [], run: events },
  {
    name: 'Filter',
    synopsis: 'Dynamically add filters for the current manager session.',
    privilege: ['system'],
    run: filter,
  },
  { name: 'UserEvent', synopsis: 'Send an arbitrary event.', privilege: ['user'], run: userEvent },
]

function ping(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  // In one piece, because this is what the rate of answers is measured with.
  const eol = pbx.options.lineEnding
  const id = request.actionIdWire
  const echo = id === undefined ? '' : `ActionID: ${id}${eol}`
  const time = timestamp(pbx.options.now())
  session.writeWire(`Response: Success${eol}${echo}Ping: Pong${eol}Timestamp: ${time}${eol}${eol}`)
}

/** Seconds and microseconds, as Asterisk writes times. */
function timestamp(nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000)
  return `${seconds}.${String(Math.floor((nowMs - seconds * 1000) * 1000)).padStart(6, '0')}`
}

function events(request: SimulatedRequest, session: SimulatedSession): void {
  const mask = parseEventMask(request.get('EventMask'))
  if (mask === undefined) {
    session.refuse(request, 'Invalid event mask')
    return
  }
  session.eventMask = mask
  session.respond(request, { Events: mask === 0 ? 'Off' : 'On' })
}

function filter(request: SimulatedRequest, session: SimulatedSession): void {
  if (request.get('Operation')?.toLowerCase() !== 'add') {
    session.refuse(request, 'Unknown operation')
    return
  }
  try {
    session.filters.push(compileFilter(request.get('Filter'), request.get('MatchCriteria')))
  } catch (error) {
    if (!(error instanceof EventFilterError)) throw error
    session.refuse(request, error.message)
    return
  }
  session.respond(request, { Message: 'Success' })
}

const CONSUMED = /^(action|userevent):/i

/** Every line of the request goes out verbatim, but for the action and the event's name. */
function userEvent(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  session.respond(request, { Message: 'Event Sent' })
  const eol = pbx.options.lineEnding
  const lines = request.wireLines.filter((line) => !CONSUMED.test(line)).map((line) => line + eol)
  const name = request.getAll('UserEvent')[0] ?? ''
  session.simulator.broadcastWire(
    privilegeBits('user'),
    `Event: UserEvent${eol}Privilege: user,all${eol}UserEvent: ${Buffer.from(name).toString('latin1')}${eol}${lines.join('')}${eol}`,
  )
}
