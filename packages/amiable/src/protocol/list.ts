import type { AmiEvent, AmiResponse } from './message.ts'

/** A response and the events that answered it, in the order they came. */
export class AmiList<Item extends AmiEvent = AmiEvent, Closing extends AmiEvent = AmiEvent>
  implements Iterable<Item>
{
  readonly response: AmiResponse
  /** The items, without the event that closed the list. */
  readonly events: readonly Item[]
  /** The event that closed the list, with whatever totals it carries; `undefined` for an empty list that had none. */
  readonly closing: Closing | undefined
  /** How many items Asterisk says it sent (`ListItems`), where it says so. */
  readonly listItems: number | undefined
  /** True when items are missing here: more came than the client's limits keep, or fewer than Asterisk counted. */
  readonly truncated: boolean

  /** @internal */
  constructor(
    response: AmiResponse,
    events: readonly Item[],
    closing: Closing | undefined,
    truncated: boolean,
  ) {
    this.response = response
    this.events = events
    this.closing = closing
    const said = Number(closing?.get('ListItems') ?? Number.NaN)
    this.listItems = Number.isInteger(said) ? said : undefined
    this.truncated = truncated
  }

  /** How many items are here. */
  get length(): number {
    return this.events.length
  }

  /** Goes through the items. */
  [Symbol.iterator](): Iterator<Item> {
    return this.events[Symbol.iterator]()
  }
}
