import type { Call } from './call.ts'
import type { Channel, HeaderPairs } from './channel.ts'

/** What a Local channel is made of. */
export interface LocalStart {
  /** `exten@context`. */
  address: string
  context: string
  exten: string
  uniqueid: string
  /** The unique id of the second half. */
  otherId: string
  linkedid: string
}

/** Adds both halves of a Local channel to a call. */
export function addLocalChannel(call: Call, start: LocalStart): [Channel, Channel] {
  const base = `Local/${start.address}-${call.pbx.nextNameSuffix()}`
  const common = { context: start.context, exten: start.exten, linkedid: start.linkedid }
  const one = call.add({ ...common, name: `${base};1`, uniqueid: start.uniqueid, state: 'Down' })
  const two = call.add({ ...common, name: `${base};2`, uniqueid: start.otherId, state: 'Ring' })
  return [one, two]
}

/** Says that the halves of a Local channel found each other. */
export function announceLocalBridge(
  call: Call,
  [one, two]: readonly [Channel, Channel],
  { context, exten, optimization }: { context: string; exten: string; optimization: boolean },
): void {
  const headers: HeaderPairs = [
    ...one.snapshot('LocalOne'),
    ...two.snapshot('LocalTwo'),
    ['Context', context],
    ['Exten', exten],
    ['LocalOptimization', optimization ? 'Yes' : 'No'],
  ]
  call.emit('LocalBridge', headers)
}
