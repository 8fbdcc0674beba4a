import { join } from 'node:path'
import ts from 'typescript'
import { OPTIONS } from './options.mjs'

/** Where an action's fields are completed. */
const HERE = '/*here*/'
const TEXT = `import type { AmiClient } from 'amiable'
declare const ami: AmiClient
ami.send('Originate', { Channel: 'x', ${HERE} })
`
const RUNS = 31

/** How long an editor takes to complete the fields of an action after a key was pressed: median of many. */
export function completionMs(folder) {
  const { complete, edit } = service(join(folder, 'completion.ts'))
  complete()
  const times = Array.from({ length: RUNS }, (_, index) => {
    edit(index)
    const begun = performance.now()
    complete()
    return performance.now() - begun
  })
  return Number(times.sort((one, other) => one - other)[Math.floor(RUNS / 2)].toFixed(1))
}

/** An editor's view of one file, which changes with every key. */
function service(path) {
  let version = 0
  let text = TEXT
  const language = ts.createLanguageService({
    getScriptFileNames: () => [path],
    getScriptVersion: (file) => (file === path ? String(version) : '0'),
    getScriptSnapshot(file) {
      const content = file === path ? text : ts.sys.readFile(file)
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content)
    },
    getCurrentDirectory: () => path.slice(0, path.lastIndexOf('/')),
    getCompilationSettings: () => OPTIONS,
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (file) => file === path || ts.sys.fileExists(file),
    readFile: (file) => (file === path ? text : ts.sys.readFile(file)),
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    realpath: ts.sys.realpath,
  })
  return {
    complete: () => language.getCompletionsAtPosition(path, text.indexOf(HERE), {}),
    edit(index) {
      version += 1
      text = `${TEXT}// ${index}\n`
    },
  }
}
