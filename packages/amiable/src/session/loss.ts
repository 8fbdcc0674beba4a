import {
  AmiClosedError,
  AmiConnectionError,
  type AmiError,
  type AmiErrorContext,
  AmiProtocolError,
} from '../errors.ts'
import type { AmiResponse } from '../protocol/index.ts'

/** Why a server that closed the connection in good order may have done so. */
export function closedMessage(beforeGreeting: boolean, shutdownAnnounced: boolean): string {
  if (shutdownAnnounced) return 'Asterisk was shut down or restarted'
  if (!beforeGreeting) return 'the server closed the connection'
  return (
    'the server closed the connection before its greeting; Asterisk does so when too many connections are not ' +
    'logged in (authlimit), while it shuts down, and on its TLS port for a client without TLS'
  )
}

/** The error of one action that the session took with it; what ended the session is its cause. */
export function lostAction(cause: AmiError, context: AmiErrorContext): AmiError {
  const message = `${context.action}: ${cause.message}`
  if (cause instanceof AmiClosedError) return new AmiClosedError(message, { ...context, cause })
  const reason = cause instanceof AmiConnectionError ? cause.reason : 'protocol'
  return new AmiConnectionError(message, reason, { ...context, cause })
}

/** The error of an action whose answer passed the limit and was skipped. */
export function oversizeError(context: AmiErrorContext, limitBytes: number): AmiError {
  const message = `${context.action}: the answer is longer than ${limitBytes} bytes (limits.messageBytes)`
  return new AmiProtocolError(message, { ...context, delivery: 'answered' })
}

/** Whether an answer refuses its action because Asterisk is about to end (`process_message` in main/manager.c). */
export function refusedByShutdown(response: AmiResponse): boolean {
  return response.status === 'Error' && response.message === 'Asterisk is shutting down'
}
