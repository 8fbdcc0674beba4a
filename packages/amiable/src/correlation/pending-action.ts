import type { AmiError } from '../errors.ts'
import type { Due } from '../util/deadlines.ts'
import type { ActionResult, Collector } from './collector.ts'

/** One action on its way: what was asked, what came so far, and the promise that waits for it. */
export class PendingAction implements Due<PendingAction> {
  readonly action: string
  readonly actionId: string
  readonly collector: Collector
  /** When it was registered, on the session's clock. */
  readonly sentAt: number
  readonly deadline: number
  /** @internal Counts the actions of one table. */
  order = 0
  /** @internal */
  idHash = 0
  /** @internal */
  slot = -1
  /** @internal */
  earlier: PendingAction | undefined
  /** @internal */
  later: PendingAction | undefined
  /** Whether its bytes were handed to the transport: from then on nobody can tell what the server made of them. */
  written = false
  #settled = false
  #onSettled: (() => void) | undefined
  readonly promise: Promise<ActionResult>
  #resolve: (result: ActionResult) => void = ignore
  #reject: (error: AmiError) => void = ignore

  constructor(action: string, actionId: string, collector: Collector, sentAt: number, deadline: number) {
    this.action = action
    this.actionId = actionId
    this.collector = collector
    this.sentAt = sentAt
    this.deadline = deadline
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  get settled(): boolean {
    return this.#settled
  }

  /** Runs once, when the action settles. One listener only: the signal's clean-up. */
  onceSettled(listener: () => void): void {
    this.#onSettled = listener
  }

  /** @internal Called by the table, once. */
  settle(error: AmiError | undefined, result?: ActionResult): void {
    this.#settled = true
    this.#onSettled?.()
    if (error !== undefined) {
      // A loss of the link fails every action at once. Those that nobody awaits must not end the process.
      this.promise.catch(ignore)
      this.#reject(error)
    } else if (result !== undefined) {
      this.#resolve(result)
    }
  }
}

function ignore(): void {}
