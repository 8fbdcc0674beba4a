import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** A server as the lab's command line reports it, and as its state file keeps it. */
export interface LabState {
  /** The suite's folder in the lab; empty for a server the environment named. */
  readonly label: string
  readonly name: string
  readonly version: string
  readonly host: string
  readonly port: number
  /** 0 when unknown. */
  readonly tlsPort: number
  /** PEM; empty when unknown. */
  readonly ca: string
  readonly url: string
  /** The folder the suite is unpacked in; empty for a server the environment named. */
  readonly root: string
  /** The state file, written anew at each start; empty for a server the environment named. */
  readonly file: string
}

/** What `--json` prints. */
export interface LabResult<Item> {
  readonly done: readonly Item[]
  readonly absent: readonly { readonly label: string; readonly reason: string }[]
}

/** What the set-up hands to the test files. */
export interface Lab {
  readonly servers: readonly LabState[]
  /** Why there is no server, or why one is missing; empty when all are there. */
  readonly absence: string
  /** The process whose end takes the servers along. */
  readonly owner: number
}

declare module 'vitest' {
  interface ProvidedContext {
    lab: Lab
  }
}

const main = fileURLToPath(new URL('../../../../scripts/lab/main.mjs', import.meta.url))
const run = promisify(execFile)

/** Runs the lab's command line and gives back what it printed; its progress shows on stderr. Rejects with the complaint. */
export async function runLab(args: readonly string[]): Promise<string> {
  const running = run(process.execPath, [main, ...args], { maxBuffer: 64 * 1024 * 1024 })
  running.child.stderr?.pipe(process.stderr, { end: false })
  try {
    return (await running).stdout
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    if (stdout.startsWith('{')) return stdout
    throw new Error(stderr.trim().split('\n').at(-1) || String(error))
  }
}
