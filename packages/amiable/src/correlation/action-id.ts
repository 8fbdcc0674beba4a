/**
 * Makes the ActionIDs of one session: `<prefix>-<sequence in base 36>`.
 *
 * The prefix is random and new for each session, so no two sessions, clients or processes share an id, and nobody
 * who can put text into a server's events can guess one. Ids are never reused.
 */
export class ActionIds {
  readonly #prefix: string
  #sequence = 0

  /** @param prefix random; 16 hex digits in a session. */
  constructor(prefix: string) {
    this.#prefix = `${prefix}-`
  }

  next(): string {
    this.#sequence += 1
    return this.#prefix + this.#sequence.toString(36)
  }
}
