import { readFileSync } from 'node:fs'
import ts from 'typescript'

/**
 * What the comments of an interface say of its properties, by path: the text, and what its `@default` names. Properties
 * of an object within it stand as `group.property`.
 */
export function commentsOf(file, name) {
  const source = ts.createSourceFile(file.pathname, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const found = source.statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === name)
  if (found === undefined) throw new Error(`${file.pathname} has no interface ${name}`)
  const comments = new Map()
  collect(found.members, '', comments)
  return comments
}

function collect(members, prefix, comments) {
  for (const member of members.filter(ts.isPropertySignature)) {
    const path = prefix + member.name.getText()
    const doc = ts.getJSDocCommentsAndTags(member).find(ts.isJSDoc)
    const [text, preset] = plain(doc?.getText() ?? '').split(/\s*@default\s+/)
    comments.set(path, { text: text || undefined, preset })
    const types = ts.isUnionTypeNode(member.type) ? member.type.types : [member.type]
    for (const type of types.filter(ts.isTypeLiteralNode)) collect(type.members, `${path}.`, comments)
  }
}

/** A comment without its stars, on one line. */
function plain(comment) {
  return comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .replaceAll(/^\s*\*/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
