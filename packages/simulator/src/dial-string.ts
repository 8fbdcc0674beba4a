/** What a dial string `Tech/address` says. */
export interface DialString {
  tech: string
  /** The number or name that is dialled. */
  number: string
  /** The context of a Local channel, `default` for others. */
  context: string
  /** The base name of the channel it makes: `Local/1@ctx`, `PJSIP/trunk`. */
  channel: string
  /** What `DialBegin` shows. */
  shown: string
}

const TECHNOLOGIES = new Set(['Local', 'PJSIP', 'SIP', 'IAX2', 'DAHDI', 'Console', 'Motif', 'Mobile'])

/** Reads a dial string; `undefined` when it has no technology in front. */
export function parseDialString(text: string): DialString | undefined {
  const slash = text.indexOf('/')
  if (slash === -1) return undefined
  const tech = text.slice(0, slash)
  const shown = text.slice(slash + 1)
  const [address = ''] = tech === 'Local' ? shown.split('/') : [shown]
  if (tech === 'Local') return { tech, ...localAddress(address), shown }
  // PJSIP/number@endpoint and SIP/endpoint/number name the endpoint in the channel; PJSIP/endpoint is both.
  const [before = '', after] = address.split('@')
  const [endpoint = '', number] = (after ?? before).split('/')
  return {
    tech,
    number: after === undefined ? (number ?? endpoint) : before,
    context: 'default',
    channel: `${tech}/${endpoint}`,
    shown,
  }
}

/** True when there is a channel driver of this name. */
export function isTechnology(tech: string): boolean {
  return TECHNOLOGIES.has(tech)
}

function localAddress(address: string): { number: string; context: string; channel: string } {
  const [number = '', context = 'default'] = address.split('@')
  return { number, context, channel: `Local/${number}@${context}` }
}
