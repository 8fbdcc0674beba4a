import type { Simulator } from '@amiable/simulator'
import { AmiClient, type AmiClientOptions, type Logger } from 'amiable'

/** One record that a client logged. */
export interface LogRecord {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly context: Readonly<Record<string, unknown>>
  readonly message: string
}

/** A logger that keeps everything. */
export function recordingLogger(): Logger & { readonly records: LogRecord[] } {
  const records: LogRecord[] = []
  const keep =
    (level: LogRecord['level']) =>
    (context: object, message: string): void => {
      records.push({ level, context: { ...context }, message })
    }
  return { records, debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') }
}

/** A client of a simulator, not connected, that waits for nothing longer than a test should take. */
export function clientOf(pbx: Simulator, options: Partial<AmiClientOptions> = {}): AmiClient {
  return new AmiClient({
    server: 'pbx',
    host: pbx.host,
    port: pbx.port,
    username: 'admin',
    secret: 'amp111',
    timeouts: { connectMs: 5000, bannerMs: 5000, loginMs: 5000, actionMs: 5000, closeMs: 500 },
    ...options,
  })
}

/** A client of a simulator that is ready. */
export function connectedTo(pbx: Simulator, options: Partial<AmiClientOptions> = {}): Promise<AmiClient> {
  return clientOf(pbx, options).connect()
}
