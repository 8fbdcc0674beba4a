import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** The core package. */
export const packagePath: string = fileURLToPath(new URL('../../', import.meta.url))

/** One file of the core. */
export interface CoreFile {
  /** Below the package's folder. */
  readonly path: string
  readonly text: string
  readonly tree: ts.SourceFile
}

/** The core's files in a folder whose names end so. */
export function coreFiles(folder: string, ending: string): CoreFile[] {
  return readdirSync(join(packagePath, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => {
      const path = join(packagePath, folder, name)
      const text = readFileSync(path, 'utf8')
      const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true)
      return { path: relative(packagePath, path), text, tree }
    })
}

/** Every module that a file imports, in whatever way. */
export function importsOf({ tree, text }: CoreFile): string[] {
  const { importedFiles, typeReferenceDirectives } = ts.preProcessFile(text, true, true)
  const found = importedFiles.map(({ fileName }) => fileName)
  walk(tree, (node) => {
    if (!ts.isCallExpression(node)) return
    const { expression } = node
    const loads =
      expression.kind === ts.SyntaxKind.ImportKeyword || /\brequire$/.test(expression.getText(tree))
    const [what] = node.arguments
    if (loads && what !== undefined) found.push(ts.isStringLiteralLike(what) ? what.text : what.getText(tree))
  })
  return [...found, ...typeReferenceDirectives.map(({ fileName }) => fileName)]
}

/** Everything that a file calls, as it is spelt there. */
export function callsOf({ tree }: CoreFile): string[] {
  const calls: string[] = []
  walk(tree, (node) => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) calls.push(node.expression.getText(tree))
  })
  return calls
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, (child) => walk(child, visit))
}
