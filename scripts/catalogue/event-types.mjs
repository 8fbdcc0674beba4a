import { COMMON_KEYS } from './event-facts.mjs'
import { comment, keyType, member, moduleOf, quoted, union } from './typescript.mjs'

const SNAPSHOT_TYPES = { channel: 'ChannelKeys', bridge: 'BridgeKeys' }

/** `catalogue/events.ts`: the headers of each event. */
export function eventTypes({ events, snapshots }) {
  const types = events.map(
    (event) => `${comment(event, needs(event))}\n${member(event.name)}: ${keysOf(event)}`,
  )
  return moduleOf(`/** Headers of every event about a channel. */
export type ChannelKeys = ${union(snapshots.channel.map(quoted))}

/** Headers of every event about a bridge. */
export type BridgeKeys = ${union(snapshots.bridge.map(quoted))}

/** Headers that any event may have. */
export type CommonKeys = ${union(COMMON_KEYS.map(quoted))}

/**
 * Events whose headers are typed: all that Asterisk 13 and later send. Open: any other event has any headers, any
 * header of these can be asked for, and declaration merging adds more.
 */
export interface EventMap {
${types.join('\n')}
}
`)
}

function needs({ classes }) {
  if (classes.length === 0) return 'Only for the session that asked.'
  return `Needs ${classes.map((name) => `\`${name}\``).join(' and ')}.`
}

function keysOf({ snapshots, keys }) {
  const whole = snapshots.map(([kind, prefix]) =>
    prefix === '' ? SNAPSHOT_TYPES[kind] : `\`${prefix}\${${SNAPSHOT_TYPES[kind]}}\``,
  )
  return union([...whole, ...keys.map(keyType)]) || 'never'
}
