import { isThenable } from '../util/thenable.ts'
import type { Redact } from './redact.ts'

/** Where log records go; pino's shape. It is called with redacted context, and may throw without harm. */
export interface Logger {
  /** For whoever is looking for a fault. */
  debug(context: object, message: string): void
  /** The normal course of things: ready, closed. */
  info(context: object, message: string): void
  /** Something was lost or refused, and survived. */
  warn(context: object, message: string): void
  /** Somebody must act: a refused login, a handler that fails. */
  error(context: object, message: string): void
}

/** The four levels, least urgent first. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** A logger that cannot throw, redacts what passes, and knows whether anybody listens. */
export interface SafeLog {
  /** False without a logger: then not even the context needs to be built. */
  readonly enabled: boolean
  write(level: LogLevel, context: object, message: string): void
}

/** What stands where no logger was given. */
export const silentLog: SafeLog = { enabled: false, write: () => undefined }

/**
 * Wraps the user's logger, once, at the boundary.
 *
 * @param onRefused told of each record that the logger refused, by throwing or by rejecting.
 */
export function safeLog(logger: Logger, redact: Redact, onRefused: () => void): SafeLog {
  return {
    enabled: true,
    write(level, context, message) {
      try {
        // A logger may be asynchronous although its type says otherwise.
        const returned: unknown = logger[level](redact(context), message)
        if (isThenable(returned)) returned.then(undefined, onRefused)
      } catch {
        onRefused()
      }
    },
  }
}
