import { AmiEvent } from 'amiable'
import { textDecoder } from 'amiable/protocol'

const decodeText = textDecoder('latin1')

/** An event of one of several servers, as that server's decoder makes it. */
export function serverEvent(
  server: string,
  name: string,
  headers: Readonly<Record<string, string | number>> = {},
  session = 1,
): AmiEvent {
  const lines = Object.entries({ Event: name, ...headers }).map(([key, value]) => `${key}: ${value}\r\n`)
  return new AmiEvent(name, lines.join(''), { server, session, decodeText })
}
