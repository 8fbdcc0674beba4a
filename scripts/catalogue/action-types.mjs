import { comment, keyType, member, moduleOf, quoted, union } from './typescript.mjs'

/** `catalogue/actions.ts`: what each action takes, and how it ends. */
export function actionTypes(actions) {
  const types = actions.map(
    (action) => `${comment(action, needs(action))}\n${member(action.name)}: Action<${argumentsOf(action)}>`,
  )
  return moduleOf(`import type { ActionFields, Scalar } from '../protocol/index.ts'
import type { Action, Flag, NoFields, Numeric, Variables } from './action.ts'

/**
 * Actions whose fields and answers are typed: all that Asterisk 13 and later have. Open: any other action is sent with
 * any fields, and declaration merging adds more.
 *
 * @example
 * \`\`\`ts
 * declare module 'amiable' {
 *   interface ActionMap {
 *     MyModuleAction: Action<{ Thing: string }, 'response'>
 *   }
 * }
 * \`\`\`
 */
export interface ActionMap {
${types.join('\n')}
}
`)
}

function needs({ classes }) {
  if (classes.length === 0) return 'Needs no class.'
  return `Needs ${classes.map((name) => `\`${name}\``).join(' or ')}.`
}

function argumentsOf({ params, list, keys }) {
  const fields = params.length === 0 ? 'NoFields' : fieldsOf(params)
  if (list !== undefined) {
    const items = list.items.length === 0 ? 'string' : union(list.items.map(quoted))
    return `${fields}, 'list', ${items}, ${quoted(list.closing)}`
  }
  return `${fields}, 'response'${keys.length === 0 ? '' : `, ${union(keys.map(keyType))}`}`
}

function fieldsOf(params) {
  const named = params.filter(({ name }) => !/^Header(1|N)$/.test(name))
  const fields = `{ ${named.map(fieldOf).join('\n')} }`
  return named.length === params.length ? fields : `${fields} & ActionFields`
}

function fieldOf(param) {
  const optional = param.required || member(param.name).startsWith('[') ? '' : '?'
  return `${fieldComment(param)}${member(param.name)}${optional}: ${typeOf(param)}`
}

/** Only what differs from the action's own life is worth a line. */
function fieldComment({ since, until, default: fallback }) {
  const tags = [
    ...(since.length === 0 ? [] : [`@since ${since.join(', ')}`]),
    ...(until === undefined ? [] : [`@until ${until}`]),
    ...(fallback === undefined ? [] : [`@default ${fallback}`]),
  ]
  return tags.length === 0 ? '' : `/** ${tags.join(' ')} */\n`
}

function typeOf({ kind, values }) {
  const words = values.map(quoted)
  switch (kind) {
    case 'number':
      return 'Numeric'
    case 'numberOrText':
      return 'string | number'
    case 'flag':
      return 'Flag'
    case 'flagOrText':
      return 'boolean | string'
    case 'bit':
      return "0 | 1 | '0' | '1'"
    case 'scalar':
      return 'Scalar'
    case 'variables':
      return 'Variables'
    case 'words':
      return union(words)
    case 'open':
      return union([...words, '(string & {})'])
    default:
      return 'string'
  }
}
