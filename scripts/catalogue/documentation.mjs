import { DOMParser } from '@xmldom/xmldom'
import xpath from 'xpath'

/**
 * The facts in one of Asterisk's documentation files, in the shape that `schema/README.md` describes.
 *
 * Parts of that file stand for other parts of it (`xi:include`); what they stand for is looked up as it is reached.
 */
export function factsOf(xml) {
  const document = new DOMParser().parseFromString(xml, 'text/xml')
  const root = document.documentElement
  return {
    actions: byName(actionsOf(root)),
    events: byName(eventsOf(root)),
  }
}

/** What one action's documentation says; the same action may be documented by several modules, in the same words. */
function actionsOf(root) {
  const actions = new Map()
  for (const element of elements(root, 'manager')) {
    const name = element.getAttribute('name')
    const known = actions.get(name)
    const module = element.getAttribute('module')
    if (known === undefined) actions.set(name, actionOf(name, element))
    const { modules } = actions.get(name)
    if (module !== null && !modules.includes(module)) modules.push(module)
    modules.sort()
  }
  return [...actions.values()]
}

function actionOf(name, element) {
  const params = elements(element, 'syntax').flatMap((syntax) =>
    elements(syntax, 'parameter').map(parameterOf),
  )
  const [responses] = elements(element, 'responses')
  return {
    name,
    modules: [],
    since: versionsOf(element),
    params,
    ...(responses === undefined ? {} : { responses: responsesOf(responses) }),
  }
}

function responsesOf(responses) {
  const names = (parent) => elements(parent, 'managerEvent').map((event) => event.getAttribute('name'))
  return { listElements: elements(responses, 'list-elements').flatMap(names), complete: names(responses) }
}

/** Events have places of their own in the file, or stand inside the answer of the only action that causes them. */
function eventsOf(root) {
  const events = new Map()
  const enter = (element, own) => {
    const name = element.getAttribute('name')
    const { instances, ...known } = events.get(name) ?? { name, instances: [] }
    instances.push(...elements(element, 'managerEventInstance').map(instanceOf))
    events.set(name, { ...known, ...own, instances })
  }
  for (const element of elements(root, 'managerEvent')) {
    const module = element.getAttribute('module')
    enter(element, module === null ? {} : { module })
  }
  for (const action of elements(root, 'manager')) {
    const inlineIn = [action.getAttribute('name')]
    for (const event of xpath.select('./responses//managerEvent', action)) enter(event, { inlineIn })
  }
  return [...events.values()]
}

function instanceOf(instance) {
  const fields = elements(instance, 'syntax').flatMap((syntax) => children(syntax).map(fieldOf))
  return {
    cls: instance.getAttribute('class'),
    since: versionsOf(instance),
    fields: fields.filter((field) => field !== undefined),
  }
}

function fieldOf(element) {
  const snapshot = /^(channel|bridge)_snapshot$/.exec(element.nodeName)?.[1]
  if (snapshot !== undefined) return { $snapshot: snapshot, prefix: element.getAttribute('prefix') ?? '' }
  return element.nodeName === 'parameter' ? parameterOf(element) : undefined
}

function parameterOf(parameter) {
  const enums = elements(parameter, 'enumlist').flatMap((list) => elements(list, 'enum'))
  const [required, fallback, multiple] = ['required', 'default', 'multiple'].map((name) =>
    parameter.getAttribute(name),
  )
  return {
    name: parameter.getAttribute('name'),
    ...(required === null ? {} : { required: isYes(required) }),
    ...(fallback === null ? {} : { default: fallback }),
    ...(isYes(multiple) ? { multiple: true } : {}),
    ...(enums.length === 0 ? {} : { enum: enums.map((value) => value.getAttribute('name')) }),
    ...(enums.some((value) => elements(value, 'enumlist').length > 0) ? { nestedEnums: true } : {}),
  }
}

function versionsOf(element) {
  return elements(element, 'since').flatMap((since) =>
    elements(since, 'version').map((version) => version.textContent.trim()),
  )
}

const isElement = (node) => node.nodeType === node.ELEMENT_NODE

const isYes = (value) => value === 'true' || value === 'yes'

function elements(parent, name) {
  return children(parent).filter((child) => child.nodeName === name)
}

/** The elements in a parent, each inclusion replaced by what it names. */
function children(parent) {
  return [...parent.childNodes]
    .filter(isElement)
    .flatMap((node) => (node.nodeName === 'xi:include' ? included(node) : [node]))
}

/** What each path of a document names; the most usual one is named more than a hundred times. */
const found = new WeakMap()

function included(node) {
  const path = /^xpointer\((.*)\)$/.exec(node.getAttribute('xpointer'))?.[1]
  if (path === undefined) throw new Error(`not a way to name a part: ${node.getAttribute('xpointer')}`)
  const { ownerDocument } = node
  const known = found.get(ownerDocument) ?? new Map()
  found.set(ownerDocument, known)
  if (!known.has(path)) known.set(path, xpath.select(path, ownerDocument).filter(isElement))
  return known.get(path)
}

function byName(list) {
  return list.sort((one, other) => (one.name < other.name ? -1 : 1))
}
