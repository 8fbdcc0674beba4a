import { AmiArgumentError, type AmiProblem } from '../errors.ts'
import type { AmiClientOptions } from '../options.ts'
import { resolveOptions } from '../resolved-options.ts'
import { nearest } from '../util/nearest.ts'
import { readOptions } from '../util/option-table.ts'
import { compilePatterns } from './decode.ts'
import { clientTextOptions, tlsTable } from './text-options.ts'
import { put, readText, type Setting, type Tree, withNumbers } from './text-values.ts'

const FORM = 'ami://user:secret@host:5038, or amis:// for TLS'
/** Stand before the question mark. */
const PLACED = ['host', 'port', 'username', 'secret', 'tls']

/** What a URL says, and what is wrong with it. Never shows a part of it. */
export interface UrlReading {
  readonly settings: readonly Setting[]
  readonly problems: readonly AmiProblem[]
}

/**
 * Reads `ami://user:secret@host:port/?timeouts.connectMs=5000`, or `amis://` for TLS, into options of a client. Every
 * part but the host may be left out for {@link loadClientOptions}; here user and secret are needed too.
 *
 * What has a meaning in URLs is written in percent-encoding: `%40` for `@`, `%2F` for `/`, `%25` for `%`.
 *
 * @throws AmiArgumentError with every problem; its text shows nothing of the URL.
 */
export function parseAmiUrl(url: string): AmiClientOptions {
  const { settings, problems } = readUrl(url, 'url')
  const found = [...problems]
  const tree: Tree = {}
  for (const { path, value, label } of settings) {
    const message = path.endsWith('File') ? 'names a file: see loadClientOptions' : put(tree, path, value)
    if (message !== undefined) found.push({ path: label, message })
  }
  const { tls } = tree
  if (typeof tls === 'object' && tls !== null) {
    for (const { path, message } of readOptions(tlsTable, tls, []).problems) {
      found.push({ path: `url: tls.${path}`, message })
    }
  }
  compilePatterns(tree, undefined, (message) => found.push({ path: 'url: redact.patterns', message }))
  if (found.length > 0) throw new AmiArgumentError(found)
  const options = withNumbers(tree, clientTextOptions) as unknown as AmiClientOptions
  resolveOptions(options)
  return options
}

/** @param label the name of whatever holds the URL. */
export function readUrl(text: string, label: string): UrlReading {
  const url = parsed(text)
  if (url === undefined)
    return { settings: [], problems: [{ path: label, message: `must look like ${FORM}` }] }
  const settings: Setting[] = []
  const problems: AmiProblem[] = []
  const set = (path: string, value: unknown): void => {
    settings.push({ path, value, label })
  }
  const decoded = (path: string, part: string): void => {
    if (part === '') return
    try {
      set(path, decodeURIComponent(part))
    } catch {
      problems.push({ path: label, message: `the ${path} holds a % that begins no escape: write %25` })
    }
  }
  if (url.hostname.startsWith('[')) set('host', url.hostname.slice(1, -1))
  else decoded('host', url.hostname)
  if (url.port !== '') set('port', url.port)
  decoded('username', url.username)
  decoded('secret', url.password)
  set('tls', url.protocol === 'amis:' ? {} : false)
  for (const problem of misshapen(url)) problems.push({ path: label, message: problem })
  readQuery(url.searchParams, label, settings, problems)
  return { settings, problems }
}

function parsed(text: string): URL | undefined {
  // What the parser throws quotes the URL, secret and all; so it is asked first.
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const isAmi = url.protocol === 'ami:' || url.protocol === 'amis:'
  return isAmi && url.hostname !== '' ? url : undefined
}

function misshapen(url: URL): string[] {
  const problems: string[] = []
  if (url.pathname.length > 1) problems.push('must have no path: a / in the secret is written %2F')
  if (url.hash !== '') problems.push('must have no fragment: a # in the secret is written %23')
  return problems
}

/** Shows only what is known: a ? in the secret makes a parameter of the rest of it. */
function unknownParameter(path: string): string {
  const meant = nearest([...clientTextOptions.keys()].map((known) => [path, known, known]))
  return `has a parameter that is not an option${meant === undefined ? '' : `; did you mean ${meant}?`}`
}

function readQuery(query: URLSearchParams, label: string, settings: Setting[], problems: AmiProblem[]): void {
  const seen = new Set<string>()
  for (const [path, text] of query) {
    const where = `${label}: ${path}`
    const spec = clientTextOptions.get(path)
    if (PLACED.includes(path)) problems.push({ path: where, message: 'stands before the ?, not after it' })
    else if (seen.has(path)) problems.push({ path: where, message: 'is given twice' })
    else if (spec === undefined) problems.push({ path: label, message: unknownParameter(path) })
    else {
      const read = readText(path, spec, text)
      if ('problem' in read) problems.push({ path: where, message: read.problem })
      else settings.push({ path, value: read.value, label: where })
    }
    seen.add(path)
  }
}
