import { classesByMajor, MAJORS } from './majors.mjs'

/**
 * What came or went since the first of the majors, and the parameters of each action that has any. `since` lists the
 * first release of each branch that has it; whatever is newer than the last branch listed has it too.
 */
export function capabilityFacts(read) {
  const since = read('schema/since.json')
  const privileges = read('schema/privileges.json')
  return {
    actions: lives(classesByMajor(privileges, 'actions'), since.actions, since.lastMajor),
    events: lives(classesByMajor(privileges, 'events'), since.events, {}),
    params: paramFacts(read, since.params),
  }
}

function lives(classes, since, lastMajor) {
  const facts = []
  for (const [name, byMajor] of inOrder(classes)) {
    const has = [...byMajor.keys()]
    const last = lastMajor[name] ?? (has.at(-1) === MAJORS.at(-1) ? undefined : Number(has.at(-1)))
    if (since[name] === undefined && has[0] !== MAJORS[0])
      throw new Error(`schema/since.json does not say since when there is ${name}`)
    if (since[name] !== undefined || last !== undefined) facts.push({ name, since: since[name] ?? [], last })
  }
  return facts
}

function paramFacts(read, since) {
  const params = new Map()
  for (const major of MAJORS) {
    for (const action of read(`schema/${major}.json`).actions) {
      const known = params.get(action.name) ?? new Map()
      // Asterisk takes them in any case, and every action has an id.
      for (const { name } of action.params)
        if (name !== 'ActionID')
          known.set(name.toLowerCase(), { name, since: since[action.name]?.[name] ?? [] })
      if (known.size > 0) params.set(action.name, known)
    }
  }
  return inOrder(params).map(([action, known]) => [action, [...known.values()]])
}

const inOrder = (map) => [...map].sort(([one], [other]) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1))
