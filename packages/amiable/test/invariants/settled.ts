import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ActionReport } from 'amiable'

/** Counts how often each action settled, by its ActionID, as `amiable:action` tells it. */
export class SettledActions implements Disposable {
  readonly times: Map<string, number> = new Map()
  readonly #take = (message: unknown): void => {
    const { actionId } = message as ActionReport
    this.times.set(actionId, (this.times.get(actionId) ?? 0) + 1)
  }

  constructor() {
    subscribe('amiable:action', this.#take)
  }

  [Symbol.dispose](): void {
    unsubscribe('amiable:action', this.#take)
  }
}
