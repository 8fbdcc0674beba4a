import { randomUUID } from 'node:crypto'
import type { Call } from '../calls/call.ts'
import { isTrue, type OriginateFields, type OriginateOptions } from '../calls/originate-fields.ts'
import { AmiClient } from '../client.ts'
import { AmiError } from '../errors.ts'
import type { LinkRequest, SharedParts } from '../link.ts'
import type { ActionFields } from '../protocol/index.ts'
import type { ResolvedOptions } from '../resolved-options.ts'
import type { ServerStatus } from '../supervision/status.ts'
import { PlacedCalls } from './placed-calls.ts'
import { type Candidate, takesActions } from './route.ts'

/** One server of a fleet: its client, as routes see it. */
export class Member implements Candidate {
  readonly server: string
  readonly client: AmiClient
  /** Ends what {@link AmiClient.onState} began. */
  stopTelling: () => void = () => undefined
  /** Made with the first call: most servers of many a fleet are only listened to. */
  #calls: PlacedCalls | undefined

  constructor(options: ResolvedOptions, shared: SharedParts) {
    this.server = options.server
    this.client = new AmiClient(options, shared)
  }

  get status(): ServerStatus {
    return this.client.link.refreshStatus()
  }

  get pendingActions(): number {
    return this.client.link.supervisor.session?.pendingActions ?? 0
  }

  get calls(): number {
    return this.#calls?.size ?? 0
  }

  get rttMs(): number | undefined {
    return this.client.link.supervisor.session?.rttMs
  }

  /** Why no action can go there; for people. */
  get whyNot(): string {
    const { status } = this
    if (takesActions(status)) return `is ${status}, but the route did not pick it`
    const { lastError, retryInMs } = this.client.link.supervisor
    // What ended an earlier session says nothing about a server that is kept out on purpose.
    const because = lastError === undefined || status === 'draining' ? '' : `: ${lastError.message}`
    const again = retryInMs === undefined ? '' : ` (next attempt in ${Math.ceil(retryInMs)} ms)`
    return `is ${status}${because}${again}`
  }

  /** Sends on this server, and keeps count of the calls that this places. */
  send(action: string, fields: ActionFields | undefined, request: LinkRequest): Promise<unknown> {
    const { link } = this.client
    if (action.toLowerCase() !== 'originate') return link.request(action, fields, request)
    const calls = this.#countCalls()
    const actionId = request.actionId ?? randomUUID()
    const answer = link.request(action, fields, { ...request, actionId })
    calls.add(actionId)
    const answered = (): void => {
      // No OriginateResponse follows unless it is asynchronous: the call is known by the id it was given, or not at all.
      if (!isTrue(fieldOf(fields, 'async'))) calls.become(actionId, fieldOf(fields, 'channelid'))
    }
    answer.then(answered, (error: unknown) => {
      // A call of which nothing is known may be alive: it counts until it is heard of.
      if (!AmiError.is(error) || error.delivery !== 'unknown') calls.remove(actionId)
    })
    return answer
  }

  /** Places a call on this server, and counts it. */
  originate(fields: OriginateFields, options: OriginateOptions): Call {
    return this.client.calls.originate(fields, options, (...send) => this.send(...send))
  }

  #countCalls(): PlacedCalls {
    if (this.#calls === undefined) {
      const { dispatcher, options } = this.client.link
      this.#calls = new PlacedCalls(() => options.clock.now())
      dispatcher.attach(this.#calls, { events: PlacedCalls.events })
    }
    return this.#calls
  }
}

/** A field's text, its name in any case. */
function fieldOf(fields: ActionFields | undefined, name: string): string | undefined {
  for (const [key, value] of Object.entries(fields ?? {})) {
    if (key.toLowerCase() === name && value !== undefined) return String(value)
  }
  return undefined
}
