/** Something that is found by its ActionID. */
export interface Identified {
  readonly actionId: string
  /** @internal The id's hash, kept by the table. */
  idHash: number
}

const SLOTS_MIN = 8

/**
 * A hash table by ActionID: open addressing, linear probing, at most half full.
 *
 * A `Map` would do, were it not for what it leaves behind: with entries coming and going it makes itself anew every
 * few thousand actions, each old copy refers to the next one, and while one of them is old in the eyes of the garbage
 * collector, so is everything that passed through the others. That trebled the cost of an action.
 */
export class IdTable<T extends Identified> {
  #slots: (T | undefined)[] = emptySlots(SLOTS_MIN)
  #size = 0

  get size(): number {
    return this.#size
  }

  get(actionId: string): T | undefined {
    return this.#slots[this.#find(actionId, hashOf(actionId))]
  }

  /** Adds an entry whose id is not in the table. */
  add(entry: T): void {
    if (this.#size * 2 >= this.#slots.length) this.#grow()
    entry.idHash = hashOf(entry.actionId)
    this.#slots[this.#find(entry.actionId, entry.idHash)] = entry
    this.#size += 1
  }

  /** Whether it was there to be taken out: it, and not another with its id. */
  delete(entry: T): boolean {
    let hole = this.#find(entry.actionId, entry.idHash)
    if (this.#slots[hole] !== entry) return false
    const last = this.#slots.length - 1
    // What stands behind the hole moves into it, unless it stands where it would be looked for first.
    for (let slot = (hole + 1) & last; ; slot = (slot + 1) & last) {
      const next = this.#slots[slot]
      if (next === undefined) break
      const home = next.idHash & last
      if (((slot - home) & last) < ((slot - hole) & last)) continue
      this.#slots[hole] = next
      hole = slot
    }
    this.#slots[hole] = undefined
    this.#size -= 1
    return true
  }

  /** Every entry, in no particular order. */
  values(): T[] {
    return this.#slots.filter((entry) => entry !== undefined)
  }

  /** The slot of the entry with this id, or the free one where it belongs. */
  #find(actionId: string, hash: number): number {
    const last = this.#slots.length - 1
    let slot = hash & last
    for (let entry = this.#slots[slot]; entry !== undefined; entry = this.#slots[slot]) {
      if (entry.actionId === actionId) break
      slot = (slot + 1) & last
    }
    return slot
  }

  #grow(): void {
    const entries = this.values()
    this.#slots = emptySlots(this.#slots.length * 2)
    for (const entry of entries) this.#slots[this.#find(entry.actionId, entry.idHash)] = entry
  }
}

function emptySlots<T>(count: number): (T | undefined)[] {
  return new Array<T | undefined>(count).fill(undefined)
}

/** FNV-1a over the last sixteen characters: ids of one session differ in their ends. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5
  for (let i = Math.max(0, id.length - 16); i < id.length; i += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  }
  return hash ^ (hash >>> 15)
}
