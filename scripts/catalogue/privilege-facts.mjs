/** Which classes actions and events need, in every major: `schema/privileges.json`, turned around. */

/** What Asterisk develops goes by the number it will be released under. */
const nextMajor = (majors) => Math.max(...majors) + 1

/** Classes, joined by blanks, with their names; each name with the majors it holds for, unless that is all. */
export function privilegeFacts(read) {
  const facts = read('schema/privileges.json')
  const released = Object.keys(facts.majors)
    .map(Number)
    .sort((one, other) => one - other)
  const majors = [...released, nextMajor(released)]
  const grouped = (kind) => {
    const byClasses = new Map()
    for (const [name, classesOf] of perMajor(facts, kind, majors)) {
      for (const classes of new Set(classesOf.values())) {
        const holds = majors.filter((major) => classesOf.get(major) === classes)
        const known = byClasses.get(classes) ?? []
        byClasses.set(classes, [...known, name + range(holds, majors)])
      }
    }
    return new Map([...byClasses].sort(([one], [other]) => (one < other ? -1 : 1)))
  }
  return { majors, actions: grouped('actions'), events: grouped('events') }
}

/** Of each name, the classes it needs in each major that has it. */
function perMajor(facts, kind, majors) {
  const newest = majors.at(-1)
  const all = new Map()
  const enter = (name, major, classes) => {
    if (!all.has(name)) all.set(name, new Map())
    all.get(name).set(major, classes.join(' '))
  }
  for (const major of majors) {
    const { changedOrOnlyHere, onlyInMaster } =
      major === newest ? { changedOrOnlyHere: {}, onlyInMaster: [] } : facts.majors[major][kind]
    for (const [name, classes] of Object.entries({ ...facts[kind], ...changedOrOnlyHere }))
      if (!onlyInMaster.includes(name)) enter(name, major, classes)
  }
  return [...all].sort(([one], [other]) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1))
}

/** Majors in a few characters: nothing for all of them, else runs such as `:-16,20,22-`. */
function range(holds, majors) {
  if (holds.length === majors.length) return ''
  const runs = []
  for (const [index, major] of majors.entries()) {
    if (!holds.includes(major)) continue
    const last = runs.at(-1)
    if (last?.at(-1) === majors[index - 1] && last !== undefined) last.push(major)
    else runs.push([major])
  }
  const text = runs.map((run) => {
    const from = run[0] === majors[0] ? '' : run[0]
    const to = run.at(-1) === majors.at(-1) ? '' : run.at(-1)
    return from === to ? from : `${from}-${to}`
  })
  return `:${text.join(',')}`
}
