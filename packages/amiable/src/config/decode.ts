import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { failover, leastCalls, leastPending, type Route, roundRobin, weighted } from '../fleet/route.ts'
import type { RedactPattern } from '../observe/redact.ts'
import { clientTable, isObject } from '../option-specs.ts'
import { readOptions } from '../util/option-table.ts'
import type { Findings } from './findings.ts'
import { clientTextOptions, codeOptions, tlsTable } from './text-options.ts'
import { type Tree, withNumbers } from './text-values.ts'

/** Makes a pattern of its text; of an engine of linear time, where others than the operator write patterns. */
export type CompilePattern = (source: string, flags: string) => RegExp | RedactPattern

/** Where options stand, and what belongs to that place. */
export interface Place {
  /** `servers.east.`, `defaults.`, or nothing. */
  readonly prefix: string
  /** What relative names of files start from. */
  readonly folder: string
  readonly findings: Findings
  readonly compilePattern: CompilePattern | undefined
}

/** Makes of one server's options as text has them those that a client takes: reads files, compiles patterns. */
export async function decodeOptions(tree: Tree, place: Place): Promise<Tree> {
  const { prefix, findings, compilePattern } = place
  const decoded = withNumbers(tree, clientTextOptions)
  for (const path of codeOptions) {
    if (!Object.hasOwn(decoded, path)) continue
    delete decoded[path]
    findings.option(prefix + path, 'can be given in code alone')
  }
  compilePatterns(decoded, compilePattern, (message) => findings.option(`${prefix}redact.patterns`, message))
  await Promise.all([readSecret(decoded, place), readTls(decoded, place)])
  return decoded
}

/** Puts patterns in the place of their texts. */
export function compilePatterns(
  tree: Tree,
  compile: CompilePattern | undefined,
  report: (message: string) => void,
): void {
  const { redact } = tree
  if (!isObject(redact) || !Array.isArray((redact as Tree).patterns)) return
  const { patterns } = redact as { patterns: unknown[] }
  const compiled = patterns.flatMap((pattern, index) => {
    const { source, flags } = typeof pattern === 'string' ? { source: pattern, flags: '' } : partsOf(pattern)
    if (source === undefined || flags === undefined) {
      report(`pattern ${index} must be a string, or { source, flags }`)
      return []
    }
    try {
      return [compile?.(source, flags) ?? new RegExp(source, flags)]
    } catch {
      report(`pattern ${index} is no regular expression`)
      return []
    }
  })
  tree.redact = { ...(redact as object), patterns: compiled }
}

function partsOf(pattern: unknown): { source: string | undefined; flags: string | undefined } {
  const { source, flags = '', ...rest } = (isObject(pattern) ? pattern : {}) as Tree
  const isSound = typeof source === 'string' && typeof flags === 'string' && Object.keys(rest).length === 0
  return isSound ? { source, flags } : { source: undefined, flags: undefined }
}

const { secret: secretSpec } = clientTable

/** A secret in a file is read anew at each login, so that it can rotate; now too, to see that it can be. */
async function readSecret(tree: Tree, { prefix, folder, findings }: Place): Promise<void> {
  const { secretFile, secret: beside } = tree
  if (secretFile === undefined) return
  const refuse = (message: string): void => findings.option(`${prefix}secretFile`, message, `${prefix}secret`)
  delete tree.secretFile
  if (beside !== undefined) return refuse('must not stand beside secret')
  if (typeof secretFile !== 'string' || secretFile === '') return refuse('must be the name of a file')
  const path = resolve(folder, secretFile)
  const secret = async (): Promise<string> => (await readFile(path, 'utf8')).replace(/\r?\n$/, '')
  try {
    if (secretSpec?.check(await secret()) !== undefined)
      return refuse('must hold one line that is not empty and that Asterisk can read')
    tree.secret = secret
  } catch (error) {
    refuse(unreadable(error))
  }
}

async function readTls(tree: Tree, place: Place): Promise<void> {
  const { tls } = tree
  if (!isObject(tls)) return
  const { prefix, findings } = place
  for (const { path, message } of readOptions(tlsTable, tls as object, []).problems) {
    findings.option(`${prefix}tls.${path}`, message)
  }
  const read = Object.fromEntries(Object.entries(tls as object))
  await Promise.all(['ca', 'cert', 'key'].map((key) => readPem(read, key, place)))
  tree.tls = read
}

async function readPem(tls: Tree, key: string, { prefix, folder, findings }: Place): Promise<void> {
  const named = `${key}File`
  const file = tls[named]
  delete tls[named]
  if (typeof file !== 'string' || file === '') return
  if (tls[key] !== undefined)
    return findings.option(`${prefix}tls.${named}`, `must not stand beside tls.${key}`)
  try {
    tls[key] = await readFile(resolve(folder, file), 'utf8')
  } catch (error) {
    findings.option(`${prefix}tls.${named}`, unreadable(error))
  }
}

/** What the operating system says, without the names in its message. */
export function unreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'for a reason unknown'
  return `cannot be read: ${code}`
}

const ROUTES: Readonly<Record<string, () => Route>> = {
  roundRobin,
  leastPending,
  leastCalls: () => leastCalls(),
}

/** A route by its name, or by its name with what it needs: `{ "weighted": { "east": 2 } }`. */
export function decodeRoute(given: unknown): Route | undefined {
  if (typeof given === 'string') return Object.hasOwn(ROUTES, given) ? ROUTES[given]?.() : undefined
  if (!isObject(given) || Object.keys(given as object).length !== 1) return undefined
  const { weighted: weights, failover: order } = given as Tree
  if (Array.isArray(order) && order.length > 0 && order.every((name) => typeof name === 'string')) {
    return failover(order)
  }
  if (!isObject(weights)) return undefined
  const isSound = Object.values(weights as object).every((weight) => Number.isFinite(weight) && weight >= 0)
  return isSound ? weighted(weights as Record<string, number>) : undefined
}
