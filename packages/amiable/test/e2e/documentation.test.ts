import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { describeOnServers } from './lab.ts'

const repository = new URL('../../../../', import.meta.url)
const importer = fileURLToPath(new URL('scripts/schema-import.mjs', repository))
const run = promisify(execFile)

describeOnServers(
  'the documentation that Asterisk installs',
  ({ root, label }) => {
    it(`makes schema/debian/${label}.json, to the byte`, async () => {
      const folder = join(root, 'usr/share/asterisk/documentation')
      const { stdout } = await run(process.execPath, [importer, folder], { maxBuffer: 16 * 1024 * 1024 })
      const kept = await readFile(new URL(`schema/debian/${label}.json`, repository), 'utf8')
      expect(stdout).toBe(kept)
    })
  },
  'owned',
)
