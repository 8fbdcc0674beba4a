import type { ActionFields, AmiList, AmiResponse } from '../protocol/index.ts'
import type { NoFields } from './action.ts'
import type { ActionMap } from './actions.ts'
import type { EventOf } from './receiving.ts'

/** Names of the typed actions. */
export type ActionName = keyof ActionMap

/**
 * Fields of an action: exact for a typed one, anything for every other.
 *
 * Inferred, so that the compiler need not know the fields of all actions before it knows the name of one.
 */
export type FieldsOf<Name> = [Name] extends [ActionName]
  ? ActionMap[Name] extends { readonly fields: infer Fields }
    ? Fields
    : never
  : ActionFields

/** What `send` resolves to: a list for a typed list action, the response for every other. */
export type ResultOf<Name> = Name extends ActionName
  ? ActionMap[Name]['result'] extends 'list'
    ? AmiList<ItemOf<Name>, EventOf<ActionMap[Name]['closing']>>
    : AmiResponse<ActionMap[Name]['of']>
  : AmiResponse

/** An item of an action's list: one of its events for a typed list action, any event for every other. */
export type ItemOf<Name> = Name extends ActionName
  ? ActionMap[Name]['result'] extends 'list'
    ? EventOf<ActionMap[Name]['of']>
    : EventOf<string>
  : EventOf<string>

/** Settings of one action. */
export interface SendOptions {
  /** From now to the last answer. @default timeouts.actionMs */
  readonly timeoutMs?: number
  /** Ends the wait; Asterisk is not told, and may still act. */
  readonly signal?: AbortSignal
  /** An ActionID of your own, instead of a generated one: at most 67 printable characters, not in use. */
  readonly actionId?: string
}

/** Fields may be left out only where none is required. */
export type SendArguments<Name, Options = SendOptions> =
  NoFields extends FieldsOf<Name>
    ? [fields?: FieldsOf<Name>, options?: Options]
    : [fields: FieldsOf<Name>, options?: Options]
