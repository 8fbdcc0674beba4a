import type { Scalar } from '../protocol/index.ts'

/**
 * What an action takes, and how it ends: with one response, or with a list of events.
 *
 * `Of` are the keys of the response, or the names of the list's items; `Closing` names the event that closes the list.
 */
export interface Action<
  Fields,
  Result extends 'response' | 'list',
  Of extends string = string,
  Closing extends string = string,
> {
  readonly fields: Fields
  readonly result: Result
  readonly of: Of
  readonly closing: Closing
}

/** Fields of an action that takes none. */
export type NoFields = Readonly<Record<string, never>>

/** Channel variables by name; each value is escaped, so that it can only be data. */
export type Variables = Readonly<Record<string, Scalar>> | string | readonly string[]

/** A number, or text that is one. */
export type Numeric = number | `${number}`

/** Yes or no, in the words that Asterisk takes for it. */
export type Flag = boolean | 0 | 1 | '0' | '1' | 'yes' | 'no' | 'true' | 'false' | 'on' | 'off'
