import { readFileSync } from 'node:fs'
import { capabilityFacts } from './capability-facts.mjs'
import { completionFacts } from './completion-facts.mjs'
import { privilegeFacts } from './privilege-facts.mjs'

/** What the client carries of the facts at run time: names packed in words, a fraction of a fact's size. */

const NOTE = '// Written by `npm run generate` from the facts in schema/: change those, not this.'

/** The generated files: path from the repository's root, and text. */
export function tables(root) {
  const read = (path) => JSON.parse(readFileSync(new URL(path, root), 'utf8'))
  return [
    ['packages/amiable/src/catalogue/completion-table.ts', completionTable(completionFacts(read))],
    ['packages/amiable/src/catalogue/privilege-table.ts', privilegeTable(privilegeFacts(read))],
    ['packages/amiable/src/catalogue/capability-table.ts', capabilityTable(capabilityFacts(read))],
  ]
}

function completionTable({ lists, commands, outcomes, unanswered, frequent }) {
  const always = lists.filter(({ sometimes }) => !sometimes)
  const only = (flag) => always.filter((list) => list[flag]).map(({ name }) => name)
  const closed = always.map(({ name, complete }) =>
    complete === undefined || complete === `${name}Complete` ? name : `${name}>${complete}`,
  )
  const byId = Object.entries(outcomes).filter(([, { by }]) => by === undefined)
  return `${NOTE}

/** Actions that do not simply end with their response. A \`>\` stands between an action and an event. */
export const completionTable = {
  /** Ends with its one response, and is sent often enough for that to be worth knowing beforehand. */
  response: ${words(frequent)},
  command: ${words(commands)},
  /** Each with the event that closes it, where that is not its name and \`Complete\`. */
  list: ${words(closed)},
  /** One event is the whole list, of the action's name. */
  onlyItem: ${words(only('onlyItem'))},
  itemsWithoutId: ${words(always.filter(({ withoutId }) => withoutId).map(({ name, items }) => `${name}>${items[0]}`))},
  miscounts: ${words(only('miscounts'))},
  /** What it says instead of an empty list, as an error or not. */
  empty: {
${members(always.filter(({ empty }) => empty).map(({ name, empty }) => [name, empty]))}
  },
  /** Never answered, and the command that prints the same. */
  none: {
${members(Object.entries(unanswered))}
  },
  /** The event that says what became of it, under its ActionID. */
  outcome: ${words(byId.map(([name, { event }]) => `${name}>${event}`))},
} as const
`
}

function privilegeTable({ majors, actions, events }) {
  return `${NOTE}

/** The majors that the facts are of; the last one is what Asterisk develops. */
export const MAJORS: readonly number[] = [${majors.join(', ')}]

/**
 * Names by the classes they need. One that not every major has, or not with these classes, says which have it:
 * \`:16-\` from 16 on, \`:-20\` until 20, \`:20,22-\` both.
 */
export const privilegeTable = {
  actions: {
${groups(actions)}
  },
  events: {
${groups(events)}
  },
} as const
`
}

function capabilityTable({ actions, events, params }) {
  const known = params.map(([action, all]) => `    ${action}: ${words(all.map(life))},`)
  return `${NOTE}

/**
 * What not every release has: \`:18.26,20.11\` from 18.26 on in 18, from 20.11 on in 20, not in 19, and in all that
 * is newer; \`:-20\` until 20.
 */
export const capabilityTable = {
  actions: ${words(actions.map(life))},
  events: ${words(events.map(life))},
  /** All parameters of each action that has any. */
  params: {
${known.join('\n')}
  },
} as const
`
}

function life({ name, since, last }) {
  const releases = since.map((release) => release.replace(/(\.0)+$/, '')).join(',')
  const until = last === undefined ? '' : `-${last}`
  return releases + until === '' ? name : `${name}:${releases}${until}`
}

const members = (entries) => entries.map(([name, text]) => `    ${name}: '${text}',`).join('\n')

function groups(byClasses) {
  return [...byClasses]
    .map(([classes, names]) => `    ${/^\w+$/.test(classes) ? classes : `'${classes}'`}: ${words(names)},`)
    .join('\n')
}

/** One string of words; a long one over several lines. */
function words(list) {
  const one = list.join(' ')
  if (one.length < 80) return `'${one}'`
  const lines = []
  let line = ''
  for (const word of list) {
    if (line !== '' && `${line} ${word}`.length > 108) {
      lines.push(line)
      line = ''
    }
    line += line === '' ? word : ` ${word}`
  }
  return `\`\n${[...lines, line].join('\n')}\``
}
