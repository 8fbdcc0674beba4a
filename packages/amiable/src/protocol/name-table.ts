const SLOTS = 1024

/**
 * Turns the bytes of an event's name into one shared string per name, without making a string to look it up.
 *
 * A direct-mapped table: a name that falls on another's slot replaces it, so it is bounded whatever arrives.
 */
export class NameTable {
  readonly #names: (string | undefined)[] = new Array(SLOTS)

  /** The name written in `bytes[start, end)`. */
  intern(bytes: Buffer, start: number, end: number): string {
    let hash = end - start
    for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0
    const slot = hash & (SLOTS - 1)
    const known = this.#names[slot]
    if (known !== undefined && equals(known, bytes, start, end)) return known
    const name = bytes.toString('latin1', start, end)
    this.#names[slot] = name
    return name
  }
}

function equals(name: string, bytes: Buffer, start: number, end: number): boolean {
  if (name.length !== end - start) return false
  for (let at = 0; at < name.length; at += 1) {
    if (name.charCodeAt(at) !== bytes[start + at]) return false
  }
  return true
}
