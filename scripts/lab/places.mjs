import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../../', import.meta.url))

/** The folder everything the lab makes lives in; git ignores it. */
export const LAB_DIR = resolve(process.env.AMIABLE_LAB_DIR ?? join(repository, '.lab'))

/** The customary mark of a folder that backups may leave out. */
const TAG = 'CACHEDIR.TAG'
const TAG_TEXT =
  'Signature: 8a477f597d28d172789f06886806bc55\n# The lab of real Asterisk servers: npm run lab\n'

/** Makes the lab's folder; refuses one that holds something else, for `clean` removes it whole. */
export function claimLabDir() {
  mkdirSync(LAB_DIR, { recursive: true })
  const entries = readdirSync(LAB_DIR)
  if (entries.includes(TAG)) return
  if (entries.length > 0) throw new Error(`${LAB_DIR} is not empty and no lab`)
  writeFileSync(join(LAB_DIR, TAG), TAG_TEXT)
}

/** The configuration templates: `common` for every suite, and one folder of additions per suite. */
export const TEMPLATES_DIR = join(repository, 'fixtures', 'lab')

/**
 * The Debian suites that carry an Asterisk, by the short name of the lab made from each.
 *
 * The name says which major version the suite had when it was chosen; suites move on, so the true version is
 * always read from the running server.
 */
export const SUITES = {
  22: { suite: 'sid', packages: ['asterisk', 'openssl'] },
  16: { suite: 'bullseye', packages: ['asterisk', 'asterisk-modules', 'asterisk-voicemail', 'openssl'] },
}

/** Where one suite is unpacked and what is remembered about it. */
export function suiteFiles(label) {
  const folder = join(LAB_DIR, label)
  return {
    folder,
    root: join(folder, 'root'),
    /** Written when the base system is complete, and again when Asterisk is in. */
    progress: join(folder, 'setup.json'),
    log: join(folder, 'setup.log'),
    downloads: join(folder, 'downloads'),
  }
}

/** Where one server of a suite keeps its files; `home` is its folder as seen from inside the unpacked suite. */
export function serverFiles(label, name) {
  const { folder, root } = suiteFiles(label)
  const home = `/var/lab/${name}`
  return {
    home,
    folder: join(root, home),
    state: join(folder, name === 'default' ? 'state.json' : `state-${name}.json`),
    log: join(folder, `asterisk-${name}.log`),
  }
}
