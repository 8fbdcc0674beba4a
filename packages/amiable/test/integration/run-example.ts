import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../../../', import.meta.url))

/** How a program ended and what it printed. */
export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A program that still runs. */
export interface Running {
  readonly finished: Promise<Finished>
  /** Resolves when the program has printed this; rejects when it ends before. */
  printed(text: string | RegExp): Promise<void>
  kill(signal: NodeJS.Signals): void
}

/**
 * Compiles the two packages as `npm run build` does, since the examples use what is built and not the sources. Takes
 * seconds when nothing is built yet, and little when everything is.
 */
export async function buildPackages(): Promise<void> {
  const tsc = [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'packages/amiable', 'packages/simulator']
  await promisify(execFile)(process.execPath, tsc, { cwd: root }).catch((error: { stdout?: string }) => {
    throw new Error(`the packages cannot be built: ${error.stdout ?? ''}`, { cause: error })
  })
}

/** Starts `examples/<name>.mjs`. Variables of this process that would change what it does are left out. */
export function startExample(name: string, env: Record<string, string> = {}, args: string[] = []): Running {
  const inherited = { ...process.env }
  for (const variable of ['AMI_URL', 'CHANNEL', 'CONTEXT', 'DEMO_SECONDS']) delete inherited[variable]
  const child = spawn(process.execPath, [`examples/${name}.mjs`, ...args], {
    cwd: root,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const finished = new Promise<Finished>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  return {
    finished,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (typeof text === 'string' ? stdout.includes(text) : text.test(stdout)) resolve()
        }
        child.stdout.on('data', look)
        look()
        void finished.then(() =>
          reject(new Error(`${name} ended without printing ${text}: ${stdout}${stderr}`)),
        )
      }),
    kill: (signal) => child.kill(signal),
  }
}

/** Runs `examples/<name>.mjs` to its end. */
export async function runExample(
  name: string,
  env: Record<string, string> = {},
  args: string[] = [],
): Promise<Finished> {
  return await startExample(name, env, args).finished
}
