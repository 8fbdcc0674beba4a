interface Watch {
  readonly listeners: Set<() => void>
  readonly tell: () => void
}

const watches = new WeakMap<AbortSignal, Watch>()

/**
 * Calls `listener` once when the signal aborts; harmless for a signal that never does, and for none.
 *
 * One listener of the signal's own serves all of them, and none is left when they are gone: Node warns of a leak at the
 * eleventh, and a thousand actions that share a signal are none.
 *
 * @returns its undo.
 */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal === undefined) return () => undefined
  const { listeners, tell } = watches.get(signal) ?? watch(signal)
  // A wrapper of its own, so that the same function given twice is two listeners.
  const own = (): void => listener()
  listeners.add(own)
  return () => {
    if (!listeners.delete(own) || listeners.size > 0) return
    watches.delete(signal)
    signal.removeEventListener('abort', tell)
  }
}

function watch(signal: AbortSignal): Watch {
  const listeners = new Set<() => void>()
  const tell = (): void => {
    watches.delete(signal)
    for (const listener of [...listeners]) {
      if (listeners.delete(listener)) listener()
    }
  }
  const made = { listeners, tell }
  watches.set(signal, made)
  signal.addEventListener('abort', tell, { once: true })
  return made
}
