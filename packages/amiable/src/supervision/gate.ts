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
