/** How actions end: `schema/completion.json`, held against everything else that is known. */

const MAJORS = ['13', '16', '18', '20', '21', '22', '23', 'master']

/** Events that are sent to one session alone, and not because it asked for a list. */
const UNASKED = ['FullyBooted']

/** @throws Error naming what contradicts the documentation or the sources, or is missing. */
export function completionFacts(read) {
  const facts = read('schema/completion.json')
  const lists = Object.entries(facts.lists).map(([name, list]) => ({
    name,
    complete: list.onlyItem ? undefined : `${name}Complete`,
    ...list,
  }))
  const problems = [
    ...againstDocumentation(read, lists),
    ...againstSources(read('schema/privileges.json'), lists),
    ...unknownActions(read('schema/privileges.json'), facts),
  ]
  if (problems.length > 0) throw new Error(`schema/completion.json: ${problems.join('; ')}`)
  return { ...facts, lists }
}

function againstDocumentation(read, lists) {
  const byName = new Map(lists.map((list) => [list.name, list]))
  return MAJORS.flatMap((major) =>
    read(`schema/${major}.json`).actions.flatMap(({ name, responses }) => {
      if (responses === undefined) return []
      const { items = [], complete } = byName.get(name) ?? {}
      const documented = [...responses.listElements, ...responses.complete]
      return documented
        .filter((event) => event !== complete && !items.includes(event))
        .map((event) => `Asterisk ${major} documents ${event} as part of ${name}`)
    }),
  )
}

/** Whatever the sources send to the asking session alone must be part of some list, and the other way round. */
function againstSources({ directEvents, majors }, lists) {
  const direct = new Set([directEvents, ...Object.values(majors).map((major) => major.directEvents)].flat())
  const listed = new Set(lists.flatMap(({ items, complete }) => [...items, complete]))
  listed.delete(undefined)
  return [
    ...[...direct]
      .filter((event) => !listed.has(event) && !UNASKED.includes(event))
      .map((event) => `no list has ${event}`),
    ...[...listed]
      .filter((event) => !direct.has(event))
      .map((event) => `the sources never send ${event} to the asker`),
  ]
}

function unknownActions({ actions, majors }, facts) {
  const known = new Set(
    [actions, ...Object.values(majors).map((major) => major.actions.changedOrOnlyHere)].flatMap(Object.keys),
  )
  const named = ['lists', 'outcomes', 'unanswered'].flatMap((key) => Object.keys(facts[key]))
  return [...named, ...facts.commands, ...facts.several, ...facts.frequent]
    .filter((name) => !known.has(name))
    .map((name) => `no Asterisk has the action ${name}`)
}
