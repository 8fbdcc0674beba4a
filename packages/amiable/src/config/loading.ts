import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { mergeOptions } from '../fleet/cluster-options.ts'
import { isObject } from '../option-specs.ts'
import { type CompilePattern, decodeOptions, unreadable } from './decode.ts'
import type { Environment } from './environment.ts'
import { Findings } from './findings.ts'
import { put, type Setting, type Tree } from './text-values.ts'

/** Where options are written down. */
export interface ConfigSources {
  /** A JSON file. What the environment says wins over it, option by option. */
  readonly file?: string
  /** Variables. @default process.env */
  readonly env?: Environment
  /** What the names of variables begin with. Every variable that begins so must be one of this client. @default 'AMI_' */
  readonly prefix?: string
  /** Makes the patterns of `redact.patterns`. @default RegExp */
  readonly compilePattern?: CompilePattern
}

/** One reading of the sources. */
export class Loading {
  readonly env: Environment
  readonly prefix: string
  readonly findings: Findings = new Findings()
  readonly #file: string | undefined
  readonly #compilePattern: CompilePattern | undefined

  constructor({ file, env = process.env, prefix = 'AMI_', compilePattern }: ConfigSources) {
    this.env = env
    this.prefix = prefix
    this.#file = file
    this.#compilePattern = compilePattern
  }

  /** What the file says; nothing without one. */
  async readFile(): Promise<Tree> {
    if (this.#file === undefined) return {}
    const label = `file ${this.#file}`
    const text = await readFile(this.#file, 'utf8').catch((error: unknown) => {
      this.findings.source(label, unreadable(error))
      return undefined
    })
    // Nothing else can be told of a file that is not there, nor of what should stand in it.
    this.findings.throwIfAny()
    const { $schema: _schema, ...tree } = this.#parsed(text ?? '', label)
    return tree
  }

  /**
   * One client's options: as the file has them, under what the environment sets.
   *
   * @param written as the file has them; what is no object is left for the checks to refuse.
   * @param prefix of their paths.
   */
  async layered(written: unknown, settings: readonly Setting[], prefix: string): Promise<unknown> {
    if (written !== undefined && !isObject(written)) return written
    const place = { prefix, findings: this.findings, compilePattern: this.#compilePattern }
    this.note((written ?? {}) as Tree, prefix)
    const folder = this.#file === undefined ? '' : dirname(resolve(this.#file))
    const lower = await decodeOptions((written ?? {}) as Tree, { ...place, folder })
    const upper = await decodeOptions(this.treeOf(settings, prefix), { ...place, folder: '' })
    return mergeOptions(lower, upper)
  }

  /** Notes that options, and those in their groups, are the file's. */
  note(tree: Tree, prefix: string): void {
    for (const [key, value] of Object.entries(tree)) {
      this.findings.note(prefix + key, `file ${this.#file}: ${prefix}${key}`)
      if (isObject(value)) this.#noteGroup(value as Tree, `${prefix}${key}.`)
    }
  }

  /** Settings as options, noted as the environment's. */
  treeOf(settings: readonly Setting[], prefix: string): Tree {
    const tree: Tree = {}
    for (const { path, value, label } of settings) {
      this.findings.note(prefix + path, label)
      const problem = put(tree, path, value)
      if (problem !== undefined) this.findings.source(label, problem)
    }
    return tree
  }

  #noteGroup(group: Tree, prefix: string): void {
    for (const key of Object.keys(group))
      this.findings.note(prefix + key, `file ${this.#file}: ${prefix}${key}`)
  }

  #parsed(text: string, label: string): Tree {
    let parsed: unknown
    try {
      parsed = JSON.parse(text.replace(/^\uFEFF/, ''))
    } catch (error) {
      this.findings.source(label, `is not JSON${placeOf(error, text)}`)
    }
    if (parsed !== undefined && !isObject(parsed)) this.findings.source(label, 'must hold an object')
    this.findings.throwIfAny()
    return parsed as Tree
  }
}

/** Line and column of a syntax error. The parser's own message may quote a secret. */
function placeOf(error: unknown, text: string): string {
  const [, position] = /position (\d+)/.exec(error instanceof Error ? error.message : '') ?? []
  if (position === undefined) return ''
  const lines = text.slice(0, Number(position)).split('\n')
  return `: line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`
}
