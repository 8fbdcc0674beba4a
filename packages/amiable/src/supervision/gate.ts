/** Says when a connection may be attempted. */
export interface Gate {
  /**
   * Calls `go` once, at once or when there is room, unless left before.
   *
   * @param suspect whether the server failed to come back before: such attempts must not take all the room.
   * @returns to be called when the attempt is over, or no longer wanted. Idempotent.
   */
  enter(go: () => void, suspect: boolean): () => void
}

/** A gate without a wall: everybody may go at once. */
export const openGate: Gate = {
  enter(go) {
    go()
    return () => undefined
  },
}

/** One attempt's place at a gate, from the moment it asks for one. */
export class Ticket {
  #left = false
  #leave: (() => void) | undefined

  /** Asks to be let in; `go` may run, and leave, before this returns. */
  enter(gate: Gate, go: () => void, suspect: boolean): void {
    this.#leave = gate.enter(go, suspect)
    if (this.#left) this.#leave()
  }

  /** Makes room for others. Idempotent. */
  leave(): void {
    this.#left = true
    this.#leave?.()
  }
}
