/** What was wrong with bytes that were survived. */
export type AnomalyKind =
  /** Bytes before a frame, or instead of one, that belong to nothing. */
  | 'garbage'
  /** A complete frame whose first header is neither `Event` nor `Response`. */
  | 'unknown-frame'
  /** A response that stops in the middle, with the next one right behind it. */
  | 'truncated'
  /** A frame longer than the limit; skipped to its end. */
  | 'oversize'
  /** A greeting that is not Asterisk's own. */
  | 'banner'

/** Bytes that did not make a message. Counted and reported, never thrown. */
export interface Anomaly {
  readonly kind: AnomalyKind
  /** Where the bytes began, counted from the session's first byte. */
  readonly offset: number
  /** How many bytes were discarded; for `oversize` how many had arrived when the limit was passed. */
  readonly bytes: number
  /** The action whose answer is lost, where the bytes still tell. */
  readonly actionId: string | undefined
  /** At most 80 bytes from the beginning, as Latin-1. Untrusted, and not redacted. */
  readonly preview: string
}
