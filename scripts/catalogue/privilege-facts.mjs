import { classesByMajor, MAJORS } from './majors.mjs'

/** What Asterisk develops goes by the number it will be released under. */
const numbers = MAJORS.map((major, index) =>
  major === 'master' ? Number(MAJORS[index - 1]) + 1 : Number(major),
)

/** By the classes they need, joined by blanks, the names of actions and events in all majors. */
export function privilegeFacts(read) {
  const facts = read('schema/privileges.json')
  return { majors: numbers, actions: grouped(facts, 'actions'), events: grouped(facts, 'events') }
}

/** Each name says which majors it holds for, unless that is all. */
function grouped(facts, kind) {
  const byClasses = new Map()
  for (const [name, classesOf] of inOrder(classesByMajor(facts, kind))) {
    const texts = new Map([...classesOf].map(([major, classes]) => [major, classes.join(' ')]))
    for (const classes of new Set(texts.values())) {
      const holds = MAJORS.map((major) => texts.get(major) === classes)
      byClasses.set(classes, [...(byClasses.get(classes) ?? []), name + range(holds)])
    }
  }
  return inOrder(byClasses)
}

const inOrder = (map) => [...map].sort(([one], [other]) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1))

/** Majors in a few characters: nothing for all of them, else runs such as `:-16,20,22-`. */
function range(holds) {
  if (holds.every(Boolean)) return ''
  const runs = []
  for (const [index, major] of numbers.entries()) {
    if (!holds[index]) continue
    if (holds[index - 1]) runs.at(-1).push(major)
    else runs.push([major])
  }
  const text = runs.map((run) => {
    const from = run[0] === numbers[0] ? '' : run[0]
    const to = run.at(-1) === numbers.at(-1) ? '' : run.at(-1)
    return from === to ? from : `${from}-${to}`
  })
  return `:${text.join(',')}`
}
