import { existsSync, readFileSync } from 'node:fs'
import { env } from 'node:process'

// `npm run mutation -- session` sets the folder: each has its own choice of tests and its own report.
const folder = env.MUTATED_FOLDER ?? 'correlation'
// Mutants of what a module does while it is loaded need every test, and a fresh start for each: a pass of their own.
const onlyStatic = env.MUTATED_STATIC === '1'
const reports = 'reports/mutation'
const name = onlyStatic ? `${folder}.static` : folder

function staticRanges() {
  const path = `${reports}/${folder}.json`
  if (!existsSync(path)) return []
  return Object.entries(JSON.parse(readFileSync(path, 'utf8')).files).flatMap(([file, { mutants }]) =>
    mutants
      .filter(({ status }) => status === 'Ignored')
      .map(({ location: { start, end } }) => {
        // A report counts columns from one, a range from nought.
        return `${file}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`
      }),
  )
}

export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  // Which tests a file may break is said there, and need not be found anew for each mutant.
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  mutate: onlyStatic
    ? [...new Set(staticRanges())]
    : [`packages/amiable/src/${folder}/**/*.ts`, '!packages/amiable/src/**/index.ts'],
  coverageAnalysis: 'perTest',
  ignoreStatic: !onlyStatic,
  concurrency: Number(env.MUTATION_CONCURRENCY ?? 1),
  // What times out is to be what loops for ever, on a busy machine too.
  timeoutMS: 7000,
  timeoutFactor: 3,
  incremental: !onlyStatic,
  incrementalFile: `${reports}/${name}.incremental.json`,
  reporters: ['progress-append-only', 'json', 'html', 'clear-text'],
  clearTextReporter: { allowColor: false, reportTests: false, reportMutants: false },
  jsonReporter: { fileName: `${reports}/${name}.json` },
  htmlReporter: { fileName: `${reports}/${name}.html` },
  eventReporter: { baseDir: `${reports}/events-${folder}` },
  ignorePatterns: ['/bench', '/docs', '/examples', '/reports', 'dist', '.tsc', 'coverage', '/packages/*/etc'],
  tempDirName: '.stryker-tmp',
}
