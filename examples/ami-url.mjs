/** An AMI_URL that cannot be used; the message says why, and never shows the secret. */
export class AmiUrlError extends Error {
  name = 'AmiUrlError'
}

/**
 * Reads `ami://user:secret@host:port`, or `amis://` for TLS, into options of an AmiClient.
 *
 * The port may be left out. In user and secret `@`, `:`, `/` and `%` are written as in every URL: `%40`, `%3A`, `%2F`,
 * `%25`. A certificate authority of one's own is named by Node's NODE_EXTRA_CA_CERTS.
 */
export function readAmiUrl(text) {
  const url = URL.canParse(text) ? new URL(text) : fail('is not a URL')
  if (url.protocol !== 'ami:' && url.protocol !== 'amis:') fail(`must begin with ami:// or amis://`)
  if (url.hostname === '') fail('names no host')
  if (url.username === '' || url.password === '') fail('must name a user and a secret')
  if (url.pathname.length > 1 || url.search !== '' || url.hash !== '') fail('must end with the port')
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    tls: url.protocol === 'amis:',
    username: decode(url.username),
    secret: decode(url.password),
  }
}

function decode(part) {
  try {
    return decodeURIComponent(part)
  } catch {
    return fail('holds a % that begins no escape; a % itself is written %25')
  }
}

function fail(why) {
  throw new AmiUrlError(`AMI_URL ${why}; it looks like ami://user:secret@host:5038, or amis:// for TLS`)
}
