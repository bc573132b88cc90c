import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { aptInstall, isExecutable, onPath } from '../tools/programs.ts';
import type { Browser, BrowserSession, Tab } from './tab.ts';
import { findControl, tellConsole, waitFor } from './tab.ts';
import { command, startDriver } from './webdriver.ts';

/** The key under which WebDriver writes a reference to an element. */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

/** Milliseconds that a function may run in the page. */
const scriptTimeout = 600_000;

/** WebKitGTK's test browser, or undefined where it cannot be had: it exists on Linux only. */
export function findWebKit(): Browser | undefined {
  const there = () => ['WebKitWebDriver', 'Xvfb'].every((program) => onPath([program]).some(isExecutable));
  if (!there() && !aptInstall('webkit2gtk-driver', 'xvfb')) return undefined;
  return there() ? { name: 'WebKitGTK', start } : undefined;
}

async function start(): Promise<BrowserSession> {
  const screen = await startScreen();
  const { url, process: driver } = await startDriver('WebKitWebDriver', { ...process.env, DISPLAY: screen.display });
  const complaints: string[] = [];
  const options = { args: ['--automation'] };
  const { sessionId, capabilities } = await command<{ sessionId: string; capabilities: { browserVersion: string } }>(
    'POST',
    `${url}/session`,
    { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } } },
  );
  const session = `${url}/session/${sessionId}`;
  await command('POST', `${session}/timeouts`, { script: scriptTimeout });
  // The window that is there already is the one in front: pages behind it do not paint.
  let first: string | undefined = await command<string>('GET', `${session}/window`);
  return {
    version: `WebKitGTK/${capabilities.browserVersion}`,
    complaints,
    async newTab() {
      const handle = first ?? (await newWindow(session));
      first = undefined;
      return tabOf(session, handle, complaints);
    },
    async close() {
      await command('DELETE', session);
      driver.kill();
      screen.process.kill();
    },
  };
}

/** Keeps what goes to the console, which the driver does not hear, for the next answer. Runs in the page. */
function keepComplaints(): void {
  const complaints: string[] = [];
  const { error } = console;
  console.error = (...values: unknown[]) => {
    complaints.push(values.map(String).join(' '));
    error(...values);
  };
  addEventListener('error', ({ message }) => complaints.push(message));
  Object.assign(globalThis, { complaints });
}

async function newWindow(session: string): Promise<string> {
  return (await command<{ handle: string }>('POST', `${session}/window/new`, { type: 'tab' })).handle;
}

/** A driver's commands go to one window at a time: each command of a tab first turns to its own. */
function tabOf(session: string, handle: string, complaints: string[]): Tab {
  const send = async <T>(method: 'POST' | 'DELETE', path: string, body: object = {}): Promise<T> => {
    await command('POST', `${session}/window`, { handle });
    return command(method, `${session}/${path}`, method === 'POST' ? body : undefined);
  };
  const listen = () =>
    send('POST', 'execute/sync', {
      script: `(${keepComplaints.toString()})(); (${tellConsole.toString()})()`,
      args: [],
    });
  return {
    async goTo(url) {
      await send('POST', 'url', { url });
      await listen();
    },
    async reload() {
      await send('POST', 'refresh');
      await listen();
    },
    async evaluate<A extends unknown[], T>(work: (...values: A) => T, ...values: A): Promise<Awaited<T>> {
      const script = `const done = arguments[1];
        Promise.resolve().then(() => (${work.toString()})(...arguments[0]))
          .then((value) => ({ value }), (error) => ({ error: String(error) }))
          .then((answer) => done({ ...answer, complaints: globalThis.complaints?.splice(0) ?? [] }));`;
      type Reply = { value: Awaited<T>; error?: string; complaints: string[] };
      const answer = await send<Reply>('POST', 'execute/async', { script, args: [values] });
      complaints.push(...answer.complaints);
      if (answer.error) throw new Error(answer.error);
      return answer.value;
    },
    async click(name) {
      const script = `return (${findControl.toString()})(arguments[0])`;
      const control = await waitFor(`the control '${name}'`, () =>
        send<Record<string, string> | null>('POST', 'execute/sync', { script, args: [name] }),
      );
      await send('POST', `element/${control[elementKey]!}/click`);
    },
    close: () => send('DELETE', 'window'),
  };
}

/** A screen without a monitor, on the first free display. */
async function startScreen(): Promise<{ display: string; process: ChildProcess }> {
  // Xvfb writes the number it took to descriptor 3.
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    child.once('error', reject).once('exit', (code) => reject(new Error(`Xvfb ended with ${code}.`)));
    child.stdio[3]!.once('data', (text: Buffer) => resolve(text.toString().trim()));
  });
  return { display: `:${number}`, process: child };
}
