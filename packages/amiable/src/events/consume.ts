import type { AmiEvent } from '../protocol/index.ts'
import type { EventHandler, EventSubscription, Subscription } from './subscription.ts'

/** Gives a subscription a handler; `onError` is told why it closed, if it closed because it was full. */
export function handleEach(
  subscription: EventSubscription,
  handler: EventHandler<AmiEvent>,
  onError: (error: unknown) => void,
): Subscription {
  // A subscription that closes when it is full has nobody else to tell.
  subscription.each(handler).catch(onError)
  return subscription
}

/**
 * The first event of a subscription, which is closed then.
 *
 * @param ended makes the error to reject with when the subscription ends without one.
 */
export function firstOf(subscription: EventSubscription, ended: () => Error): Promise<AmiEvent> {
  const first = takeFirst(subscription, ended)
  // It may end long after anybody still waits: that must not end the process.
  first.catch(() => undefined)
  return first
}

async function takeFirst(subscription: EventSubscription, ended: () => Error): Promise<AmiEvent> {
  // Leaving the loop closes it.
  for await (const event of subscription) return event
  throw ended()
}
