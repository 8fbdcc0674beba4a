import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeAll, describe, expect, it } from 'vitest'
import { resolveClusterOptions } from '../../src/fleet/cluster-options.ts'
import { resolveOptions } from '../../src/resolved-options.ts'
import { type CompiledBlocks, compileBlocks } from './compile-blocks.ts'
import {
  anchorsOf,
  codeBlocks,
  type Document,
  developerDocuments,
  fileLinks,
  readDocument,
  tableRows,
  userDocuments,
} from './documents.ts'

const documents = userDocuments()
const blocks = documents.flatMap(codeBlocks)
/** Not in any page: shows that a mistake in one would be found, at its line. */
const wrong = { path: 'wrong.md', line: 7, code: "await ami.send('Ping')\nawait ami.sendd('Ping')\n" }
let compiled: CompiledBlocks

beforeAll(() => {
  compiled = compileBlocks([...blocks, wrong])
}, 120_000)

const GROUPS = ['timeouts', 'keepalive', 'reconnect', 'limits', 'delivery', 'redact']

/** The default of every option by its path, as the client resolves it. */
function defaults(): Map<string, unknown> {
  const { server, host, username, secret, clock, random, decodeText, budgetMs, ...resolved } = resolveOptions(
    {
      host: 'pbx',
      username: 'u',
      secret: 's',
    },
  )
  const flat = Object.entries(resolved).flatMap(([name, value]) =>
    GROUPS.includes(name)
      ? Object.entries(value as object).map(([key, inner]): [string, unknown] => [`${name}.${key}`, inner])
      : [[name, value] as [string, unknown]],
  )
  const { maxConcurrentDials, dialsPerSecond } = resolveClusterOptions({})
  return new Map<string, unknown>([
    ...flat,
    ...Object.entries({ 'delivery.budgetMs': budgetMs, maxConcurrentDials, dialsPerSecond }),
  ])
}

/** A default as a page writes it: a JavaScript literal in backquotes. Anything else is said in words. */
function literal(cell: string): { value: unknown } | undefined {
  const [, code] = /^`([^`]+)`/.exec(cell) ?? []
  if (code === undefined) return undefined
  if (code.startsWith("'")) return { value: code.slice(1, -1) }
  return { value: JSON.parse(code.replaceAll(/(?<=\d)_(?=\d)/g, '')) }
}

function named(document: Document): Set<string> {
  return new Set([...document.text.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name))
}

describe('the code in the pages', () => {
  it('is there to be checked', () => {
    expect(blocks.length).toBeGreaterThan(30)
    for (const path of ['README.md', 'docs/guide/start.md', 'docs/guide/actions.md']) {
      expect(blocks.map((block) => block.path)).toContain(path)
    }
  })

  it('compiles against the sources', () => {
    expect(compiled.errors.filter((error) => !error.startsWith(wrong.path))).toEqual([])
  })

  it('would be found out if it used what is not there', () => {
    const found = compiled.errors.filter((error) => error.startsWith(wrong.path))
    expect(found).toEqual([expect.stringMatching(/^wrong\.md:8: .*sendd/)])
  })
})

describe('the tables of options', () => {
  const guide = readDocument('docs/guide/connection.md')
  const known = defaults()

  it.each(['README.md', 'docs/guide/connection.md'])('of %s show the defaults the client uses', (path) => {
    const rows = tableRows(readDocument(path)).filter(({ name }) => known.has(name))
    expect(rows.length).toBeGreaterThan(8)
    for (const { name, cells } of rows) {
      const shown = literal(cells[0] ?? '')
      if (shown !== undefined) expect([name, shown.value]).toEqual([name, known.get(name)])
      else expect([name, typeof known.get(name)]).not.toEqual([name, 'number'])
    }
  })

  it.each(['README.md', 'docs/guide/fleet.md'])(
    'of %s name every option of a fleet, with its default',
    (path) => {
      const rows = tableRows(readDocument(path))
      const options = compiled.properties('AmiClusterOptions')
      expect(options.length).toBeGreaterThan(4)
      expect(options.filter((name) => !rows.some((row) => row.name === name))).toEqual([])
      for (const name of ['maxConcurrentDials', 'dialsPerSecond']) {
        const cells = rows.find((row) => row.name === name)?.cells
        expect([name, literal(cells?.[0] ?? '')?.value]).toEqual([name, known.get(name)])
      }
    },
  )

  it('of the guide name every option there is, and no other', () => {
    const rows = tableRows(guide).map(({ name }) => name)
    const options = compiled.properties('AmiClientOptions', GROUPS)
    expect(options.length).toBeGreaterThan(35)
    expect(options.filter((name) => !rows.includes(name))).toEqual([])
    expect(
      rows.filter(
        (name) => name.includes('.') && GROUPS.includes(name.split('.')[0] ?? '') && !options.includes(name),
      ),
    ).toEqual([])
  })
})

describe('the guide leaves nothing out', () => {
  it.each([
    ['AmiErrorCode', 'docs/guide/errors-and-retries.md'],
    ['ConnectionReason', 'docs/guide/errors-and-retries.md'],
    ['Delivery', 'docs/guide/errors-and-retries.md'],
    ['AmiErrorCode', 'README.md'],
    ['ClientState', 'docs/guide/connection.md'],
    ['EventClass', 'docs/guide/connection.md'],
    ['Overflow', 'docs/guide/events.md'],
    ['ServerStatus', 'docs/guide/fleet.md'],
    ['DegradedReason', 'docs/guide/fleet.md'],
    ['DegradedReason', 'docs/guide/observing.md'],
    ['BreakerState', 'docs/guide/connection.md'],
  ])('every %s is in %s', (type, path) => {
    const members = compiled.union(type)
    expect(members.length).toBeGreaterThan(2)
    const names = named(readDocument(path))
    expect(members.filter((member) => !names.has(member) && !names.has(`'${member}'`))).toEqual([])
  })

  it.each([
    ['SubscribeOptions', 'docs/guide/events.md'],
    ['Gap', 'docs/guide/events.md'],
    ['SendOptions', 'docs/guide/actions.md'],
    ['ClientHealth', 'docs/guide/observing.md'],
    ['ClientCounters', 'docs/guide/observing.md'],
    ['FleetSnapshot', 'docs/guide/fleet.md'],
    ['ServerSnapshot', 'docs/guide/fleet.md'],
    ['Candidate', 'docs/guide/fleet.md'],
  ])('every property of %s is in %s', (type, path) => {
    const names = named(readDocument(path))
    expect(compiled.properties(type).filter((property) => !names.has(property))).toEqual([])
  })

  it('every route is in the page about fleets', () => {
    const source = readDocument('packages/amiable/src/fleet/route.ts').text
    const routes = [...source.matchAll(/^export function (\w+)\(.*\): Route \{$/gm)].map(
      ([, name = '']) => name,
    )
    expect(routes.length).toBeGreaterThan(6)
    const page = readDocument('docs/guide/fleet.md').text
    expect(routes.filter((name) => !page.includes(`| \`${name}(`))).toEqual([])
  })

  it('every diagnostics channel is in the page about observing', () => {
    const source = readDocument('packages/amiable/src/observe/channels.ts').text
    const channels = [...source.matchAll(/channel\('(amiable:[\w-]+)'\)/g)].map(([, name = '']) => name)
    expect(channels.length).toBeGreaterThan(4)
    const names = named(readDocument('docs/guide/observing.md'))
    expect(channels.filter((name) => !names.has(name))).toEqual([])
  })
})

