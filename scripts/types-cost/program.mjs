import { actionFacts } from '../catalogue/action-facts.mjs'
import { eventFacts } from '../catalogue/event-facts.mjs'

/** How many actions and events the measured program uses: a large application's worth. */
const COUNT = 50

/** How the measured program gets its client: as it is, or as one that takes any name and any header. */
export const FRONTS = {
  client: `import type { AmiClient } from 'amiable'
declare const ami: AmiClient
`,
  untyped: `import type { ActionFields, AmiEvent, AmiResponse, Subscription } from 'amiable'
declare const ami: {
  send(action: string, fields?: ActionFields): Promise<AmiResponse>
  on(name: string, handler: (event: AmiEvent) => unknown): Subscription
}
`,
}

/** The catalogue before it knew any name, in place of the one that knows all. */
export const STRING_MAPS = {
  'actions.d.ts': `import type { ActionFields } from '../protocol/index.ts'
import type { Action } from './action.ts'
export interface ActionMap { [name: string]: Action<ActionFields, 'response'> }
`,
  'events.d.ts': `export type ChannelKeys = string
export type BridgeKeys = string
export type CommonKeys = string
export interface EventMap { [name: string]: string }
`,
}

/** A program that sends fifty actions and listens to fifty events. */
export function program(read) {
  const actions = spread(actionFacts(read).filter(({ name }) => name !== 'UserEvent'))
  const { events, snapshots } = eventFacts(read)
  return [...actions.map(actionCode), ...spread(events).map((event) => eventCode(event, snapshots))].join(
    '\n',
  )
}

function spread(list) {
  return Array.from({ length: COUNT }, (_, index) => list[Math.floor((index * list.length) / COUNT)])
}

/** Sends an action with its fields, and reads what comes back. */
function actionCode({ name, params, list, keys }) {
  const fields = params
    .filter(({ name: param }) => /^[A-Za-z]\w*$/.test(param))
    .map((param) => `${param.name}: ${sample(param)}`)
  const sent = `await ami.send('${name}'${fields.length === 0 ? '' : `, { ${fields.join(', ')} }`})`
  const read =
    list === undefined
      ? `answer.get('${keys.find((key) => !key.includes('-')) ?? 'Message'}')`
      : "for (const item of answer.events) console.log(item.name, item.get('ActionID'))"
  return `{ const answer = ${sent}\n  ${read} }`
}

function sample({ kind, values }) {
  if (kind === 'number' || kind === 'bit') return '1'
  if (kind === 'flag') return 'true'
  return kind === 'words' ? `'${values[0]}'` : "'x'"
}

/** Listens to an event and reads some headers of it. */
function eventCode({ name, keys, snapshots: own }, snapshots) {
  const all = [...own.flatMap(([kind, prefix]) => snapshots[kind].map((key) => prefix + key)), ...keys]
  const read = all
    .filter((key) => !/[<(]|^ReportX/.test(key))
    .slice(-5)
    .map((key) => `event.get('${key}'), event.fields['${key}']`)
  return `ami.on('${name}', (event) => [event.name, ${read.join(', ')}])`
}
