import { randomUUID } from 'node:crypto'
import { ActionIds } from '../correlation/action-id.ts'
import type { ActionResult } from '../correlation/collector.ts'
import type { PendingActions } from '../correlation/pending.ts'
import type { PendingRequest } from '../correlation/pending-options.ts'
import { AmiConnectionError, AmiRejectedError } from '../errors.ts'
import type { ClientCounters } from '../observe/counters.ts'
import { type ActionFields, AmiResponse, encodeAction } from '../protocol/index.ts'
import type { Outbox } from './outbox.ts'

/** How one action is to be sent. */
export interface RequestOptions extends PendingRequest {
  /** The caller's own id; generated when left out. */
  readonly actionId?: string | undefined
}

/** Sends one session's actions: each gets an id, a place in the table and a place among the bytes to write. */
export class Sender {
  readonly #server: string
  readonly #pending: PendingActions
  readonly #outbox: Outbox
  readonly #counters: ClientCounters
  readonly #ids = new ActionIds(randomUUID().replaceAll('-', '').slice(0, 16))

  constructor(server: string, pending: PendingActions, outbox: Outbox, counters: ClientCounters) {
    this.#server = server
    this.#pending = pending
    this.#outbox = outbox
    this.#counters = counters
  }

  /**
   * Sends an action; the promise settles once, whatever happens.
   *
   * @throws AmiArgumentError, AmiBackpressureError before anything was queued; AmiConnectionError when the session
   * has ended.
   */
  send(action: string, fields: ActionFields | undefined, options: RequestOptions): Promise<ActionResult> {
    const server = this.#server
    if (this.#outbox.closed) {
      throw new AmiConnectionError(`${action}: the session has ended`, 'not-ready', {
        server,
        action,
        delivery: 'unsent',
      })
    }
    const actionId = options.actionId ?? this.#ids.next()
    const text = encodeAction(action, actionId, fields)
    const bytes = Buffer.byteLength(text)
    this.#outbox.checkRoom(bytes, action, server, options.control === true)
    const pending = this.#pending.add(action, actionId, options)
    this.#outbox.add(text, bytes, pending)
    this.#counters.actionsSent += 1
    this.#counters.bytesSent += bytes
    return pending.promise
  }

  /** Sends one of the session's own actions, which end with a response. */
  async ask(action: string, fields: ActionFields | undefined, timeoutMs: number): Promise<AmiResponse> {
    return responseOf(await this.send(action, fields, { control: true, timeoutMs }))
  }

  /**
   * Asks which Asterisk it is, and writes it down before anybody who awaits a later answer goes on. A login that may
   * not ask is refused, which harms nothing.
   */
  askVersion(timeoutMs: number, into: { asteriskVersion: string | undefined }): void {
    // Nothing between the answer and the note: another promise would come after those who await a later answer.
    this.send('CoreSettings', undefined, { control: true, timeoutMs }).then((result) => {
      into.asteriskVersion = responseOf(result).get('AsteriskVersion')
    }, ignore)
  }

  /** Pings; true when anything came back in time. Never rejects. */
  async ping(timeoutMs: number): Promise<boolean> {
    try {
      await this.ask('Ping', undefined, timeoutMs)
      return true
    } catch (error) {
      return error instanceof AmiRejectedError
    }
  }
}

function responseOf(result: ActionResult): AmiResponse {
  return result instanceof AmiResponse ? result : result.response
}

function ignore(): void {}
