/**
 * Reads the `Variable` headers of an Originate as Asterisk's splitter does (main/app.c): commas separate items
 * outside quotes, parentheses and brackets; quotes and backslashes go; items without `=` are dropped; of a
 * repeated name the first value wins.
 */
export function parseVariables(headers: readonly string[]): Map<string, string> {
  const variables = new Map<string, string>()
  for (const item of headers.flatMap(splitItems)) {
    const equals = item.indexOf('=')
    if (equals === -1) continue
    const name = item.slice(0, equals)
    if (!variables.has(name)) variables.set(name, item.slice(equals + 1))
  }
  return variables
}

function splitItems(header: string): string[] {
  const items: string[] = []
  let item = ''
  let quoted = false
  let depth = 0
  for (let at = 0; at < header.length; at += 1) {
    const character = header.charAt(at)
    if (character === '\\') {
      at += 1
      item += header.charAt(at)
    } else if (character === '"') {
      quoted = !quoted
    } else if (character === ',' && !quoted && depth === 0) {
      items.push(item)
      item = ''
    } else {
      if (!quoted) depth = Math.max(0, depth + nesting(character))
      item += character
    }
  }
  items.push(item)
  return items
}

function nesting(character: string): number {
  if (character === '(' || character === '[') return 1
  return character === ')' || character === ']' ? -1 : 0
}

/** A caller id `"Name" <number>`, as Asterisk splits it. */
export function parseCallerId(text: string): { name: string | undefined; number: string | undefined } {
  const match = /^\s*(.*?)\s*<([^<>]*)>\s*$/.exec(text)
  if (match === null)
    return /^[\d*#+]+$/.test(text) ? { name: undefined, number: text } : { name: text, number: undefined }
  const name = (match[1] ?? '').replace(/^"(.*)"$/, '$1')
  return { name: name === '' ? undefined : name, number: match[2] }
}
