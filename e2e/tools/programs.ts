import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Milliseconds an installer may take: a download of some 200 MB. */
export const installTimeout = 15 * 60_000;

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Every path at which PATH could hold a program of one of these names; folders first, then names in their order. */
export function onPath(names: readonly string[], env: NodeJS.ProcessEnv = process.env): string[] {
  return (env['PATH'] ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
}

/** Whether the system's packages can be had: on Debian, as root. Not its descendants, whose browsers may be snaps. */
export function canAptInstall(): boolean {
  const debian = existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  return debian && process.getuid?.() === 0;
}

/** Installs the system's packages where that can be done. @returns whether they are there now. */
export function aptInstall(...packages: readonly string[]): boolean {
  if (!canAptInstall()) return false;
  const command = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  console.error(`Not found on this machine: running ${command}`);
  return spawnSync('sh', ['-c', command], { stdio: ['ignore', 2, 2], timeout: installTimeout }).status === 0;
}
