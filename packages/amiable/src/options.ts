import type { Logger } from './observe/logger.ts'
import type { RedactPattern } from './observe/redact.ts'
import type { Lookup, TlsOptions } from './transport/tcp.ts'
import type { Dial } from './transport/transport.ts'
import type { Clock } from './util/clock.ts'

/** Asterisk's event classes, for the event mask (main/manager.c, `perms`). */
export type EventClass =
  | 'system'
  | 'call'
  | 'log'
  | 'verbose'
  | 'command'
  | 'agent'
  | 'user'
  | 'config'
  | 'dtmf'
  | 'reporting'
  | 'cdr'
  | 'dialplan'
  | 'originate'
  | 'agi'
  | 'cc'
  | 'aoc'
  | 'test'
  | 'security'
  | 'message'

/** How to reach one server, and how to treat it. Durations in milliseconds, sizes in bytes. */
export interface AmiClientOptions {
  /** Name in events, errors, logs and metrics. @default `${host}:${port}` */
  server?: string
  /** Name or address. */
  host: string
  /** Where Asterisk listens. @default 5038, or 5039 with `tls` */
  port?: number
  /** TLS; verification is on unless the object says otherwise. @default false */
  tls?: boolean | TlsOptions
  /** As in manager.conf. */
  username: string
  /** The user's secret. Asked anew at each login when a function, so that secrets can rotate. */
  secret: string | (() => string | Promise<string>)
  /** `md5` answers a challenge, so that the secret itself is never sent. @default 'md5' */
  auth?: 'md5' | 'plain'
  /** Event classes to receive; `off` for none. Left out, manager.conf decides. Reapplied at every login. */
  events?: readonly EventClass[] | 'on' | 'off'
  /** Filters that the server applies before it sends; added at every login. @default [] */
  filters?: readonly (string | { criteria: string; value?: string })[]
  /** Encoding of values that are not UTF-8: `latin1`, or a WHATWG label. @default 'latin1' */
  encoding?: string
  timeouts?: {
    /** Resolving, TCP and TLS together. @default 10_000 */
    connectMs?: number
    /** From the connection to the server's greeting. @default 10_000 */
    bannerMs?: number
    /** From the greeting to the answered login, the secret function included; also each filter. @default 10_000 */
    loginMs?: number
    /** From `send` to the last answer. @default 30_000 */
    actionMs?: number
    /** What `close` waits for the Logoff's answer. @default 1_000 */
    closeMs?: number
  }
  keepalive?:
    | {
        /** Between pings. @default 15_000 */
        intervalMs?: number
        /** What a pong may take; at most the interval. @default 10_000, or the interval if that is less */
        timeoutMs?: number
        /** Pings in a row without answer that end the session, even while events come. @default 3 */
        misses?: number
        /**
         * Without a single byte for so long the session ends; more than the interval.
         *
         * @default 30_000, or two intervals if that is more
         */
        silenceMs?: number
        /**
         * Without a single event for so long, while pings are answered, a server that has sent events before counts as
         * degraded. 0 for never. @default 300_000
         */
        stallMs?: number
      }
    | false
  reconnect?:
    | {
        /** Ceiling of the first wait; it doubles with each failure. @default 250, or `maxMs` if that is less */
        minMs?: number
        /** Ceiling of every wait. @default 30_000, or `minMs` if that is more */
        maxMs?: number
        /** Ready for so long, a session's loss counts as a first failure again. @default 10_000 */
        stableMs?: number
        /** Ceiling of the wait after a refused login. @default 300_000 */
        authRetryMs?: number
        /** Refused logins in a row before nothing more is tried until `connect()`. @default 1_000_000 */
        authAttempts?: number
        /** Failures in a row after which the breaker is open: a session must then last `stableMs` to be trusted. @default 5 */
        breakerFailures?: number
        /** Shortest wait while the breaker is open: between half of it and all of it. @default 0, the backoff alone */
        breakerCooldownMs?: number
      }
    | false
  limits?: {
    /** Longest frame. @default 1_048_576 */
    messageBytes?: number
    /** Most actions waiting for answers. @default 5_000 */
    pendingActions?: number
    /** Most bytes waiting to be written. @default 5_242_880 */
    writeBufferBytes?: number
    /** Most items of one list. @default 50_000 */
    listItems?: number
    /** Most bytes of one list. @default 33_554_432 */
    listBytes?: number
    /**
     * Most bytes that one server's socket gives in one turn of the event loop, in buffers of 65_536: the rest comes in
     * the next, after everybody else's. @default 262_144
     */
    readBytesPerTurn?: number
  }
  delivery?: {
    /** Time per turn of the event loop for handlers and iterators. @default 5 */
    budgetMs?: number
  }
  redact?: {
    /** Keys to hide in log records, beyond secrets, tokens and variables. */
    keys?: readonly string[]
    /**
     * What to hide inside any logged text. Of a text longer than 4096 characters only the beginning is shown then.
     *
     * A regular expression takes as long as it takes: patterns that others write belong to an engine of linear time.
     */
    patterns?: readonly (RegExp | RedactPattern)[]
  }
  /** Silent by default. */
  logger?: Logger
  /** Resolves the host name, in the form of `dns.lookup`. @default Node's */
  lookup?: Lookup
  /** Opens connections, in place of TCP and TLS. */
  dial?: Dial
  /**
   * Whether its timers keep the process alive. With `unref` it ends when there is nothing else to do, though a
   * reconnect or a deadline is due; an open connection is something to do. @default 'ref'
   */
  timers?: 'ref' | 'unref'
  /** Time, for tests; in place of `timers`. */
  clock?: Clock
  /** Uniform in [0, 1), for tests. @default Math.random */
  random?: () => number
}
