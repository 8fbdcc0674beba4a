import { readFileSync } from 'node:fs'

function pem(name: string): string {
  return readFileSync(new URL(`../../../../fixtures/tls/${name}.pem`, import.meta.url), 'utf8')
}

/** The authority that signed the server's and the client's certificate. */
export const ca: string = pem('ca')
/** For `localhost`, `pbx.test` and 127.0.0.1. */
export const serverIdentity: { readonly cert: string; readonly key: string } = identity('server')
export const clientIdentity: { readonly cert: string; readonly key: string } = identity('client')
/** Signed by itself. */
export const strangerIdentity: { readonly cert: string; readonly key: string } = identity('stranger')

function identity(name: string): { cert: string; key: string } {
  return { cert: pem(name), key: pem(`${name}-key`) }
}
