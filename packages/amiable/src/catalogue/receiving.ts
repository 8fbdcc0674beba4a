import type { AmiEvent } from '../protocol/index.ts'
import type { CommonKeys, EventMap } from './events.ts'

/** Names of the typed events. */
export type EventName = keyof EventMap

/** Headers of an event: the known ones for a typed event, any for every other. */
export type EventKeys<Name> = [Name] extends [EventName] ? EventMap[Name] | CommonKeys : string

/** An event of a given name, with that name's headers; of several names, one of those events. */
export type EventOf<Name extends string> = Name extends string ? AmiEvent<Name, EventKeys<Name>> : never
