import type { Call } from '../calls/call.ts'
import { unsentCall } from '../calls/call-registry.ts'
import type { OriginateFields, OriginateOptions } from '../calls/originate-fields.ts'
import type { AmiError } from '../errors.ts'
import type { ResolvedClusterOptions } from './cluster-options.ts'
import { closed } from './refusals.ts'
import type { Roster } from './roster.ts'
import { type Route, routed } from './route.ts'

/** {@link OriginateOptions}, and who picks the server this once. */
export interface FleetOriginateOptions extends OriginateOptions {
  /** In place of the cluster's own route. */
  readonly route?: Route | undefined
}

/**
 * A call on the member that the route picks, or one that was not sent.
 *
 * @param noServer says why no member was picked.
 */
export function routedCall(
  roster: Roster,
  { route: usual, shared }: ResolvedClusterOptions,
  fields: OriginateFields,
  { route = usual, ...options }: FleetOriginateOptions,
  noServer: () => AmiError,
): Call {
  const members = roster.closed ? [] : [...roster.members.values()]
  const picked = routed(members, route, { action: 'Originate', fields: { ...fields } })
  if (picked !== undefined) return picked.originate(fields, options)
  return unsentCall(fields, options, roster.closed ? closed('Originate') : noServer(), shared.clock)
}
