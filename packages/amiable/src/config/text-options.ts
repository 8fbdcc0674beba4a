import { clusterTable } from '../fleet/cluster-options.ts'
import { clientTable, switchable } from '../option-specs.ts'
import { boolean, type OptionSpec, type OptionTable, oneOf, text, valueThat } from '../util/option-table.ts'

/** TLS options that a file, a variable or a URL can hold; those that end in `File` name a file in PEM. */
export interface TextTlsOptions {
  /** Certificate authorities to trust, in PEM, in place of Node's. */
  ca?: string | readonly string[]
  /** The client's certificate, in PEM. */
  cert?: string
  /** The key of the client's certificate, in PEM. */
  key?: string
  /** File of certificate authorities. */
  caFile?: string
  /** File of the client's certificate. */
  certFile?: string
  /** File of the key. */
  keyFile?: string
  /** Of the key. */
  passphrase?: string
  /** The name to verify, and to ask for (SNI), where it is not the host. */
  servername?: string
  /** `false` takes whatever certificate comes. @default true */
  rejectUnauthorized?: boolean
  /** Oldest version of TLS to speak. */
  minVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'
  /** Newest version of TLS to speak. */
  maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'
  /** Ciphers, as OpenSSL lists them. */
  ciphers?: string
}

const VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']
const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

/** Each of {@link TextTlsOptions}. */
export const tlsTable: OptionTable = {
  ca: valueThat(
    'a certificate in PEM, or a list of them',
    (value) => isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText)),
    undefined,
    'text',
  ),
  cert: pem(),
  key: pem(),
  caFile: text(),
  certFile: text(),
  keyFile: text(),
  passphrase: text(),
  servername: text(),
  rejectUnauthorized: boolean(),
  minVersion: oneOf(VERSIONS),
  maxVersion: oneOf(VERSIONS),
  ciphers: text(),
}

function pem(): OptionSpec {
  return valueThat('a string in PEM', isText, undefined, 'text')
}

const fileTable: OptionTable = { secretFile: text() }

/**
 * Every option of a client that text can hold, by its path: those of the table but code, and what stands for some of them
 * where there is only text: `secretFile`, `tls.caFile` …
 */
export const clientTextOptions: ReadonlyMap<string, OptionSpec> = new Map([
  ...switchable.map((group): [string, OptionSpec] => [group, boolean()]),
  ...Object.entries(clientTable).filter(([, { kind }]) => kind !== 'code'),
  ...Object.entries(fileTable),
  ...Object.entries(tlsTable).map(([key, spec]): [string, OptionSpec] => [`tls.${key}`, spec]),
])

/** A fleet's own options that text can hold, its servers and their defaults aside. */
export const clusterTextOptions: ReadonlyMap<string, OptionSpec> = new Map(
  Object.entries(clusterTable).filter(([path]) => path !== 'servers' && path !== 'defaults'),
)

/** Options that only code can hold. */
export const codeOptions: readonly string[] = Object.keys(clientTable).filter(
  (path) => clientTable[path]?.kind === 'code',
)

/** Options that one server of a fleet cannot have for itself. */
export const notOfAServer: readonly string[] = ['server', 'delivery.budgetMs', 'timers']

/** `timeouts.connectMs` as part of a variable's name: `TIMEOUTS_CONNECT_MS`. */
export function variableOf(path: string): string {
  return path
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('.', '_')
    .toUpperCase()
}

/** A server's name as part of a variable's name: `east-1` is `EAST_1`. */
export function segmentOf(server: string): string {
  return server.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')
}
