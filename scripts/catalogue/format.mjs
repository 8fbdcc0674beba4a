/** Writes facts so that a difference reads well: one line for each action, event or name, the same each time. */

/** An object whose members each take one line, except lists and objects among them, whose members do. */
export function formatFacts(facts) {
  const members = Object.entries(facts).map(
    ([key, value]) => `${JSON.stringify(key)}: ${formatMember(value)}`,
  )
  return `{\n${members.join(',\n')}\n}\n`
}

/** A list or an object by lines; anything else as it is. */
function formatMember(value) {
  if (Array.isArray(value))
    return byLines(
      '[',
      value.map((item) => JSON.stringify(item)),
      ']',
    )
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const lines = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${JSON.stringify(item)}`)
  return byLines('{', lines, '}')
}

function byLines(open, lines, close) {
  if (lines.length === 0) return `${open}${close}`
  return `${open}\n${lines.join(',\n')}\n${close}`
}
