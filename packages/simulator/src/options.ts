import type { Chunks } from './raw-writer.ts'
import type { SimulatedRequest } from './request.ts'
import type { SimulatedSession } from './session.ts'

/**
 * What an action does: answers through the session, or does not.
 *
 * A session runs one action at a time, as Asterisk does: while the promise of a script is pending, the session's
 * next actions and all its events wait. A throw is kept in `simulator.errors` and rethrown on close.
 */
export type ActionScript = (request: SimulatedRequest, session: SimulatedSession) => void | Promise<void>

/** A user of manager.conf. */
export interface SimulatedUser {
  secret: string
  /** Event classes the user may see. @default all */
  read?: readonly string[]
  /** Action classes the user may use. @default all */
  write?: readonly string[]
}

/** The step of a session at which the server dies. */
export type DeathStep =
  /** Accepted, closed before the banner. */
  | 'connect'
  /** Right after the banner. */
  | 'banner'
  /** When a Challenge arrives, unanswered. */
  | 'challenge'
  /** When a Login arrives, unanswered. */
  | 'login'
  /** When the first action after the login arrives, unanswered. */
  | 'first-action'
  /** In the middle of the next frame after the login. */
  | 'mid-frame'
  /** In the middle of the next list's items. */
  | 'mid-list'

/** How a call that was dialled ends. */
export type CallOutcome =
  /** Rings, is answered, is hung up after `talkMs`. */
  | 'answer'
  /** Is answered and stays up until somebody hangs it up. */
  | 'long'
  | 'busy'
  | 'congestion'
  /** Rings until the Originate gives up, after `noAnswerMs`. */
  | 'noanswer'
  /** The dial fails at once; there never is a channel. */
  | 'nosuch'

/** TLS of the server; keys and certificates are PEM texts. */
export interface SimulatorTls {
  key: string
  cert: string
  /** True to refuse clients without a certificate `ca` signed. @default false */
  requestCert?: boolean
  ca?: string
  /**
   * True to read as Asterisk does, at most 1024 bytes for every TLS record: the rest of a longer one waits until
   * the next comes.
   *
   * @default false
   */
  stalls?: boolean
}

/** How the simulated Asterisk behaves. */
export interface SimulatorOptions {
  /** @default '127.0.0.1' */
  host?: string
  /** @default 0, any free port; `stop` and `start` keep the one that was found. */
  port?: number
  /** With it the server speaks TLS from the first byte. */
  tls?: SimulatorTls
  /**
   * Raw text sent on accept, line end included; false for none.
   *
   * @default 'Asterisk Call Manager/11.0.0' and the session's line end
   */
  banner?: string | false
  /** The line end of everything the server formats itself. @default '\r\n' */
  lineEnding?: '\r\n' | '\n'
  /** What CoreSettings and `core show version` tell. @default '22.10.1' */
  asteriskVersion?: string
  /** Answers Command as Asterisk 13 and older did: `Response: Follows`, raw text, `--END COMMAND--`. @default false */
  legacyCommand?: boolean
  /** Answers of Command by its text, overriding and adding to the built-in ones. */
  commands?: Readonly<Record<string, string>>
  /** @default { admin: { secret: 'amp111' } } */
  users?: Readonly<Record<string, SimulatedUser>>
  /** What actions do, by name in any case: overrides the built-in behaviour or adds to it. */
  actions?: Readonly<Record<string, ActionScript>>
  /** Called for every accepted connection before anything is sent on it; `index` counts from 0. */
  onSession?: (session: SimulatedSession, index: number) => void
  /** How output is cut into socket writes. @default 'whole' */
  chunks?: Chunks
  /** Seeds every random choice. @default 1 */
  seed?: number
  /** How long a session waits for the banner. @default 0 */
  acceptDelayMs?: number
  /** How long a good login takes. @default 0 */
  loginDelayMs?: number
  /** How long a bad login takes; Asterisk sleeps 1000. @default 0 */
  authDelayMs?: number
  /** How long dialled calls ring. @default 0 */
  ringMs?: number
  /** How long answered calls talk. @default 0 */
  talkMs?: number
  /** How long an unanswered call rings. @default 0 */
  noAnswerMs?: number
  /** Outcomes of dialled numbers and extensions, besides the outcomes' own names. */
  dialplan?: Readonly<Record<string, CallOutcome>>
  /** Variables every channel event shows as `ChanVariable` (manager.conf `channelvars`). @default [] */
  channelVars?: readonly string[]
  /**
   * True to start as an Asterisk whose modules are still loading: no FullyBooted at login, the actions of app_queue
   * are unknown. `finishBoot` ends it.
   *
   * @default false
   */
  booting?: boolean
  /** Where a session's server dies; can be changed on the simulator later. */
  dieAt?: DeathStep
  /** How it dies: with FIN, or with RST. @default 'fin' */
  dieWith?: 'fin' | 'rst'
  /** Requests the log keeps: at least the last so many, at most twice as many. @default 5_000 */
  receivedLimit?: number
  /**
   * Bytes that may wait for a reader who does not read; then the session is cut in mid-frame, as Asterisk does
   * after its write timeout.
   *
   * @default 268_435_456
   */
  maxBufferedBytes?: number
  /** The clock of time stamps, in milliseconds since 1970. @default Date.now */
  now?: () => number
}

