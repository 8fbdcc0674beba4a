import { AmiConnectionError, messageOf } from '../errors.ts'
import type { Dial } from '../transport/transport.ts'

/** A dial that cannot throw: what it throws ends the connection, a turn later, as the network would have. */
export function guardedDial(dial: Dial, server: string): Dial {
  return (handlers) => {
    try {
      return dial(handlers)
    } catch (cause) {
      const error = new AmiConnectionError(`cannot connect: ${messageOf(cause)}`, 'connect', {
        server,
        cause,
      })
      const soon = setImmediate(() => handlers.onClose(error))
      return {
        phase: 'tcp',
        bufferedBytes: 0,
        encrypted: false,
        write: () => undefined,
        end: () => undefined,
        destroy: () => clearImmediate(soon),
      }
    }
  }
}
