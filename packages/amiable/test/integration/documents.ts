import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../../../', import.meta.url)

/** A Markdown file of the repository. */
export interface Document {
  /** From the root: `docs/guide/start.md`. */
  readonly path: string
  readonly text: string
}

/** One fenced block of TypeScript. */
export interface CodeBlock {
  readonly path: string
  /** The line of the file that the first line of the code stands on, from 1. */
  readonly line: number
  readonly code: string
}

/** Reads one file of the repository. */
export function readDocument(path: string): Document {
  return { path, text: readFileSync(new URL(path, root), 'utf8') }
}

/** Everything a user reads: the README files, the guide, and the pages beside them. */
export function userDocuments(): Document[] {
  const guide = readdirSync(new URL('docs/guide/', root)).filter((name) => name.endsWith('.md'))
  const pages = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'packages/amiable/README.md']
  return [...pages, ...guide.map((name) => `docs/guide/${name}`)].map(readDocument)
}

/** Pages for those who change it. */
export function developerDocuments(): Document[] {
  const decisions = readdirSync(new URL('docs/decisions/', root))
  return ['ARCHITECTURE.md', ...decisions.map((name) => `docs/decisions/${name}`)].map(readDocument)
}

/** The TypeScript blocks of a document, in order. */
export function codeBlocks({ path, text }: Document): CodeBlock[] {
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => ({
    path,
    line: text.slice(0, match.index).split('\n').length + 1,
    code: match[1] ?? '',
  }))
}

/** Cells of every table row whose first cell is one name in backquotes. */
export function tableRows({ text }: Document): { name: string; cells: string[] }[] {
  return [...text.matchAll(/^\| `([^`]+)` \|(.*)\|$/gm)].map(([, name = '', rest = '']) => ({
    name,
    cells: rest.split('|').map((cell) => cell.trim()),
  }))
}

/** Links to other files of the repository: where they stand and where they lead. */
export function fileLinks({ path, text }: Document): { target: URL; anchor: string; link: string }[] {
  return [...text.matchAll(/\]\((?![a-z]+:)([^)\s]*)\)/g)].map(([, link = '']) => {
    const [file = '', anchor = ''] = link.split('#')
    return { link, anchor, target: file === '' ? new URL(path, root) : new URL(file, new URL(path, root)) }
  })
}

/** The anchors of a Markdown file's headings, as code hosts make them. */
export function anchorsOf(text: string): Set<string> {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

/** The repository's root as a path. */
export const rootPath: string = fileURLToPath(root)
