// Checks one program, as a process of its own, and prints what that took: node check.mjs <file>
import { dirname } from 'node:path'
import ts from 'typescript'
import { OPTIONS } from './options.mjs'

const [file] = process.argv.slice(2)
process.chdir(dirname(file))
const program = ts.createProgram([file], OPTIONS)
const source = program.getSourceFile(file)
const before = process.cpuUsage()
const problems = program.getSemanticDiagnostics(source)
const { user, system } = process.cpuUsage(before)
if (problems.length > 0) {
  throw new Error(ts.flattenDiagnosticMessageText(problems[0].messageText, '\n'))
}
const result = {
  checkMs: (user + system) / 1000,
  instantiations: program.getInstantiationCount(),
  types: program.getTypeCount(),
}
process.stdout.write(JSON.stringify(result))
