import type { Completion } from '../catalogue/completion.ts'
import { type AmiEvent, AmiList, type AmiResponse } from '../protocol/index.ts'

/** What an action's promise resolves to. */
export type ActionResult = AmiResponse | AmiList

/** What a message did to the action it answers: `undefined` when more is to come. */
export type Verdict = { readonly result: ActionResult } | { readonly rejected: string } | undefined

/** Most that one list may hold. */
export interface ListLimits {
  readonly listItems: number
  readonly listBytes: number
}

/** Gathers the messages that answer one action, until they are complete. One object per action sent. */
export interface Collector {
  readonly response: AmiResponse | undefined
  readonly items: readonly AmiEvent[]
  /** Whether events can belong to the answer now. */
  readonly takesEvents: boolean
  onResponse(response: AmiResponse): Verdict
  onEvent(event: AmiEvent): Verdict
}

/** Makes the collector for one action. */
export function collectorFor(
  completion: Completion,
  limits: ListLimits,
  onItem?: (event: AmiEvent) => void,
): Collector {
  switch (completion.kind) {
    case 'response':
    case 'command':
    case 'none':
      return single
    case 'auto':
      return new AutoCollector(completion, limits, onItem)
    case 'list':
      return new ListCollector(completion, limits, onItem)
  }
}

// Has no state of its own, so one serves every action that ends with its response.
const single: Collector = {
  response: undefined,
  items: [],
  takesEvents: false,
  onResponse: (response) => verdictOn(response),
  onEvent: () => undefined,
}

/** Ends with the response, unless that announces a list. */
class AutoCollector implements Collector {
  readonly #completion: Completion
  readonly #limits: ListLimits
  readonly #onItem: ((event: AmiEvent) => void) | undefined
  #list: ListCollector | undefined

  constructor(completion: Completion, limits: ListLimits, onItem?: (event: AmiEvent) => void) {
    this.#completion = completion
    this.#limits = limits
    this.#onItem = onItem
  }

  get response(): AmiResponse | undefined {
    return this.#list?.response
  }

  get items(): readonly AmiEvent[] {
    return this.#list?.items ?? []
  }

  get takesEvents(): boolean {
    return this.#list !== undefined
  }

  onResponse(response: AmiResponse): Verdict {
    if (this.#list !== undefined) return this.#list.onResponse(response)
    if (!response.ok || !announcesList(response)) return verdictOn(response)
    this.#list = new ListCollector(this.#completion, this.#limits, this.#onItem)
    return this.#list.onResponse(response)
  }

  onEvent(event: AmiEvent): Verdict {
    const verdict = this.#list?.onEvent(event)
    if (verdict === undefined || !('result' in verdict) || !(verdict.result instanceof AmiList))
      return verdict
    const { response, events, closing, truncated } = verdict.result
    return { result: response.withEvents(closing === undefined ? events : [...events, closing], truncated) }
  }
}

/**
 * Ends when both the response and the closing event are there, in whatever order: a list that closes before its
 * response waits for it, since no response is ever made up.
 */
class ListCollector implements Collector {
  response: AmiResponse | undefined
  readonly items: AmiEvent[] = []
  readonly takesEvents = true
  readonly #completion: Completion
  readonly #limits: ListLimits
  readonly #onItem: ((event: AmiEvent) => void) | undefined
  #closing: AmiEvent | undefined
  #bytes = 0
  #seen = 0

  constructor(completion: Completion, limits: ListLimits, onItem?: (event: AmiEvent) => void) {
    this.#completion = completion
    this.#limits = limits
    this.#onItem = onItem
  }

  onResponse(response: AmiResponse): Verdict {
    const { emptyMessage } = this.#completion
    if (emptyMessage !== undefined && response.message?.startsWith(emptyMessage) === true) {
      this.response = response
      return { result: new AmiList(response, [], undefined, false) }
    }
    if (!response.ok) {
      this.response = response
      return verdictOn(response)
    }
    // A second answer to one action changes nothing; ModuleLoad is known to send three.
    if (this.response !== undefined) return undefined
    this.response = response
    return this.#closing === undefined ? undefined : this.#complete(response, this.#closing)
  }

  onEvent(event: AmiEvent): Verdict {
    const state = event.get('EventList')?.toLowerCase()
    if (state === 'cancelled') return { rejected: 'the server cancelled the list' }
    const { closedBy, onlyItem } = this.#completion
    const closes = state === 'complete' || event.name === closedBy || event.name === onlyItem
    if (!closes || event.name === onlyItem) this.#take(event)
    if (!closes) return undefined
    this.#closing = event
    return this.response === undefined ? undefined : this.#complete(this.response, event)
  }

  #take(event: AmiEvent): void {
    this.#seen += 1
    if (this.#onItem !== undefined) {
      this.#onItem(event)
    } else if (
      this.items.length < this.#limits.listItems &&
      this.#bytes + event.sizeBytes <= this.#limits.listBytes
    ) {
      this.#bytes += event.sizeBytes
      this.items.push(event)
    }
  }

  #complete(response: AmiResponse, closing: AmiEvent): Verdict {
    const dropped = this.#onItem === undefined && this.items.length < this.#seen
    const short = this.#completion.miscounts !== true && this.#seen < Number(closing.get('ListItems'))
    return { result: new AmiList(response, this.items, closing, dropped || short) }
  }
}

/** Whether a response says that a list of events follows. Asterisk spells it `start`, and in FAXSessions `Start`. */
export function announcesList(response: AmiResponse): boolean {
  return response.get('EventList')?.toLowerCase() === 'start'
}

function verdictOn(response: AmiResponse): Verdict {
  if (response.ok) return { result: response }
  return { rejected: response.message ?? response.status }
}
