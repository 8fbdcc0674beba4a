import { readFileSync } from 'node:fs'

/*
 * Every client the benchmark drives. A target's module exports `connect({ host, port, username, secret })`, which
 * resolves, once logged in, to:
 *
 *   onEvent(handler)      calls `handler(event)` for each event from then on
 *   key(header)           what `get` wants as the name of a header such as `CallerIDNum`
 *   get(event, key)       the header's value, undefined where the event has none
 *   ask(variable, done)   sends a Getvar and calls `done(value)` with the answer's `Value`
 *   close()               only where the client leaves a process running that has nothing else to do
 *
 * Where many servers are one thing to a client, its module also exports `connectAll`; see connect-all.mjs.
 *
 * A limit has `onBytes(handler)` or `onFrames(handler)` in place of the first three: `handler(howMany)`.
 */

/** How each target is loaded, and what it is: the client under test, a peer, or a limit no client can pass. */
export const TARGETS = {
  amiable: { kind: 'amiable', load: () => import('./amiable.mjs') },
  'asterisk-ami': { kind: 'peer', load: () => import('./asterisk-ami.mjs') },
  yana: { kind: 'peer', load: () => import('./yana.mjs') },
  'ami-io': { kind: 'peer', load: () => import('./ami-io.mjs') },
  'asterisk-manager': { kind: 'peer', load: () => import('./asterisk-manager.mjs') },
  nami: { kind: 'peer', load: () => import('./nami.mjs') },
  'asterisk-ami-client': { kind: 'peer', load: () => import('./asterisk-ami-client.mjs') },
  'raw-frames': { kind: 'limit', asks: true, load: () => import('./raw-frames.mjs') },
  'raw-socket': { kind: 'limit', asks: false, load: () => import('./raw-socket.mjs') },
}

/** The name with the pinned version, as the tables show it. */
export function labelOf(name) {
  const { kind } = TARGETS[name]
  if (kind === 'limit') return `limit: ${name}`
  const pins = manifest('../package.json').devDependencies
  return `${name} ${kind === 'amiable' ? manifest('../../packages/amiable/package.json').version : pins[name]}`
}

function manifest(path) {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
}
