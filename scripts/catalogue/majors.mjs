/** The majors that the facts are of, oldest first; the last one is what Asterisk develops. */
export const MAJORS = ['13', '16', '18', '20', '21', '22', '23', 'master']

/**
 * Of each name, the classes it needs in each major that has it, by major.
 *
 * What the sources register or send decides: documentation may be late, or of something that is not there.
 */
export function classesByMajor({ majors, ...master }, kind) {
  const all = new Map()
  for (const major of MAJORS) {
    const { changedOrOnlyHere, onlyInMaster } = majors[major]?.[kind] ?? {
      changedOrOnlyHere: {},
      onlyInMaster: [],
    }
    for (const [name, classes] of Object.entries({ ...master[kind], ...changedOrOnlyHere })) {
      if (onlyInMaster.includes(name)) continue
      if (!all.has(name)) all.set(name, new Map())
      all.get(name).set(major, classes)
    }
  }
  return all
}

/**
 * When a name came and went. `since` is what the documentation says, unless an older major has it already; else the
 * first of the majors that has it. `until` is the last that has it, unless that is the newest.
 */
export function lifeOf(has, documented, known = MAJORS) {
  const [first] = has
  const believed = documented.length > 0 && Number.parseInt(documented[0], 10) <= number(first)
  const oldest = first === known[0]
  const since = believed ? documented : oldest ? [] : [first]
  return { since, until: has.at(-1) === known.at(-1) ? undefined : has.at(-1) }
}

const number = (major) => (major === MAJORS.at(-1) ? Number.POSITIVE_INFINITY : Number(major))

/** Release numbers in order, without the zeros that say nothing: `16.24`, `18.10`. */
export function releases(list) {
  const numbers = (release) => release.split('.').map(Number)
  const compare = (one, other) =>
    numbers(one)
      .map((number, index) => number - (numbers(other)[index] ?? 0))
      .find((difference) => difference !== 0) ?? 0
  return [...new Set(list)].sort(compare).map((release) => release.replace(/(?<=\d\.\d+)\.0$/, ''))
}

/** Where Asterisk documents an action or an event, in the newest major that does. */
export function linkTo(kind, name, documentedIn) {
  if (documentedIn.length === 0) return undefined
  const newest = documentedIn.at(-1)
  const edition = newest === MAJORS.at(-1) ? 'Latest_API' : `Asterisk_${newest}_Documentation`
  return `https://docs.asterisk.org/${edition}/API_Documentation/AMI_${kind}/${name}/`
}
