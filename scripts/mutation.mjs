// Mutation testing, folder by folder: `npm run mutation -- [--static] [folder …]`; all of them when none is named.
// With --static, the pass that the main one leaves out: mutants of what modules do while they are loaded.
import { spawnSync } from 'node:child_process'

const FOLDERS = ['correlation', 'supervision', 'fleet', 'session', 'events', 'protocol']

const words = process.argv.slice(2)
const named = words.filter((word) => !word.startsWith('--'))
const strange = named.filter((word) => !FOLDERS.includes(word))
if (strange.length > 0) {
  process.stderr.write(`no such folder: ${strange.join(', ')}; there are ${FOLDERS.join(', ')}\n`)
  process.exit(2)
}
for (const folder of named.length > 0 ? named : FOLDERS) {
  process.stdout.write(`\n== ${folder}\n`)
  const env = {
    ...process.env,
    MUTATED_FOLDER: folder,
    MUTATED_STATIC: words.includes('--static') ? '1' : '0',
  }
  const { status } = spawnSync('stryker', ['run'], { stdio: 'inherit', env })
  if (status !== 0) process.exitCode = 1
}
