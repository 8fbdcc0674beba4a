import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

const folder = new URL('../../../../../fixtures/captures/', import.meta.url)

/** The Asterisk versions that were recorded. */
export const versions = ['16', '22'] as const

/** One recorded session: the same bytes in one piece, and as its socket delivered them. */
export interface Capture {
  /** `22/userevent` */
  readonly name: string
  readonly fromServer: Buffer
  readonly fromClient: Buffer
  /** What came from the server, in the pieces in which it came. */
  readonly chunks: readonly Buffer[]
}

/** Every recorded session of one version. `http-ami` is a transcript of HTTP and has no such files. */
export function readCaptures(version: string): Capture[] {
  const files = new Set(readdirSync(new URL(`${version}/`, folder)))
  const read = (file: string): Buffer | undefined => {
    const stored = [file, `${file}.gz`].find((name) => files.has(name))
    if (stored === undefined) return undefined
    const bytes = readFileSync(new URL(`${version}/${stored.replaceAll('%', '%25')}`, folder))
    return stored.endsWith('.gz') ? gunzipSync(bytes) : bytes
  }
  const scenarios = [...files].flatMap((file) => /^(.*)\.both\.txt/.exec(file)?.[1] ?? [])
  return scenarios.map((scenario) => {
    const chunks = chunksFromServer(read(`${scenario}.both.txt`)?.toString('utf8') ?? '')
    return {
      name: `${version}/${scenario}`,
      fromServer: read(`${scenario}.s2c.txt`) ?? Buffer.concat(chunks),
      fromClient: read(`${scenario}.c2s.txt`) ?? Buffer.alloc(0),
      chunks,
    }
  })
}

/** Each line: seconds, `<` from the server or `>` to it, and a JSON string with one character per byte. */
function chunksFromServer(record: string): Buffer[] {
  return record.split('\n').flatMap((line) => {
    const [, direction, json] = line.split('\t')
    return direction === '<' && json !== undefined ? [Buffer.from(JSON.parse(json), 'latin1')] : []
  })
}
