import { join } from 'node:path'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'
import { rootPath } from './documents.ts'

const path = join(rootPath, 'packages/amiable/test/integration/edited.ts')
const HERE = '/*here*/'
/** The compiler's own cut through a type with many fields makes the longest of these. */
const SHORT = 400

let text = ''
let version = 0
let language: ts.LanguageService

beforeAll(() => {
  const { config } = ts.readConfigFile(join(rootPath, 'tsconfig.base.json'), ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, rootPath)
  language = ts.createLanguageService({
    getScriptFileNames: () => [path],
    getScriptVersion: (file) => (file === path ? String(version) : '0'),
    getScriptSnapshot(file) {
      const content = file === path ? text : ts.sys.readFile(file)
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content)
    },
    getCurrentDirectory: () => rootPath,
    getCompilationSettings: () => ({ ...options, composite: false, noEmit: true }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (file) => file === path || ts.sys.fileExists(file),
    readFile: (file) => (file === path ? text : ts.sys.readFile(file)),
  })
  // The first question pays for reading everything.
  errors('')
}, 60_000)

function edit(code: string): void {
  text = `import type { AmiClient, AmiCluster } from 'amiable'
declare const ami: AmiClient
declare const fleet: AmiCluster
${code}
`
  version += 1
}

/** What an editor offers where the code says so. */
function offered(code: string): string[] {
  edit(code)
  const at = text.indexOf(HERE)
  return (language.getCompletionsAtPosition(path, at, {})?.entries ?? []).map(({ name }) => name)
}

function errors(code: string): string[] {
  edit(code)
  return language
    .getSemanticDiagnostics(path)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

describe('pain 12 an editor', () => {
  it.each([
    ['names of actions', `ami.send('${HERE}')`, ['QueueStatus', 'SIPpeers', 'VoicemailMove']],
    ['fields of an action', `ami.send('Originate', { ${HERE} })`, ['Channel', 'CallerID', 'PreDialGoSub']],
    ['fields of an action to a fleet', `fleet.send('QueueAdd', { ${HERE} })`, ['Queue', 'Penalty']],
    ['words', `ami.send('MuteAudio', { Channel: 'x', Direction: '${HERE}' })`, ['in', 'out', 'all']],
    ['words of an open set', `ami.send('Events', { EventMask: '${HERE}' })`, ['on', 'off']],
    ['names of events', `ami.on('${HERE}', () => undefined)`, ['Hangup', 'Newexten', 'QueueMember']],
    ['headers of an event', `ami.on('Hangup', (event) => event.get('${HERE}'))`, ['Cause', 'Cause-txt']],
    ['headers of its channel', `ami.on('DialEnd', (event) => event.get('${HERE}'))`, ['DestChannel']],
    [
      'headers of an item',
      `for (const item of await ami.send('ParkedCalls')) item.get('${HERE}')`,
      ['ParkeeChannel', 'ParkingTimeout'],
    ],
    ['headers of a response', `(await ami.send('CoreSettings')).get('${HERE}')`, ['AsteriskVersion']],
  ])('offers %s', (_what, code, names) => {
    expect(offered(code)).toEqual(expect.arrayContaining(names))
  })

  it.each([
    ['a missing field', `ami.send('Hangup', { Cause: 16 })`, /Property 'Channel' is missing/],
    ['no fields at all', `ami.send('Redirect')`, /Expected 2-3 arguments, but got 1/],
    [
      'a misspelt field',
      `ami.send('Originate', { Channel: 'x', CallerId: '1' })`,
      /'CallerId' does not exist/,
    ],
    ['a field of none', `ami.send('Ping', { X: 1 })`, /'number' is not assignable to type 'never'/],
    ['a wrong word', `ami.send('ModuleLoad', { LoadType: 'restart' })`, /'"restart"' is not assignable/],
    ['a wrong number', `ami.send('Hangup', { Channel: 'x', Cause: 'busy' })`, /'"busy"' is not assignable/],
  ])('tells of %s in one short sentence', (_what, code, says) => {
    const [only, ...more] = errors(code)
    expect(more).toEqual([])
    expect(only).toMatch(says)
    expect(only?.length).toBeLessThan(SHORT)
  })

  it('has nothing to say of what no catalogue knows', () => {
    expect(
      errors(`ami.send('SomethingNew', { Any: 1 }); ami.on('SomethingNew', (event) => event.get('Any'))`),
    ).toEqual([])
  })
})
