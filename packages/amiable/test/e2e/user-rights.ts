import type { LabServer } from './lab.ts'
import { clientFor } from './real-client.ts'

const USERS = 'manager.d/users.conf'

/** Changes what manager.conf says of the user `changing`, and has it read again: the next login finds it so. */
export async function changeUser(
  server: LabServer,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  await using admin = await clientFor(server).connect()
  for (const [key, value] of Object.entries(settings)) {
    await admin.send('UpdateConfig', {
      SrcFilename: USERS,
      DstFilename: USERS,
      'Action-000000': 'Update',
      'Cat-000000': 'changing',
      'Var-000000': key,
      'Value-000000': value,
    })
  }
  await admin.send('Command', { Command: 'manager reload' })
}
