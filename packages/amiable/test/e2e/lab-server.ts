import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { type LabResult, type LabState, runLab } from './lab-command.ts'

/** A real Asterisk under a test's control. */
export interface LabServer {
  /** The major version, as in `22`. */
  readonly label: '22' | '16' | string
  /** As the server itself reports it. */
  readonly version: string
  readonly host: string
  readonly port: number
  /** The TLS listener of the manager; 0 for a server the environment named. */
  readonly tlsPort: number
  /** The certificate (PEM) to trust for `localhost` and 127.0.0.1; empty for a server the environment named. */
  readonly ca: string
  /** `ami://user:secret@host:port` of a user who may do everything. */
  readonly url: string
  /** The folder its suite is unpacked in; empty for a server the environment named. */
  readonly root: string
  /** Whether the lab started it: only then can it be killed, started and commanded. */
  readonly owned: boolean
  /** False from the moment it was killed; true while it is merely stopped by SIGSTOP. */
  readonly running: boolean
  /** Signals the server's whole process group; after SIGSTOP not a thread of it runs. @default 'SIGKILL' */
  kill(signal?: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): void
  /** Starts it on the same ports unless it runs; resolves when the manager answers, fully booted. */
  start(): Promise<void>
  /** SIGKILL, then `start`. */
  restart(): Promise<void>
  /** What Asterisk's console answers to a command. */
  cli(command: string): Promise<string>
}

/** A server that is gone at the end of the block that holds it. */
export interface LabVariant extends LabServer, AsyncDisposable {}

/** A server the lab started: it can be killed and comes back. */
export class OwnServer implements LabVariant {
  readonly label: string
  readonly version: string
  readonly host: string
  readonly port: number
  readonly tlsPort: number
  readonly ca: string
  readonly url: string
  readonly root: string
  readonly owned = true
  /** The lab's folder of the suite it runs from. */
  readonly suite: string
  readonly #name: string
  readonly #file: string
  #killed: number | undefined

  constructor(state: LabState) {
    this.label = majorOf(state.version)
    this.version = state.version
    this.host = state.host
    this.port = state.port
    this.tlsPort = state.tlsPort
    this.ca = state.ca
    this.url = state.url
    this.root = state.root
    this.suite = state.label
    this.#name = state.name
    this.#file = state.file
  }

  get running(): boolean {
    const pid = this.#pid()
    return pid !== this.#killed && isAlive(pid)
  }

  kill(signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT' = 'SIGKILL'): void {
    const pid = this.#pid()
    if (!this.running) throw new Error(`Asterisk ${this.label} does not run, so it cannot get ${signal}`)
    if (signal === 'SIGKILL' || signal === 'SIGTERM') this.#killed = pid
    process.kill(-pid, signal)
    // Each thread stops by itself: one that runs on another core may answer yet.
    if (signal === 'SIGSTOP') while (isAlive(pid) && !isStopped(pid));
  }

  async start(): Promise<void> {
    const killed = this.#killed
    while (killed !== undefined && isAlive(killed)) await pause(10)
    const { port } = only(await this.#lab<LabState>('up'))
    this.#killed = undefined
    if (port !== this.port)
      throw new Error(`Asterisk ${this.label} came back on port ${port}, not ${this.port}`)
  }

  async restart(): Promise<void> {
    if (this.running) this.kill()
    await this.start()
  }

  async cli(command: string): Promise<string> {
    return only(await this.#lab<{ output: string }>('cli', '--', command)).output
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lab('down')
  }

  #lab<Item>(command: string, ...rest: string[]): Promise<LabResult<Item>> {
    const args = [command, '--only', this.suite, '--name', this.#name, '--json', ...rest]
    return runLab(args).then((printed) => JSON.parse(printed) as LabResult<Item>)
  }

  /** Read anew each time: another test file may have restarted the server. */
  #pid(): number {
    const { process } = JSON.parse(readFileSync(this.#file, 'utf8')) as { process: { pid: number } }
    return process.pid
  }
}

/** A server the environment named: it can be used, not controlled. */
export class NamedServer implements LabServer {
  readonly label: string
  readonly version: string
  readonly host: string
  readonly port: number
  readonly tlsPort: number
  readonly ca: string
  readonly url: string
  readonly root: string
  readonly owned = false
  readonly running = true

  constructor(state: LabState) {
    this.label = majorOf(state.version)
    this.version = state.version
    this.host = state.host
    this.port = state.port
    this.tlsPort = state.tlsPort
    this.ca = state.ca
    this.url = state.url
    this.root = state.root
  }

  kill(): never {
    throw this.#notOurs('killed')
  }

  start(): Promise<void> {
    return Promise.reject(this.#notOurs('started'))
  }

  restart(): Promise<void> {
    return Promise.reject(this.#notOurs('restarted'))
  }

  cli(): Promise<string> {
    return Promise.reject(this.#notOurs('commanded'))
  }

  #notOurs(what: string): Error {
    return new Error(`${this.host}:${this.port} was named by AMIABLE_E2E and cannot be ${what} by a test`)
  }
}

/** The one item the lab reports, or an error with the reason there is none. */
export function only<Item>({ done, absent }: LabResult<Item>): Item {
  const [item] = done
  if (item === undefined) throw new Error(absent[0]?.reason ?? 'the lab reported nothing')
  return item
}

function majorOf(version: string): string {
  return /\d+/.exec(version)?.[0] ?? version
}

/** A zombie whose other threads still run holds its sockets, so it counts as alive. */
/** Whether every thread of a process is stopped (proc(5), the state in `stat`). */
function isStopped(pid: number): boolean {
  return readdirSync(`/proc/${pid}/task`).every((thread) => {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T')
  })
}

function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const isZombie = stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')
    return !isZombie || readdirSync(`/proc/${pid}/task`).length > 1
  } catch {
    return false
  }
}
