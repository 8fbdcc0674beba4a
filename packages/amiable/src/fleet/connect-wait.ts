import type { AmiError } from '../errors.ts'
import { type Deferred, deferred } from '../util/deferred.ts'
import { onAbort } from '../util/on-abort.ts'
import type { Member } from './member.ts'

/**
 * One wait for any, or all, of a fleet's servers to be ready. Servers that join meanwhile are waited for too, those
 * that leave no longer: to replace a server while somebody waits for it is not its failure.
 */
export class ConnectWait {
  readonly #wait: 'any' | 'all'
  readonly #none: () => AmiError
  /** Whom it waits for, and what ends that: who waits again and again must leave nothing behind on a server. */
  readonly #trying = new Map<Member, AbortController>()
  readonly #done: Deferred<void> = deferred()

  /** @param none makes the error for when no server is left that could become ready. */
  constructor(wait: 'any' | 'all', none: () => AmiError, members: Iterable<Member>) {
    this.#wait = wait
    this.#none = none
    for (const member of members) this.join(member)
    this.#look()
  }

  /**
   * Resolves when the wait is over.
   *
   * @param aborted makes the error to reject with when `signal` aborts; the servers go on trying.
   */
  async over(signal: AbortSignal | undefined, aborted: () => AmiError): Promise<void> {
    const abort = (): void => this.#done.reject(aborted())
    const stopWatching = onAbort(signal, abort)
    try {
      await this.#done.promise
    } finally {
      stopWatching()
      const singles = [...this.#trying.values()]
      this.#trying.clear()
      for (const single of singles) single.abort()
    }
  }

  /** Connects one more server, and waits for it. */
  join(member: Member): void {
    const single = new AbortController()
    this.#trying.set(member, single)
    member.client.connect({ signal: single.signal }).then(
      () => this.#settle(member, undefined),
      (error: AmiError) => this.#settle(member, error),
    )
  }

  leave(member: Member): void {
    if (this.#trying.delete(member)) this.#look()
  }

  #settle(member: Member, error: AmiError | undefined): void {
    if (!this.#trying.delete(member)) return
    if (error === undefined && this.#wait === 'any') this.#done.resolve()
    else if (error !== undefined && this.#wait === 'all') this.#done.reject(error)
    else this.#look()
  }

  #look(): void {
    if (this.#trying.size > 0) return
    if (this.#wait === 'all') this.#done.resolve()
    else this.#done.reject(this.#none())
  }
}
