import type { AmiEvent, Subscription } from 'amiable'
import { Delivery } from '../../../src/events/delivery.ts'
import { Dispatcher, type SubscribeOptions } from '../../../src/events/dispatcher.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { makeEvent } from './make-event.ts'

/** A dispatcher with one subscription, and what became of its events. */
export function subscriber(options: SubscribeOptions<string, never> = {}, session = 1) {
  const clock = new ManualClock()
  const drops: { name: string; reason: string }[] = []
  const errors: { error: unknown; event: string }[] = []
  const dispatcher = new Dispatcher({
    server: 'pbx',
    delivery: new Delivery(clock, 5),
    onDrop: ({ name }, reason) => drops.push({ name, reason }),
    onUserError: (error, event) => errors.push({ error, event }),
  })
  if (session > 0) dispatcher.markSession(session)
  const subscription: Subscription = dispatcher.subscribe(options)
  let sent = 0
  const send = (name: string, from = session): void => {
    sent += 1
    dispatcher.dispatch(makeEvent(name, { Sequence: sent }, from))
  }
  return { clock, dispatcher, drops, errors, subscription, send }
}

/** An event's name and number. */
export function label(event: AmiEvent): string {
  return `${event.name}#${event.get('Sequence')}`
}
