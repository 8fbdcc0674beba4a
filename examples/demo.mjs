// npm run demo: one cluster over three simulated servers with live calls; one server is killed and comes back.
// AMI_URL=ami://user:secret@host:port uses that server instead, DEMO_SECONDS another duration than 20.
import { optionsOf } from './ami-url.mjs'
import { runDemo } from './demo/run.mjs'
import { createView } from './demo/view.mjs'

const { AMI_URL = '', DEMO_SECONDS = '20' } = process.env

const seconds = Number(DEMO_SECONDS)
if (!(seconds >= 1 && seconds <= 86_400)) refuse('DEMO_SECONDS must be a number from 1 to 86400')
const server = AMI_URL === '' ? undefined : optionsOf(AMI_URL)
process.exitCode = await runDemo({ seconds, server }, createView(process.stdout, process.env))

function refuse(message) {
  console.error(message)
  process.exit(2)
}
