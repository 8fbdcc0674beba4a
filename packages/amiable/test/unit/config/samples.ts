import { clientTextOptions } from '../../../src/config/text-options.ts'
import { resolveOptions } from '../../../src/resolved-options.ts'

/** One value of an option that is not its default: as a variable has it, as a file has it, and as code has it. */
export interface Sample {
  readonly path: string
  readonly text: string
  readonly json: unknown
  /** Options of a client. */
  readonly code: Readonly<Record<string, unknown>>
}

/** The one line of the file that `secretFile` and `tls.caFile` name in the samples. */
export const FILE_TEXT = 'in a file'

const words: Readonly<Record<string, string>> = {
  server: 'east',
  host: 'pbx.example',
  username: 'somebody',
  secret: 'p@ss: w/ö?#%rd',
  auth: 'plain',
  timers: 'unref',
  encoding: 'windows-1251',
  'tls.ca': '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----',
  'tls.cert': 'certificate\nin PEM',
  'tls.key': 'key\nin PEM',
  'tls.passphrase': 'of the key',
  'tls.servername': 'pbx.example',
  'tls.minVersion': 'TLSv1.2',
  'tls.maxVersion': 'TLSv1.3',
  'tls.ciphers': 'AES128-SHA',
}

/** A sample of every option that text can hold. `file` is a file that holds {@link FILE_TEXT}. */
export function samples(file: string): Sample[] {
  return [...clientTextOptions].map(([path, spec]) => {
    const other = special(path, file)
    if (other !== undefined) return { path, ...other }
    if (spec.kind !== 'integer') {
      const text = words[path]
      if (text === undefined) throw new Error(`there is no sample of ${path}`)
      return { path, text, json: text, code: at(path, text) }
    }
    const preset = typeof spec.default === 'number' ? spec.default : 1000
    const value = preset === spec.max ? preset - 1 : preset + 1
    return { path, text: String(value), json: value, code: at(path, value) }
  })
}

function special(path: string, file: string): Omit<Sample, 'path'> | undefined {
  const filters = ['Event: Hangup', { criteria: 'name(Hangup)' }]
  const patterns = ['\\d{13,16}', { source: 'pin', flags: 'i' }]
  const all: Readonly<Record<string, Omit<Sample, 'path'>>> = {
    tls: { text: 'true', json: true, code: { tls: {} } },
    keepalive: { text: 'false', json: false, code: { keepalive: false } },
    reconnect: { text: '0', json: false, code: { reconnect: false } },
    events: { text: 'call, agent', json: ['call', 'agent'], code: { events: ['call', 'agent'] } },
    filters: { text: JSON.stringify(filters), json: filters, code: { filters } },
    'redact.keys': { text: 'pin,iban', json: ['pin', 'iban'], code: { redact: { keys: ['pin', 'iban'] } } },
    'redact.patterns': {
      text: JSON.stringify(patterns),
      json: patterns,
      code: { redact: { patterns: [/\d{13,16}/, /pin/i] } },
    },
    'tls.rejectUnauthorized': { text: 'false', json: false, code: { tls: { rejectUnauthorized: false } } },
    secretFile: { text: file, json: file, code: { secret: FILE_TEXT } },
    'tls.caFile': { text: file, json: file, code: { tls: { ca: FILE_TEXT } } },
    'tls.certFile': { text: file, json: file, code: { tls: { cert: FILE_TEXT } } },
    'tls.keyFile': { text: file, json: file, code: { tls: { key: FILE_TEXT } } },
  }
  return Object.hasOwn(all, path) ? all[path] : undefined
}

/** `{ a: { b: value } }` for `a.b`. */
export function at(path: string, value: unknown): Record<string, unknown> {
  const [group = '', key] = path.split('.')
  return key === undefined ? { [group]: value } : { [group]: { [key]: value } }
}

/** What a client would do with options, in a form to compare: the secret asked for, the encoding tried. */
export async function inForce(options: unknown): Promise<object> {
  const { random: _random, decodeText, secret, tls, ...rest } = resolveOptions(options as never)
  return {
    ...rest,
    tls: tls === true ? {} : tls,
    secret: await secret(),
    decoded: decodeText('\xcf\xf0\xe8'),
  }
}
