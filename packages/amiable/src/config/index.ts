/**
 * Options from the environment, from URLs and from files. A package entry of its own, so that programs that bring their
 * options themselves do not pay for it.
 *
 * @module
 */
export { parseAmiUrl } from './ami-url.ts'
export type { CompilePattern } from './decode.ts'
export type { Environment } from './environment.ts'
export { loadClientOptions } from './load-client.ts'
export { loadClusterOptions } from './load-cluster.ts'
export type { ConfigSources } from './loading.ts'
export type { TextTlsOptions } from './text-options.ts'
