import { AmiEvent } from '../protocol/index.ts'
import type { EventOf } from './receiving.ts'
import { type Rename, renames } from './renames.ts'

/** An event under its name of today, with the headers of today. */
class RenamedEvent extends AmiEvent {
  /** As it was sent. */
  readonly original: AmiEvent

  constructor(original: AmiEvent, name: string, text: string) {
    super(name, text, original.source)
    this.original = original
  }
}

/** An event under its name of today, with the headers of today; `original` is what was sent. */
export type NormalisedEvent<Name extends string = string> = EventOf<Name> & { readonly original: AmiEvent }

/** A subscription asks for the same event more than once: for its `where`, and to deliver it. */
const known = new WeakMap<AmiEvent, RenamedEvent>()

/**
 * An event as today's Asterisk would send it: name and headers renamed where an older one called the same thing
 * otherwise, values and everything else as they were sent. Headers that the old event had not are still missing.
 */
export function normalise(event: AmiEvent): NormalisedEvent {
  if (event instanceof RenamedEvent) return event
  const normalised = known.get(event) ?? renamed(event)
  known.set(event, normalised)
  return normalised
}

/** All names that an event has had, today's first: what to subscribe to in order to hear of it from any Asterisk. */
export function namesEver(name: string): string[] {
  const folded = name.toLowerCase()
  const older = [...renames].filter(([, all]) => all.some(({ to }) => to.toLowerCase() === folded))
  return [...new Set([name, ...older.flatMap(([old]) => (old === folded ? [] : [old]))])]
}

function renamed(event: AmiEvent): RenamedEvent {
  const rename = renames
    .get(event.name.toLowerCase())
    ?.find(({ when }) => when === undefined || applies(event, when))
  if (rename === undefined) return new RenamedEvent(event, event.name, textOf(event))
  return new RenamedEvent(event, rename.to, rewritten(event, rename))
}

function applies(event: AmiEvent, [header, value]: NonNullable<Rename['when']>): boolean {
  const found = event.get(header)
  return value === undefined ? found !== undefined : found?.toLowerCase() === value.toLowerCase()
}

function rewritten(event: AmiEvent, { to, headers = '' }: Rename): string {
  const names = new Map<string, string>()
  for (const pair of headers.split(' ')) {
    const [old = '', today = ''] = pair.split('>')
    if (old.toLowerCase() === today.toLowerCase() || event.get(today) === undefined)
      names.set(old.toLowerCase(), today)
  }
  const [, ...lines] = textOf(event).split('\r\n')
  return [`Event: ${to}`, ...lines.map((line) => withName(line, names))].join('\r\n')
}

function withName(line: string, names: ReadonlyMap<string, string>): string {
  const colon = line.indexOf(':')
  const today = names.get(line.slice(0, colon).toLowerCase())
  return colon === -1 || today === undefined ? line : today + line.slice(colon)
}

function textOf(event: AmiEvent): string {
  const { buffer, byteOffset, byteLength } = event.raw
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1')
}
