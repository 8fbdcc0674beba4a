import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { startSimulator } from '@amiable/simulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPackages } from '../integration/run-example.ts'
import { coreFiles, importsOf, packagePath } from './source-tree.ts'

const run = promisify(execFile)

/** Uses what the tarball holds, and tells what that did to the process. */
const script = `
  const before = Object.getOwnPropertyNames(globalThis)
  const listening = () => process.eventNames().map((name) => String(name) + process.listenerCount(name))
  const listened = listening()
  const { AmiCluster } = await import('amiable')
  const { Decoder } = await import('amiable/protocol')
  const [host, port] = process.argv.slice(2)
  const server = { host, port: Number(port), username: 'admin', secret: 'amp111' }
  const cluster = new AmiCluster({ servers: { east: server, west: server } })
  await cluster.connect({ wait: 'all' })
  const pongs = await cluster.broadcast('Ping')
  const listeners = listening().filter((name) => !listened.includes(name))
  const globals = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name))
  await cluster.close()
  const answers = [...pongs.values()].map(({ value }) => value.ok)
  process.stdout.write(JSON.stringify({ decoder: typeof Decoder, answers, listeners, globals }))
`

describe('invariant 1: the core is free of any framework and has no runtime dependency', () => {
  let folder = ''

  beforeAll(async () => {
    await buildPackages()
    folder = await mkdtemp(join(tmpdir(), 'amiable-alone-'))
  }, 120_000)

  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('its package names nothing that npm would install with it or run', async () => {
    const manifest = JSON.parse(await readFile(join(packagePath, 'package.json'), 'utf8'))
    const { dependencies, peerDependencies, optionalDependencies, bundleDependencies, scripts } = manifest
    expect({ dependencies, peerDependencies, optionalDependencies, bundleDependencies, scripts }).toEqual({})
    expect(manifest.bundledDependencies).toBeUndefined()
  })

  it.each([
    ['source', 'src', '.ts'],
    ['built module', 'dist', '.js'],
    ['built type', 'dist', '.d.ts'],
  ])('no %s imports anything but a neighbour or a module of Node', (_what, within, ending) => {
    const files = coreFiles(within, ending)
    expect(files.length).toBeGreaterThan(40)
    const foreign = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => !/^(\.{1,2}\/|node:)/.test(name))
        .map((name) => `${file.path} imports ${name}`),
    )
    expect(foreign).toEqual([])
  })

  it('F-005 the tarball alone speaks to a fleet where there is no other package', async () => {
    const { stdout: packed } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: packagePath,
    })
    const [{ filename }] = JSON.parse(packed)
    const installed = join(folder, 'node_modules', 'amiable')
    await mkdir(installed, { recursive: true })
    await run('tar', ['-xzf', join(folder, filename), '-C', installed, '--strip-components=1'])
    for (let above = dirname(folder); above !== dirname(above); above = dirname(above)) {
      expect(existsSync(join(above, 'node_modules')), `${above} has packages of its own`).toBe(false)
    }
    await writeFile(join(folder, 'alone.mjs'), script)
    await using pbx = await startSimulator()
    const { PATH } = process.env
    const { stdout } = await run(process.execPath, ['alone.mjs', pbx.host, String(pbx.port)], {
      cwd: folder,
      env: { PATH },
    })
    expect(JSON.parse(stdout)).toEqual({
      decoder: 'function',
      answers: [true, true],
      // It takes no signal and no last word of the process, and leaves nothing in the global scope.
      listeners: [],
      globals: [],
    })
  })
})
