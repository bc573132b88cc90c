import { aptInstall, isExecutable, onPath } from '../tools/programs.ts';

/** Where macOS and Windows keep Firefox, outside PATH. */
const systemPaths = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/** The path of a Firefox, installed first on Debian where there is none. @throws Error that says what to do. */
export function findFirefox(): string {
  const found = findInstalledFirefox() ?? (aptInstall('firefox-esr') ? findInstalledFirefox() : undefined);
  if (found) return found;
  throw new Error('No Firefox found and none could be installed. Install Firefox, or set FIREFOX_PATH.');
}

/** The path of a Firefox that is already on this machine, or undefined. */
export function findInstalledFirefox(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const chosen = env['FIREFOX_PATH'];
  if (chosen) {
    if (!isExecutable(chosen)) throw new Error(`FIREFOX_PATH is ${chosen}, which is not an executable file.`);
    return chosen;
  }
  return [...onPath(['firefox-esr', 'firefox'], env), ...systemPaths].find(isExecutable);
}
