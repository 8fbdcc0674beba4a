import { classesByMajor, lifeOf, linkTo, MAJORS, releases } from './majors.mjs'

/** Headers of every event: the first if it needs a class, the others as the server is configured (`debug`, …). */
export const COMMON_KEYS = ['Privilege', 'SequenceNumber', 'SystemName', 'Timestamp', 'File', 'Line', 'Func']

/** Not sent with every snapshot of a channel. */
const OPTIONAL_KEYS = ['Tenantid', 'ChanVariable']

/** Every event that any major sends, in the order of their names, and the headers that snapshots stand for. */
export function eventFacts(read) {
  const documents = MAJORS.map((major) => [major, documentedEvents(read, major)])
  const wire = ['16', '22'].map((major) => read(`schema/wire/${major}/events.json`).events)
  const { headers: sources, snapshots } = read('schema/sources.json')
  const roles = rolesInLists(read('schema/completion.json').lists)
  const context = { sources, snapshots, roles, wire, misspelt: misspelt(read) }
  const sent = classesByMajor(read('schema/privileges.json'), 'events')
  const events = [...sent]
    .sort(([one], [other]) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1))
    .map(([name, classes]) => {
      const documented = documents.flatMap(([major, events]) =>
        events.has(name) ? [[major, events.get(name)]] : [],
      )
      return eventOf(name, classes, documented, context)
    })
  return { events, snapshots }
}

/** A major's events by the names they are sent under. */
function documentedEvents(read, major) {
  const renamed = new Map(mismatches(read).map(({ event, documentedAs }) => [documentedAs, event]))
  return new Map(
    read(`schema/${major}.json`).events.map((event) => [renamed.get(event.name) ?? event.name, event]),
  )
}

const mismatches = (read) =>
  ['16', '22'].flatMap((major) => read(`schema/wire/${major}/mismatches.json`).events)

/** Of each event, the headers that documentation spells as they are not sent. */
function misspelt(read) {
  const all = new Map()
  for (const { event, case: pairs = [] } of mismatches(read)) {
    const known = all.get(event) ?? new Set()
    for (const [, documented] of pairs) known.add(documented)
    all.set(event, known)
  }
  return all
}

/** What an event has because of its place in a list. */
function rolesInLists(lists) {
  const roles = new Map()
  for (const [name, { items, complete = `${name}Complete`, onlyItem }] of Object.entries(lists)) {
    for (const item of items) roles.set(item, ['ActionID'])
    if (!onlyItem) roles.set(complete, ['ActionID', 'EventList', 'ListItems'])
  }
  return roles
}

function eventOf(name, classes, documented, context) {
  const majors = [...classes.keys()]
  const documentedIn = documented.map(([major]) => major)
  const instances = documented.flatMap(([, event]) => event.instances)
  const [, newest] = documented.at(-1) ?? []
  return {
    name,
    majors,
    documentedIn,
    classes: classes.get(majors.at(-1)),
    ...lifeOf(majors, releases(instances.flatMap(({ since }) => since))),
    link: linkTo('Events', newest?.name ?? name, documentedIn),
    ...headersOf(name, documented, context),
  }
}

/** Snapshots by kind and prefix, and the other headers, those of the newest documentation first. */
function headersOf(name, documented, { sources, roles, wire, misspelt, snapshots }) {
  const fields = documented
    .toReversed()
    .flatMap(([, { instances, sourceFields = [] }]) => [
      ...instances.flatMap((instance) => instance.fields),
      ...sourceFields.map((field) => ({ name: field })),
    ])
  const prefixes = new Map(
    fields
      .filter((field) => field.$snapshot)
      .map(({ $snapshot, prefix }) => [`${$snapshot} ${prefix}`, [$snapshot, prefix]]),
  )
  const seen = wire.flatMap((events) => Object.keys(events[name]?.keys ?? {}).sort())
  for (const found of prefixesOnTheWire(seen, snapshots.channel))
    prefixes.set(`channel ${found}`, ['channel', found])
  const covered = new Set(
    [...prefixes.values()].flatMap(([kind, prefix]) => snapshots[kind].map((key) => prefix + key)),
  )
  const wrong = misspelt.get(name) ?? new Set()
  const named = fields.flatMap((field) => (field.$snapshot || wrong.has(field.name) ? [] : [field.name]))
  const keys = [...named, ...(sources[name] ?? []), ...seen, ...(roles.get(name) ?? [])]
  const own = [...new Set(keys)].filter((key) => !covered.has(key) && !COMMON_KEYS.includes(key))
  return { snapshots: [...prefixes.values()], keys: own }
}

/** Whole snapshots of a channel that were seen, though not documented. */
function prefixesOnTheWire(seen, channel) {
  const documented = channel.filter((key) => !OPTIONAL_KEYS.includes(key))
  return seen
    .filter((key) => key.endsWith('ConnectedLineNum'))
    .map((key) => key.slice(0, -'ConnectedLineNum'.length))
    .filter((prefix) => documented.every((key) => seen.includes(prefix + key)))
}
