import type { Logger } from 'amiable'

/** One log record. */
export interface LogRecord {
  readonly level: keyof Logger
  readonly message: string
  readonly context: { readonly count?: number; readonly total?: number; readonly [key: string]: unknown }
}

/** A logger that keeps its records. */
export function recordLogger(): { logger: Logger; records: LogRecord[] } {
  const records: LogRecord[] = []
  const at =
    (level: keyof Logger) =>
    (context: object, message: string): void => {
      records.push({ level, message, context: { ...context } })
    }
  return { records, logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } }
}
