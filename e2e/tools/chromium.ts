import { spawnSync } from 'node:child_process';
import { chromium } from 'playwright';
import { canAptInstall, installTimeout, isExecutable, onPath } from './programs.ts';

/** Command names under which systems install Chromium, preferred first. */
const systemNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Where macOS and Windows keep browsers, outside PATH. */
const systemPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * What every headless Chromium of the tests and the command line runs with: no first-run or background traffic, and
 * WebGPU on the software adapter where there is no GPU.
 */
export const chromiumArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
];

/** The path of a Chromium that is already on this machine, or undefined. */
export function findInstalledChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const chosen = env['CHROMIUM_PATH'];
  if (chosen) {
    if (!isExecutable(chosen)) throw new Error(`CHROMIUM_PATH is ${chosen}, which is not an executable file.`);
    return chosen;
  }
  return [chromium.executablePath(), ...onPath(systemNames, env), ...systemPaths].find(isExecutable);
}

/**
 * The path of a Chromium, installed first where there is none.
 *
 * @throws Error that says what to do when nothing worked.
 */
export function findChromium(): string {
  const installed = findInstalledChromium();
  if (installed) return installed;
  for (const [command, ...args] of installers()) {
    console.error(`No Chromium found: running ${[command, ...args].join(' ')}`);
    const { status } = spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: installTimeout });
    const found = status === 0 ? findInstalledChromium() : undefined;
    if (found) return found;
  }
  throw new Error('No Chromium found and none could be installed. Install Chromium or Chrome, or set CHROMIUM_PATH.');
}

/** On Debian as root the system's package, which brings the libraries it needs; elsewhere Playwright's download. */
function installers(): [string, ...string[]][] {
  const playwright: [string, ...string[]] = ['npx', 'playwright', 'install', 'chromium'];
  if (!canAptInstall()) return [playwright];
  const apt = 'apt-get update && apt-get install -y --no-install-recommends chromium';
  return [['sh', '-c', apt], playwright];
}