/** The options with every default filled in. */
export type ResolvedOptions = Required<Omit<SimulatorOptions, 'tls' | 'onSession' | 'dieAt'>> &
  Pick<SimulatorOptions, 'tls' | 'onSession' | 'dieAt'>

/** An option that cannot be meant. */
export class SimulatorOptionError extends RangeError {
  static readonly code = 'SIMULATOR_OPTION'
  readonly code: string = SimulatorOptionError.code
  override readonly name: string = 'SimulatorOptionError'
}

/** Fills in the defaults. Throws `SimulatorOptionError` for values that cannot be meant. */
export function resolveOptions(options: SimulatorOptions): ResolvedOptions {
  const lineEnding = options.lineEnding ?? '\r\n'
  const resolved: ResolvedOptions = {
    host: '127.0.0.1',
    port: 0,
    banner: `Asterisk Call Manager/11.0.0${lineEnding}`,
    lineEnding,
    asteriskVersion: '22.10.1',
    legacyCommand: false,
    commands: {},
    users: { admin: { secret: 'amp111' } },
    actions: {},
    chunks: 'whole',
    seed: 1,
    acceptDelayMs: 0,
    loginDelayMs: 0,
    authDelayMs: 0,
    ringMs: 0,
    talkMs: 0,
    noAnswerMs: 0,
    dialplan: {},
    channelVars: [],
    booting: false,
    dieWith: 'fin',
    receivedLimit: 5_000,
    maxBufferedBytes: 268_435_456,
    now: () => Date.now(),
    ...withoutUndefined(options),
  }
  check(resolved)
  return resolved
}

function withoutUndefined(options: SimulatorOptions): SimulatorOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}

function check(options: ResolvedOptions): void {
  const { chunks } = options
  if (typeof chunks === 'number') positive('chunks', chunks)
  else if (chunks !== 'whole' && chunks !== 'random') fail(`chunks is neither a size, 'whole' nor 'random'`)
  positive('receivedLimit', options.receivedLimit)
  positive('maxBufferedBytes', options.maxBufferedBytes)
  for (const key of [
    'acceptDelayMs',
    'loginDelayMs',
    'authDelayMs',
    'ringMs',
    'talkMs',
    'noAnswerMs',
  ] as const) {
    if (!(options[key] >= 0)) fail(`${key} must be zero or more milliseconds, not ${options[key]}`)
  }
  if (!Number.isInteger(options.port) || options.port < 0 || options.port > 65_535) {
    fail(`port must be a whole number from 0 to 65535, not ${options.port}`)
  }
}

function positive(key: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) fail(`${key} must be a whole number above zero, not ${value}`)
}

function fail(message: string): never {
  throw new SimulatorOptionError(message)
}
