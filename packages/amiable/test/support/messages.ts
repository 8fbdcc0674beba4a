import { AmiEvent, AmiResponse, type MessageSource } from '../../src/protocol/index.ts'

const source: MessageSource = {
  server: 'pbx',
  session: 1,
  decodeText: (latin1) => Buffer.from(latin1, 'latin1').toString('utf8'),
}

type Headers = Readonly<Record<string, string | number | readonly string[]>>

/** A response as the decoder would make it; without an id when that is undefined. */
export function response(id: string | undefined, headers: Headers = {}, status = 'Success'): AmiResponse {
  return new AmiResponse(text(`Response: ${status}`, id, headers), source)
}

/** An error response. */
export function refusal(id: string | undefined, message: string): AmiResponse {
  return response(id, { Message: message }, 'Error')
}

/** An event as the decoder would make it; a list's item when it has an id. */
export function event(name: string, id?: string, headers: Headers = {}): AmiEvent {
  return new AmiEvent(name, text(`Event: ${name}`, id, headers), source)
}

/** The event that ends a list. */
export function complete(name: string, id: string, listItems: number): AmiEvent {
  return event(name, id, { EventList: 'Complete', ListItems: listItems })
}

function text(first: string, id: string | undefined, headers: Headers): string {
  const lines = Object.entries(headers).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => `${key}: ${one}`),
  )
  return [first, ...(id === undefined ? [] : [`ActionID: ${id}`]), ...lines].join('\r\n')
}
