/** Which states may follow which. */
export type TransitionTable<State extends string> = Readonly<Record<State, readonly State[]>>

/** A state that moves only along its table. */
export class StateMachine<State extends string> {
  readonly #table: TransitionTable<State>
  #state: State

  constructor(table: TransitionTable<State>, initial: State) {
    this.#table = table
    this.#state = initial
  }

  get state(): State {
    return this.#state
  }

  /**
   * Moves on.
   *
   * @throws Error for a move that the table does not have: a defect of this library, never of its input.
   */
  move(to: State): void {
    if (!this.#table[this.#state].includes(to))
      throw new Error(`illegal transition from ${this.#state} to ${to}`)
    this.#state = to
  }
}
