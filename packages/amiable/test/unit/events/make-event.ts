import { AmiEvent } from 'amiable'
import { textDecoder } from 'amiable/protocol'

const decodeText = textDecoder('latin1')

/** An event as the decoder makes it. */
export function makeEvent(
  name: string,
  headers: Readonly<Record<string, string | number>> = {},
  session = 1,
): AmiEvent {
  const lines = Object.entries({ Event: name, ...headers }).map(([key, value]) => `${key}: ${value}\r\n`)
  return new AmiEvent(name, lines.join(''), { server: 'pbx', session, decodeText })
}
