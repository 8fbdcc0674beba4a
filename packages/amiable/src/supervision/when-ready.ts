import { AmiAbortedError, AmiClosedError, type AmiError } from '../errors.ts'
import { onAbort } from '../util/on-abort.ts'
import type { ClientState } from './state.ts'
import type { Supervisor } from './supervisor.ts'
import type { StateChange } from './supervisor-options.ts'

/**
 * Starts a supervisor and waits until it is ready.
 *
 * @param onState tells of each change until its result is called.
 * @throws AmiAuthError when the login is refused; AmiAbortedError; AmiClosedError, or what closed the client.
 */
export function whenReady(
  supervisor: Supervisor,
  onState: (listener: (change: StateChange) => void) => () => void,
  server: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let stop = (): void => undefined
    let stopWatching = (): void => undefined
    const settle = (error?: AmiError): void => {
      stop()
      stopWatching()
      if (error === undefined) resolve()
      else reject(error)
    }
    const abort = (): void =>
      settle(new AmiAbortedError('connect: aborted by the caller', { server, cause: signal?.reason }))
    const look = (state: ClientState, cause: AmiError | undefined): void => {
      if (state === 'ready') settle()
      else if (state === 'auth-failed' || state === 'closed') {
        settle(cause ?? new AmiClosedError('connect: the client is closed', { server }))
      }
    }
    if (signal?.aborted === true) {
      abort()
      return
    }
    supervisor.start()
    stop = onState(({ to, cause }) => look(to, cause))
    stopWatching = onAbort(signal, abort)
    look(supervisor.state, undefined)
  })
}
