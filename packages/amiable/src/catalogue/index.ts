/**
 * What is known of Asterisk's actions and events beyond their types, apart from the client so that only those carry
 * it who ask.
 *
 * @module
 */
export { type MinimalPrivileges, minimalPrivileges, type PrivilegeNeeds } from './minimal-privileges.ts'
export { type NormalisedEvent, namesEver, normalise } from './normalise.ts'
export { type EventSource, type NormalisedEvents, type NormalisedOptions, normalised } from './normalised.ts'
export { type PrivilegeClass, type PrivilegeOptions, type Privileges, privileges } from './privileges.ts'
export type { AsteriskTold } from './release.ts'
export { type Capability, supports } from './supports.ts'
