import { AmiArgumentError } from 'amiable'
import { loadClientOptions, loadClusterOptions, parseAmiUrl } from 'amiable/config'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveOptions } from '../../../src/resolved-options.ts'

function problemsOf(url: string): AmiArgumentError['problems'] {
  try {
    parseAmiUrl(url)
    return []
  } catch (error) {
    expect(error).toBeInstanceOf(AmiArgumentError)
    return (error as AmiArgumentError).problems
  }
}

describe('a URL', () => {
  it.each([
    ['ami://u:s@pbx', { host: 'pbx', port: 5038, tls: false }],
    ['amis://u:s@pbx', { host: 'pbx', port: 5039, tls: {} }],
    ['ami://u:s@pbx:15038/', { host: 'pbx', port: 15_038 }],
    ['amis://u:s@10.0.0.1:5038', { host: '10.0.0.1', port: 5038, tls: {} }],
    ['ami://u:s@[::1]:5040', { host: '::1', port: 5040, server: '::1:5040' }],
    ['amis://u:s@[2001:db8::7]', { host: '2001:db8::7', port: 5039 }],
    ['ami://us%40er:s@pbx', { username: 'us@er' }],
    [
      'ami://u:s@pbx/?timeouts.connectMs=5000&keepalive.misses=2',
      { timeouts: { connectMs: 5000 }, keepalive: { misses: 2 } },
    ],
    ['ami://u:s@pbx?server=east&events=call,agent', { server: 'east', events: 'call,agent' }],
    ['ami://u:s@pbx?keepalive=false', { keepalive: false }],
    [
      'amis://u:s@pbx?tls.servername=east.pbx&tls.rejectUnauthorized=false',
      { tls: { servername: 'east.pbx', rejectUnauthorized: false } },
    ],
  ])('%s is understood', (url, expected) => {
    const resolved = resolveOptions(parseAmiUrl(url))
    for (const [path, value] of Object.entries(expected)) {
      expect(resolved[path as 'host']).toEqual(
        typeof value === 'object' ? expect.objectContaining(value) : value,
      )
    }
  })

  it('gives numbers as numbers', () => {
    expect(parseAmiUrl('ami://u:s@pbx:15038/?timeouts.connectMs=5000')).toMatchObject({
      port: 15_038,
      timeouts: { connectMs: 5000 },
    })
  })

  it('may hold any user and secret, in percent-encoding', () => {
    const unit = fc.constantFrom(...'azAZ09@:/?#%[]!$&\'()*+,;=-._~ "<>\\^`{|}\t\x7fäß€😀')
    const line = fc.string({ unit, minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(line, line, (username, secret) => {
        const url = `ami://${encodeURIComponent(username)}:${encodeURIComponent(secret)}@pbx`
        expect(parseAmiUrl(url)).toMatchObject({ host: 'pbx', username, secret })
      }),
    )
  })
})

describe('what is wrong with a URL', () => {
  const form = /must look like ami:/
  it.each([
    ['', 'url', form],
    ['pbx:5038', 'url', form],
    ['http://u:s@pbx', 'url', form],
    ['ami://', 'url', form],
    ['ami://u:s@', 'url', form],
    ['ami://u:s@pbx:0x10', 'url', form],
    ['ami://u:s@pbx:70000', 'url', form],
    ['ami://u:s@pbx:0', 'port', /from 1 to 65535, not 0/],
    ['ami://u:s@pbx/path', 'url', /no path/],
    ['ami://u:s@pbx#fragment', 'url', /no fragment/],
    ['ami://u:100%@pbx', 'url', /the secret holds a %/],
    ['ami://%:s@pbx', 'url', /the username holds a %/],
    ['ami://u:s@pbx?host=other', 'url: host', /before the \?/],
    ['ami://u:s@pbx?secret=s', 'url: secret', /before the \?/],
    ['ami://u:s@pbx?tls=true', 'url: tls', /before the \?/],
    ['ami://u:s@pbx?timeouts.conectMs=1', 'url', /did you mean timeouts\.connectMs\?/],
    ['ami://u:s@pbx?logger=x', 'url', /not an option/],
    ['ami://u:s@pbx?__proto__=x', 'url', /not an option/],
    ['ami://u:s@pbx?keepalive.misses=1&keepalive.misses=2', 'url: keepalive.misses', /twice/],
    ['ami://u:s@pbx?keepalive=maybe', 'url: keepalive', /true or false/],
    ['ami://u:s@pbx?filters=x', 'url: filters', /JSON/],
    ['ami://u:s@pbx?redact.patterns=["("]', 'url: redact.patterns', /pattern 0 is no regular expression/],
    ['ami://u:s@pbx?tls.servername=x', 'url: tls.servername', /since tls is off/],
    ['amis://u:s@pbx?tls.minVersion=SSLv3', 'url: tls.minVersion', /TLSv1/],
    ['ami://u:s@pbx?keepalive=false&keepalive.misses=1', 'url: keepalive.misses', /since keepalive is off/],
    ['ami://u:s@pbx?timeouts.connectMs=0x10', 'timeouts.connectMs', /plain digits/],
    ['ami://u@pbx', 'secret', /is required/],
    ['ami://pbx', 'username', /is required/],
  ])('%s is told', (url, path, message) => {
    expect(problemsOf(url)).toContainEqual({ path, message: expect.stringMatching(message) })
  })

  it.each([
    'ami://u:hun/ter2hun@pbx',
    'ami://u:hun?ter2hun@pbx',
    'ami://u:hun#ter2hun@pbx',
    'ami://u:12/ter2hun@pbx',
    'ami://u:12?ter2hun@pbx',
    'ami://u:12#ter2hun@pbx',
    'ami://u:12?port=ter2hun@pbx',
    'ami://u:ter2hun%@pbx',
    'ami://u:ter2hun@pbx:ter2hun',
    'ami://u:ter2hun%0A@pbx',
    'ami://u:s@pbx?keepalive.misses=ter2hun',
    'ami://u:s@pbx?auth=ter2hun',
    'http://u:ter2hun@pbx',
  ])('%s is told without its secret, wherever it is read', async (url) => {
    const texts = [JSON.stringify(problemsOf(url))]
    for (const load of [loadClientOptions, loadClusterOptions]) {
      const error = await load({ env: { AMI_URL: url } }).then(
        () => undefined,
        (thrown: AmiArgumentError) => thrown,
      )
      texts.push(`${error?.message} ${JSON.stringify(error?.problems)} ${error?.stack}`)
    }
    for (const text of texts) {
      expect(text).toMatch(/message|url|AMI_URL/)
      expect(text).not.toContain('ter2hun')
    }
  })
})
