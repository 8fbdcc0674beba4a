import type { Action } from '../action.ts'
import type { Channel } from '../channel.ts'
import type { Pbx } from '../pbx.ts'
import type { SimulatedRequest } from '../request.ts'
import type { SimulatedSession } from '../session.ts'

/** Getvar, Setvar and the AstDB. */
export const variableActions: readonly Action[] = [
  {
    name: 'Getvar',
    synopsis: 'Gets a channel variable or function value.',
    privilege: ['call', 'reporting'],
    run: getvar,
  },
  {
    name: 'Setvar',
    synopsis: 'Sets a channel variable or function value.',
    privilege: ['call'],
    run: setvar,
  },
  { name: 'DBGet', synopsis: 'Get DB Entry.', privilege: ['system', 'reporting'], run: dbGet },
  { name: 'DBPut', synopsis: 'Put DB entry.', privilege: ['system'], run: dbPut },
  { name: 'DBDel', synopsis: 'Delete DB entry.', privilege: ['system'], run: dbDel },
]

function getvar(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  const target = variableTarget(request, session, pbx)
  if (target === undefined) return
  session.respond(request, [
    ['Variable', target.name],
    ['Value', readVariable(pbx, target.channel, target.name)],
  ])
}

function setvar(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  const target = variableTarget(request, session, pbx)
  if (target === undefined) return
  const value = request.get('Value') ?? ''
  if (/^\w+\(.*\)$/.test(target.name) && !setFunction(target.channel, target.name, value)) {
    session.refuse(request, 'Variable not set')
    return
  }
  session.respond(request, { Message: 'Variable Set' })
  if (!target.name.endsWith(')')) pbx.setVariable(target.channel, target.name, value)
}

function variableTarget(
  request: SimulatedRequest,
  session: SimulatedSession,
  pbx: Pbx,
): { name: string; channel: Channel | undefined } | undefined {
  const name = request.get('Variable')
  const wanted = request.get('Channel')
  const channel = wanted === undefined ? undefined : pbx.findChannel(wanted)
  if (name !== undefined && (wanted === undefined || channel !== undefined)) return { name, channel }
  const message = name === undefined ? 'No variable specified' : 'No such channel'
  session.refuse(request, message)
  return undefined
}

function readVariable(pbx: Pbx, channel: Channel | undefined, name: string): string {
  if (channel === undefined) return pbx.globals.get(name) ?? ''
  switch (name.toUpperCase()) {
    case 'CHANNEL(STATE)':
      return channel.state
    case 'CHANNEL(LANGUAGE)':
      return channel.language
    case 'CALLERID(NUM)':
      return known(channel.callerIdNum)
    case 'CALLERID(NAME)':
      return known(channel.callerIdName)
    case 'CALLERID(ALL)':
      return `"${known(channel.callerIdName)}" <${known(channel.callerIdNum)}>`
    case 'UNIQUEID':
      return channel.uniqueid
    case 'CHANNEL':
      return channel.name
    default:
      return channel.variables.get(name) ?? pbx.globals.get(name) ?? ''
  }
}

function setFunction(channel: Channel | undefined, name: string, value: string): boolean {
  if (channel === undefined) return false
  switch (name.toUpperCase()) {
    case 'CHANNEL(LANGUAGE)':
      channel.language = value
      return true
    case 'CALLERID(NUM)':
      channel.callerIdNum = value
      return true
    case 'CALLERID(NAME)':
      channel.callerIdName = value
      return true
    default:
      return false
  }
}

function known(value: string): string {
  return value === '<unknown>' ? '' : value
}

function dbGet(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  const entry = databaseKey(request, session)
  if (entry === undefined) return
  const value = pbx.database.get(`/${entry.family}/${entry.key}`)
  if (value === undefined) {
    session.refuse(request, 'Database entry not found')
    return
  }
  const item = {
    event: 'DBGetResponse',
    headers: [
      ['Family', entry.family],
      ['Key', entry.key],
      ['Val', value],
    ] as [string, string][],
  }
  session.list(request, [item], 'DBGetComplete', { message: 'Result will follow', echoLast: true })
}

function dbPut(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  const entry = databaseKey(request, session)
  if (entry === undefined) return
  pbx.database.set(`/${entry.family}/${entry.key}`, request.get('Val') ?? '')
  session.respond(request, { Message: 'Updated database successfully' })
}

function dbDel(request: SimulatedRequest, session: SimulatedSession, pbx: Pbx): void {
  const entry = databaseKey(request, session)
  if (entry === undefined) return
  if (pbx.database.delete(`/${entry.family}/${entry.key}`)) {
    session.respond(request, { Message: 'Key deleted successfully' })
  } else {
    session.refuse(request, 'Database entry could not be deleted')
  }
}

function databaseKey(
  request: SimulatedRequest,
  session: SimulatedSession,
): { family: string; key: string } | undefined {
  const family = request.get('Family')
  const key = request.get('Key')
  if (family !== undefined && key !== undefined) return { family, key }
  session.refuse(request, family === undefined ? 'No family specified' : 'No key specified')
  return undefined
}
