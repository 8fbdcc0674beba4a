import { classesByMajor, lifeOf, linkTo, MAJORS, releases } from './majors.mjs'

/** Headers that the client itself reads off a response, or that every response may have. */
const OF_EVERY_RESPONSE = ['ActionID', 'EventList', 'Message', 'Response']

/** Every action that any major registers, in the order of their names. */
export function actionFacts(read) {
  const documents = MAJORS.map((major) => [
    major,
    new Map(read(`schema/${major}.json`).actions.map((action) => [action.name, action])),
  ])
  const context = {
    types: read('schema/types.json'),
    sources: read('schema/sources.json').params,
    lists: read('schema/completion.json').lists,
    responses: ['16', '22'].map((major) => read(`schema/wire/${major}/responses.json`).actions),
  }
  const registered = classesByMajor(read('schema/privileges.json'), 'actions')
  return [...registered]
    .sort(([one], [other]) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1))
    .map(([name, classes]) => {
      const documented = documents.filter(([, actions]) => actions.has(name))
      return actionOf(
        name,
        classes,
        documented.map(([major, actions]) => [major, actions.get(name)]),
        context,
      )
    })
}

function actionOf(name, classes, documented, context) {
  const majors = [...classes.keys()]
  const documentedIn = documented.map(([major]) => major)
  const list = context.lists[name]
  return {
    name,
    majors,
    documentedIn,
    classes: classes.get(majors.at(-1)),
    ...lifeOf(majors, releases(documented.flatMap(([, { since }]) => since))),
    link: linkTo('Actions', name, documentedIn),
    params: paramsOf(name, documented, context),
    list: list === undefined || list.sometimes ? undefined : listOf(name, list),
    keys: responseKeys(name, context.responses),
  }
}

function listOf(name, { items, complete, onlyItem }) {
  return { items, closing: onlyItem ? items[0] : (complete ?? `${name}Complete`) }
}

/** Parameters of all majors, those of the newest first; spelt as the newest spells them, or as the sources do. */
function paramsOf(action, documented, { types, sources }) {
  const params = new Map()
  const majors = documented.map(([major]) => major)
  for (const [major, { params: own }] of documented.toReversed()) {
    for (const param of own) {
      const key = param.name.toLowerCase()
      if (key === 'actionid') continue
      const known = params.get(key) ?? { ...param, majors: [] }
      known.majors.unshift(major)
      known.enum ??= param.enum
      params.set(key, known)
    }
  }
  for (const name of sources[action] ?? []) {
    const known = params.get(name.toLowerCase()) ?? { majors }
    params.set(name.toLowerCase(), { ...known, name })
  }
  return [...params.values()].map((param) => ({
    name: param.name,
    required:
      (param.required === true && param.majors.at(-1) === majors.at(-1)) ||
      is(types.required, action, param.name),
    kind: kindOf(action, param, types),
    values: valuesOf(param),
    default: param.default || undefined,
    ...lifeOf(param.majors, [], majors),
  }))
}

/** What may be given: the kind that `schema/types.json` says, else words that are named, else text. */
function kindOf(action, param, types) {
  const named = Object.keys(types).find((kind) => kind !== 'required' && is(types[kind], action, param.name))
  if (named !== undefined) return named
  if (valuesOf(param).length === 0) return 'text'
  return param.nestedEnums ? 'open' : 'words'
}

/** Values that can be meant as they stand: `Response code` and `name(<event_name>)` describe some. */
function valuesOf(param) {
  return (param.enum ?? []).filter((value) => /^\w+$/.test(value))
}

/** Whether a list of parameters has this one, under its own name or as one action's. */
function is(list, action, param) {
  return list.includes(param) || list.includes(`${action}.${param}`)
}

function responseKeys(name, responses) {
  const keys = responses.flatMap((actions) => actions[name]?.Success ?? [])
  return [...new Set(keys)].filter((key) => !OF_EVERY_RESPONSE.includes(key)).sort()
}
