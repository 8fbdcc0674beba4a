import { env } from 'node:process'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const conditions = ['@amiable/source', 'node', 'import', 'module', 'default']
const folder = env.MUTATED_FOLDER ?? 'correlation'
const source = (path: string): string =>
  fileURLToPath(new URL(`./packages/amiable/src/${path}`, import.meta.url))

/** What each folder is judged by: its own tests, and those of what stands on it. */
const tests: Record<string, readonly string[]> = {
  correlation: ['unit/{correlation,session,client}/**'],
  supervision: [
    'unit/{supervision,client,observe}/**',
    'unit/link-status.test.ts',
    'unit/cluster/dialing.test.ts',
  ],
  fleet: ['unit/{fleet,cluster}/**', 'unit/options/cluster-options.test.ts', 'conformance/**'],
  session: ['unit/{session,supervision,client,observe}/**', 'unit/link-status.test.ts'],
  events: ['unit/{events,client}/**', 'unit/cluster/events.test.ts', 'unit/options/budgets.test.ts'],
  protocol: ['unit/protocol/**', 'property/{codec,decoder,headers,values,read-buffer}.test.ts'],
}

/** The first test to fail ends a run: the likeliest go first, those that take long last. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const distance = ({ moduleId }: TestSpecification): number => {
      if (/\/(decoder-size|read-buffer|reconnect|sticky)\.test\.ts$/.test(moduleId)) return 2
      return moduleId.includes(`/unit/${folder}/`) ? 0 : 1
    }
    return [...files].sort(
      (one, other) => distance(one) - distance(other) || one.moduleId.localeCompare(other.moduleId),
    )
  }
}

/** The unit tests as Stryker runs them, in one thread, once for each mutant. */
export default defineConfig({
  resolve: {
    conditions,
    // Stryker works on a copy, whose node_modules are the originals: there the packages would be those unchanged.
    alias: [
      { find: /^amiable$/, replacement: source('index.ts') },
      { find: /^amiable\/(protocol|config)$/, replacement: source('$1/index.ts') },
    ],
  },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: (tests[folder] ?? []).map(
      (path) => `packages/amiable/test/${path.replace(/\*\*$/, '**/*.test.ts')}`,
    ),
    // Seconds long, and stronger for their length only.
    exclude: [
      '**/correlation/action-id.test.ts',
      '**/protocol/{captures,captured-actions}.test.ts',
      '**/supervision/walk.test.ts',
    ],
    // Where every step is counted, to hash thousands of keys takes long.
    testTimeout: ['fleet', 'protocol'].includes(folder) ? 20_000 : 4000,
    hookTimeout: 2500,
    isolate: false,
    sequence: { sequencer: NearestFirst },
  },
})
