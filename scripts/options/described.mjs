import { clientTextOptions } from '../../packages/amiable/dist/config/text-options.js'
import { commentsOf } from './comments-of.mjs'

const sources = new URL('../../packages/amiable/src/', import.meta.url)
const SECRET_FILE = 'File whose one line is the secret, read anew at each login; in place of secret.'

/** What the comments say of each option: of a client, of a fleet, and of TLS as text has it. */
export const comments = {
  client: commentsOf(new URL('options.ts', sources), 'AmiClientOptions'),
  cluster: commentsOf(new URL('fleet/cluster-options.ts', sources), 'AmiClusterOptions'),
  tls: commentsOf(new URL('config/text-options.ts', sources), 'TextTlsOptions'),
}

/** What is said of an option of a client. */
export function commentOf(path) {
  if (path === 'secretFile') return { text: SECRET_FILE }
  return comments.client.get(path)
}

/** Groups that may be off as a whole. */
export const switchable = [...clientTextOptions]
  .filter(([path, { kind }]) => kind === 'boolean' && !path.includes('.'))
  .map(([path]) => path)

/** Options of a client, but those of TLS. */
export const inClient = [...clientTextOptions].filter(
  ([path]) => !path.startsWith('tls.') && !switchable.includes(path),
)
