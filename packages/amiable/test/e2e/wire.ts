import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { promisify } from 'node:util'
import type { Place } from './lab.ts'

const run = promisify(execFile)
const ip = (...args: readonly string[]): Promise<unknown> => run('ip', args)

/** Nobody has it: what is sent there is heard by nobody. */
const NOBODY = '02:00:00:00:00:ff'
const NAMESPACES = '/run/netns'
const PREFIX = 'amiable'

let wires = 0

/**
 * A cable to a network namespace, where a server can run, that can be cut and can swallow.
 *
 * ```
 *  this process  near ──────── veth ──────── far  namespace  Asterisk
 * ```
 */
export class Wire implements AsyncDisposable, Place {
  readonly netns: string
  /** The far end's address. */
  readonly host: string
  readonly #near: string
  readonly #device: string
  readonly #subnet: string

  private constructor(number: number) {
    const { pid } = process
    this.netns = `${PREFIX}-${pid}-${number}`
    this.#device = `am${pid}n${number}`
    const addresses = addressesOf(pid, number)
    this.#subnet = addresses.subnet
    this.#near = addresses.near
    this.host = addresses.far
  }

  /** @throws Error when this machine lets nobody make network namespaces. */
  static async lay(): Promise<Wire> {
    await sweep()
    wires += 1
    const wire = new Wire(wires)
    const { netns } = wire
    await ip('netns', 'add', netns)
    await ip('link', 'add', wire.#device, 'type', 'veth', 'peer', 'name', 'far', 'netns', netns)
    await ip('-n', netns, 'link', 'set', 'lo', 'up')
    await ip('-n', netns, 'addr', 'add', `${wire.host}/30`, 'dev', 'far')
    await ip('-n', netns, 'link', 'set', 'far', 'up')
    await ip('addr', 'add', `${wire.#near}/30`, 'dev', wire.#device)
    await ip('link', 'set', wire.#device, 'up')
    // While the cable is cut nothing leads there, not even the way to the rest of the world.
    await ip('route', 'add', 'unreachable', wire.#subnet, 'metric', '9999')
    return wire
  }

  /** The near end goes down, as when a cable is pulled: new connections find no network. */
  async cut(): Promise<void> {
    await ip('link', 'set', this.#device, 'down')
  }

  async mend(): Promise<void> {
    await ip('link', 'set', this.#device, 'up')
  }

  /** Everything that is sent, either way, is lost, and neither end is told. */
  async swallow(): Promise<void> {
    const lost = ['lladdr', NOBODY, 'nud', 'permanent']
    await ip('neigh', 'replace', this.host, 'dev', this.#device, ...lost)
    await ip('-n', this.netns, 'neigh', 'replace', this.#near, 'dev', 'far', ...lost)
  }

  async deliver(): Promise<void> {
    await ip('neigh', 'del', this.host, 'dev', this.#device)
    await ip('-n', this.netns, 'neigh', 'del', this.#near, 'dev', 'far')
  }

  /** Removes the namespace, and the cable with it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await remove(this.netns, this.#subnet)
  }
}

/** Of the block for tests of networks (RFC 2544), a subnet of four addresses for each process and wire. */
function addressesOf(pid: number, number: number): { subnet: string; near: string; far: string } {
  const first = ((pid * 4 + (number % 4)) % 16_384) * 4
  const address = (last: number): string => `198.18.${first >> 8}.${(first & 255) + last}`
  return { subnet: `${address(0)}/30`, near: address(1), far: address(2) }
}

async function remove(netns: string, subnet: string): Promise<void> {
  await ip('netns', 'del', netns)
  await ip('route', 'del', 'unreachable', subnet, 'metric', '9999')
}

/** Why no wire can be laid here; empty when one can. */
export async function whyNoWire(): Promise<string> {
  try {
    await using _ = await Wire.lay()
    return ''
  } catch (error) {
    return error instanceof Error ? error.message.trim() : String(error)
  }
}

/** Removes what test runs left behind that were killed. */
async function sweep(): Promise<void> {
  if (!existsSync(NAMESPACES)) return
  for (const netns of readdirSync(NAMESPACES)) {
    const [prefix, pid, number] = netns.split('-')
    if (prefix !== PREFIX || existsSync(`/proc/${pid}`)) continue
    await remove(netns, addressesOf(Number(pid), Number(number)).subnet).catch(() => undefined)
  }
}
