import { describe, inject, it } from 'vitest'
import { type LabResult, type LabState, runLab } from './lab-command.ts'
import { type LabServer, type LabVariant, NamedServer, OwnServer, only } from './lab-server.ts'

export type { LabServer, LabVariant } from './lab-server.ts'

const servers: readonly LabServer[] = inject('lab').servers.map((state) =>
  state.file === '' ? new NamedServer(state) : new OwnServer(state),
)

/**
 * Describes a behaviour on every real server; without any, leaves one skipped test that says why. With `owned` only
 * on those that this run may kill, and whose TLS certificate it knows.
 */
export function describeOnServers(
  behaviour: string,
  body: (server: LabServer) => void,
  which: 'all' | 'owned' = 'all',
): void {
  const chosen = servers.filter(({ owned }) => owned || which === 'all')
  if (chosen.length === 0) skipAloud(behaviour)
  describe.each(chosen)(`${behaviour} (Asterisk $label)`, body)
}

/**
 * Describes a behaviour of a fleet of all the real servers that this run may kill; without any, leaves one skipped
 * test that says why.
 */
export function describeOnFleet(behaviour: string, body: (servers: readonly LabServer[]) => void): void {
  const chosen = servers.filter(({ owned }) => owned)
  if (chosen.length === 0) skipAloud(behaviour)
  else
    describe(`${behaviour} (Asterisk ${chosen.map(({ label }) => label).join(' and ')})`, () => body(chosen))
}

let variants = 0

/** Where a server runs, if not beside the test. */
export interface Place {
  /** A network namespace that exists. */
  readonly netns: string
  /** The address there that it listens on. */
  readonly host: string
}

/**
 * Another server of the same version, on ports of its own, with settings changed: each is written
 * `file:section:key=value`, as in `manager.conf:general:authlimit=5`. Disposing of it removes it.
 */
export async function labServerWith(
  server: LabServer,
  settings: readonly string[],
  place?: Place,
): Promise<LabVariant> {
  if (!(server instanceof OwnServer))
    throw new Error('only servers of the lab can be had with other settings')
  variants += 1
  const name = ['--name', `test-${process.pid}-${variants}`, '--owner', String(inject('lab').owner)]
  const set = settings.flatMap((setting) => ['--set', setting])
  const where = place === undefined ? [] : ['--netns', place.netns, '--host', place.host]
  const printed = await runLab(['up', '--only', server.suite, ...name, ...where, ...set, '--json'])
  return new OwnServer(only(JSON.parse(printed) as LabResult<LabState>))
}

function skipAloud(behaviour: string): void {
  const why = servers.length > 0 ? 'the servers were named by AMIABLE_E2E' : inject('lab').absence
  it.skip(`${behaviour}: ${why}`, () => undefined)
}
