/** What a client process can measure; each runs in it with the target's `connect` and its own parameters. */
export const SCENARIOS = {
  flood: async () => (await import('./flood.mjs')).measureFlood,
  delivery: async () => (await import('./delivery.mjs')).measureDelivery,
  actions: async () => (await import('./actions.mjs')).measureActions,
  scale: async () => (await import('./scale.mjs')).measureScale,
  fairness: async () => (await import('./fairness.mjs')).measureFairness,
  endless: async () => (await import('./endless.mjs')).measureEndless,
  decoder: async () => (await import('./decoder.mjs')).measureDecoder,
  idle: async () => (await import('./idle.mjs')).measureIdle,
}