describe('the architecture', () => {
  const page = readDocument('ARCHITECTURE.md')

  it('shows for each part what it may import, as the linter has it', () => {
    const { forbidden }: { forbidden: { name: string; comment?: string }[] } = createRequire(import.meta.url)(
      '../../../../.dependency-cruiser.cjs',
    )
    const rules = forbidden.filter(({ name }) => name.startsWith('layer-'))
    const allowed = rules.map(({ name, comment = '' }) => {
      const [, parts = ''] = comment.split(': ')
      return [name.slice('layer-'.length), parts === 'nothing' ? [] : parts.split(', ').sort()]
    })
    const shown = tableRows(page).map(({ name, cells }) => [
      name,
      [...(cells[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, part]) => part).sort(),
    ])
    expect(rules.length).toBeGreaterThan(10)
    expect(Object.fromEntries(shown)).toMatchObject(Object.fromEntries(allowed))
  })

  it('names every part of the core in its drawing', () => {
    const parts = readdirSync(new URL('../../src/', import.meta.url)).filter((name) => name !== 'index.ts')
    const drawing = page.text.slice(page.text.indexOf('## Layers'), page.text.indexOf('| part |'))
    expect(parts.length).toBeGreaterThan(10)
    expect(parts.filter((name) => !drawing.includes(name.endsWith('.ts') ? name : `${name}/`))).toEqual([])
  })

  it('has a list of every decision', () => {
    const listed = fileLinks(readDocument('docs/decisions/README.md')).map(({ link }) => link)
    const decisions = developerDocuments().flatMap(({ path }) => /\d{4}-.*$/.exec(path) ?? [])
    expect(decisions.length).toBeGreaterThan(15)
    expect(listed).toEqual(decisions.sort())
  })
})

describe.each([...documents, ...developerDocuments()].map((document) => [document.path, document] as const))(
  'the links of %s',
  (_path, document) => {
    it('lead to files and headings that are there', () => {
      const dead = fileLinks(document).filter(({ target, anchor }) => {
        if (!existsSync(target)) return true
        return anchor !== '' && !anchorsOf(readFileSync(target, 'utf8')).has(anchor)
      })
      expect(dead.map(({ link }) => link)).toEqual([])
    })
  },
)
