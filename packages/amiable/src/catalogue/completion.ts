import { completionTable as facts } from './completion-table.ts'

/** How an action's answer ends. */
export interface Completion {
  /**
   * - `response`: with its one response.
   * - `command`: with its one response, which holds the command's output.
   * - `list`: with the event that closes its list.
   * - `none`: never, since Asterisk does not answer it.
   * - `auto`: with its response, or with its list if the response says `EventList: start`.
   */
  readonly kind: 'response' | 'command' | 'list' | 'none' | 'auto'
  /** Closes the list, whether or not it carries `EventList: Complete`. */
  readonly closedBy?: string
  /** Items that Asterisk sends without the ActionID while the list is open. */
  readonly itemsWithoutId?: string
  /** One event is the whole list, and closes it. */
  readonly onlyItem?: string
  /** Asterisk says this, as an error or not, where the list is empty; nothing follows. */
  readonly emptyMessage?: string
  /** Its `ListItems` says nothing about how many there are. */
  readonly miscounts?: boolean
  /** After its answer, the event that says what became of it, under its ActionID. */
  readonly outcome?: string
  /** The command that prints what an action that is never answered prints; empty when there is none. */
  readonly instead?: string
}

const AUTO: Completion = { kind: 'auto' }

const table = new Map<string, Completion>()
for (const [name] of words(facts.response)) enter(name, { kind: 'response' })
for (const [name] of words(facts.command)) enter(name, { kind: 'command' })
for (const [name, closedBy = `${name}Complete`] of words(facts.list)) enter(name, { kind: 'list', closedBy })
for (const [name] of words(facts.onlyItem)) enter(name, { onlyItem: name })
for (const [name, itemsWithoutId = ''] of words(facts.itemsWithoutId)) enter(name, { itemsWithoutId })
for (const [name] of words(facts.miscounts)) enter(name, { miscounts: true })
for (const [name, emptyMessage] of Object.entries(facts.empty)) enter(name, { emptyMessage })
for (const [name, instead] of Object.entries(facts.none)) enter(name, { kind: 'none', instead })
for (const [name, outcome = ''] of words(facts.outcome)) enter(name, { outcome })

/** In Asterisk's own spelling too, in which nearly everybody asks: no lower-case copy is made then. */
function enter(name: string, more: Partial<Completion>): void {
  const how = { ...completionOf(name), ...more }
  table.set(name, how)
  table.set(name.toLowerCase(), how)
}

/** How the named action ends; an action that is not known ends as its response says. */
export function completionOf(action: string): Completion {
  return table.get(action) ?? table.get(action.toLowerCase()) ?? AUTO
}

/** The words of a string, each split at its `>`. */
function words(text: string): [name: string, event?: string][] {
  return text
    .trim()
    .split(/\s+/)
    .map((word) => word.split('>') as [string, string?])
}
