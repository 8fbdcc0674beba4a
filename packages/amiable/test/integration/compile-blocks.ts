import { join } from 'node:path'
import ts from 'typescript'
import { type CodeBlock, rootPath } from './documents.ts'

const folder = join(rootPath, 'packages/amiable/test/integration/blocks')
const front = join(rootPath, 'packages/amiable/src/index.ts')

/** A program made of blocks of code, and what its front door exports. */
export interface CompiledBlocks {
  /** `docs/guide/start.md:12: message` for each error. */
  readonly errors: readonly string[]
  /** Members of a union of strings that `amiable` exports. */
  union(type: string): string[]
  /** Properties of a type that `amiable` exports; those of the groups named as `group.property`. */
  properties(type: string, groups?: readonly string[]): string[]
}

/**
 * Type-checks blocks against the sources, under the repository's own compiler options. A block that imports is a
 * module; any other is a fragment, put into an async function. Both find a client called `ami`
 * and a cluster called `fleet` unless they make one.
 */
export function compileBlocks(blocks: readonly CodeBlock[]): CompiledBlocks {
  const files = new Map(blocks.map((block, index) => [join(folder, `block-${index}.ts`), moduleOf(block)]))
  const options = compilerOptions()
  const host = ts.createCompilerHost(options)
  const { readFile, fileExists } = host
  host.readFile = (path) => files.get(path)?.text ?? readFile(path)
  host.fileExists = (path) => files.has(path) || fileExists(path)
  host.getSourceFile = (path, target) => {
    const text = host.readFile(path)
    return text === undefined ? undefined : ts.createSourceFile(path, text, target)
  }
  const program = ts.createProgram([...files.keys(), front], options, host)
  const errors = [...files].flatMap(([path, { block, linesBefore }]) => {
    const source = program.getSourceFile(path)
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    return found.map(({ start = 0, messageText }) => {
      const at = source?.getLineAndCharacterOfPosition(start).line ?? 0
      const line = block.line + at - linesBefore
      return `${block.path}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
    })
  })
  return { errors, ...typesOf(program) }
}

function moduleOf(block: CodeBlock): { text: string; block: CodeBlock; linesBefore: number } {
  const isModule = /^import /m.test(block.code)
  const given = (name: string, type: string): string =>
    new RegExp(`\\b(?:const|using) ${name}\\b`).test(block.code)
      ? ''
      : `declare const ${name}: import('amiable').${type}; `
  const before = [
    given('ami', 'AmiClient') + given('fleet', 'AmiCluster'),
    isModule ? '' : 'export async function fragment(): Promise<void> {',
  ].join('\n')
  const text = `${before}\n${block.code}${isModule ? 'export {}' : '}'}\n`
  return { text, block, linesBefore: 2 }
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(rootPath, 'tsconfig.base.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, rootPath)
  return {
    ...options,
    noEmit: true,
    composite: false,
    declaration: false,
    declarationMap: false,
    isolatedDeclarations: false,
    // Pages write process.env.NAME as their readers do, and a fragment may end with what it shows.
    noPropertyAccessFromIndexSignature: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
  }
}

function typesOf(program: ts.Program): Pick<CompiledBlocks, 'union' | 'properties'> {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(front)
  const module = source && checker.getSymbolAtLocation(source)
  const exported = new Map(
    (module ? checker.getExportsOfModule(module) : []).map((symbol) => [symbol.name, symbol]),
  )
  const typeOf = (name: string): ts.Type => {
    const symbol = exported.get(name)
    if (symbol === undefined) throw new Error(`amiable exports no ${name}`)
    const original = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    return checker.getDeclaredTypeOfSymbol(original)
  }
  const membersOf = (type: ts.Type): ts.Type[] => (type.isUnion() ? type.types : [type])
  return {
    union: (name) => membersOf(typeOf(name)).flatMap((type) => (type.isStringLiteral() ? [type.value] : [])),
    properties: (name, groups = []) =>
      typeOf(name)
        .getProperties()
        .flatMap((property) => {
          if (!groups.includes(property.name)) return [property.name]
          const inner = membersOf(checker.getTypeOfSymbol(property)).flatMap((type) => type.getProperties())
          return inner
            .filter((each) => each.flags & ts.SymbolFlags.Property)
            .map((each) => `${property.name}.${each.name}`)
        }),
  }
}
