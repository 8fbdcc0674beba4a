import { AmiBackpressureError } from '../errors.ts'
import type { AmiEvent } from '../protocol/index.ts'
import { type Deferred, deferred } from '../util/deferred.ts'
import { Ring } from '../util/ring.ts'

/** Bounds of what waits between the socket and the loop. */
export interface ListStreamLimits {
  readonly listItems: number
  readonly listBytes: number
}

/** Asks for the list: items go to `onItem` as they come; resolves when it is complete. */
export type AskForList = (onItem: (event: AmiEvent) => void, signal: AbortSignal) => Promise<unknown>

/**
 * A list, item by item, for lists too long to hold. Asked for when iteration begins.
 *
 * The items that wait are bounded: a loop that falls behind by more gets those, and then AmiBackpressureError,
 * since the socket cannot be held up for one list. Leaving the loop gives the rest up.
 */
export async function* listStream(
  ask: AskForList,
  limits: ListStreamLimits,
  server: string,
): AsyncGenerator<AmiEvent, void, undefined> {
  const items = new Ring<AmiEvent>()
  const giveUp = new AbortController()
  let bytes = 0
  let over: { readonly error?: unknown } | undefined
  let arrival: Deferred<void> = deferred()

  const end = (error?: unknown): void => {
    over ??= error === undefined ? {} : { error }
    arrival.resolve()
  }
  const take = (event: AmiEvent): void => {
    if (over !== undefined) return
    if (items.length >= limits.listItems || bytes + event.sizeBytes > limits.listBytes) {
      end(new AmiBackpressureError(`${items.length} list items wait to be read, more do not fit`, { server }))
      giveUp.abort()
      return
    }
    items.push(event)
    bytes += event.sizeBytes
    arrival.resolve()
  }

  ask(take, giveUp.signal).then(
    () => end(),
    (error: unknown) => end(error),
  )
  try {
    for (;;) {
      for (let item = items.shift(); item !== undefined; item = items.shift()) {
        bytes -= item.sizeBytes
        yield item
      }
      if (over !== undefined) break
      await arrival.promise
      arrival = deferred()
    }
    if (over.error !== undefined) throw over.error
  } finally {
    giveUp.abort()
  }
}
