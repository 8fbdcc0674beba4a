/** The real `setImmediate`, kept from the start: a test's fake clock must not hold back bytes on their way. */
export const nextTurn: (run: () => void) => unknown = globalThis.setImmediate
