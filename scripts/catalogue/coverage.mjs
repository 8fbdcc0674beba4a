import { classesByMajor, MAJORS } from './majors.mjs'

/**
 * How much of each major the generated types know, as a table: names are counted in the types themselves, totals in
 * what the sources register and send, and in what was seen on the wire.
 */
export function coverage(read, { actions, events }) {
  const privileges = read('schema/privileges.json')
  const kinds = [
    ['actions', classesByMajor(privileges, 'actions'), membersOf(actions, 'ActionMap')],
    ['events', classesByMajor(privileges, 'events'), membersOf(events, 'EventMap')],
  ]
  const known = new Set(kinds[1][2])
  const rows = MAJORS.map((major) => {
    const schema = read(`schema/${major}.json`)
    const counts = kinds.flatMap(([kind, classes, typed]) => {
      const total = [...classes].filter(([, has]) => has.has(major)).map(([name]) => name)
      const documented = new Set(schema[kind].map(({ name }) => name.toLowerCase()))
      return [
        total.filter((name) => typed.includes(name)).length,
        total.filter((name) => documented.has(name.toLowerCase())).length,
        total.length,
      ]
    })
    return `| ${major} | ${counts.join(' | ')} | ${seen(read, major, known)} |`
  })
  return `| Asterisk | actions typed | documented | in all | events typed | documented | in all | kinds of event recorded, typed |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}`
}

function seen(read, major, known) {
  if (major !== '16' && major !== '22') return ''
  const names = Object.keys(read(`schema/wire/${major}/events.json`).events)
  return `${names.filter((name) => known.has(name)).length} of ${names.length}`
}

/** Names of an interface's members, as they stand in the source. */
function membersOf(source, name) {
  const body = source.slice(source.indexOf(`export interface ${name} {`))
  return [...body.matchAll(/^ {2}'?([\w-]+)'?: ?/gm)].map(([, member]) => member)
}
