import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { chromium } from 'playwright';
import type { LabEvent } from '../../worker/protocol/events.ts';
import type { Result } from '../../worker/protocol/errors.ts';
import type { TrainingService } from '../../worker/protocol/service.ts';
import { ensureBuilt } from '../build/build.ts';
import { dist } from '../build/paths.ts';
import { serve } from '../serve/server.ts';
import { chromiumArguments, findChromium } from '../tools/chromium.ts';

/** Kinds of events that are small enough for a terminal. */
const told = ['state', 'progress', 'evaluation', 'notice', 'checkpoint', 'experiment', 'study'] as const;
export type ToldEvent = Extract<LabEvent, { type: (typeof told)[number] }>;

type Answer<M extends keyof TrainingService> =
  Awaited<ReturnType<TrainingService[M]>> extends Result<infer T> ? T : never;

/** The built app in a headless browser of its own. */
export interface HeadlessLab {
  readonly page: Page;
  /** Calls the training service with JSON-able values. @throws Error with the service's message and remedy. */
  call<M extends keyof TrainingService>(method: M, ...values: Parameters<TrainingService[M]>): Promise<Answer<M>>;
  exportRun(runId: string): Promise<Buffer>;
  importRun(archive: Buffer): Promise<Answer<'importRun'>>;
  onEvent(listener: (event: ToldEvent) => void): void;
  close(): Promise<void>;
}

/** Lets Chromium use a graphics processor without a display. */
const realGpuArguments = ['--ignore-gpu-blocklist', '--enable-features=Vulkan', '--use-angle=vulkan'];

/** What a browser that keeps its profile calls the app: what is stored belongs to a name, and ports change. */
const keptHost = 'lab.localhost';

interface LabOptions {
  /** Uses this machine's own graphics adapter. */
  readonly realGpu?: boolean;
  /** Folder of a profile to keep; without one nothing is kept. */
  readonly profile?: string;
}

/** Builds the app if need be, serves it and opens it. */
export async function openLab({ realGpu = false, profile: kept }: LabOptions = {}): Promise<HeadlessLab> {
  await ensureBuilt();
  const { url, close: stopServing } = await serve(dist, { port: 0 });
  const profile = kept ?? (await mkdtemp(join(tmpdir(), 'latent-lab-')));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    args: [
      ...(realGpu
        ? [...chromiumArguments.filter((argument) => !argument.includes('swiftshader')), ...realGpuArguments]
        : chromiumArguments),
      ...(kept === undefined ? [] : [`--host-resolver-rules=MAP ${keptHost}:80 ${new URL(url).host}`]),
    ],
    // Ctrl-C is ours: it stores a checkpoint before the browser goes.
    handleSIGINT: false,
    handleSIGTERM: false,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const listeners = new Set<(event: ToldEvent) => void>();
  await page.exposeFunction('tellTerminal', (event: ToldEvent) => listeners.forEach((listener) => listener(event)));
  page.on('crash', () => console.error('The browser page crashed.'));
  await page.goto(`${kept === undefined ? url : `http://${keptHost}/`}#/device`);
  await page.waitForFunction(() => 'latentLab' in globalThis);
  await page.evaluate((kinds: readonly string[]) => {
    const { tellTerminal } = globalThis as unknown as { tellTerminal(event: LabEvent): void };
    latentLab.subscribe((event) => {
      if (kinds.includes(event.type)) tellTerminal(event);
    });
  }, told);

  return {
    page,
    async call(method, ...values) {
      const result = await page.evaluate(
        ({ method, values }) => {
          const call = latentLab.service[method] as (...values: readonly unknown[]) => Promise<Result<unknown>>;
          return call(...values);
        },
        { method, values: values as readonly unknown[] },
      );
      return unwrap(result) as Answer<typeof method>;
    },
    async exportRun(runId) {
      const result = await page.evaluate(async (runId): Promise<Result<string>> => {
        const exported = await latentLab.service.exportRun(runId);
        if (!exported.ok) return exported;
        const bytes = new Uint8Array(await exported.value.arrayBuffer());
        const chunks: string[] = [];
        // String.fromCharCode takes its bytes as arguments, of which there may be only so many.
        for (let i = 0; i < bytes.length; i += 0x8000) {
          chunks.push(String.fromCharCode(...bytes.subarray(i, i + 0x8000)));
        }
        return { ok: true, value: btoa(chunks.join('')) };
      }, runId);
      return Buffer.from(unwrap(result), 'base64');
    },
    async importRun(archive) {
      const result = await page.evaluate(async (base64) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        return latentLab.service.importRun(new Blob([bytes]));
      }, archive.toString('base64'));
      return unwrap(result);
    },
    onEvent: (listener) => void listeners.add(listener),
    async close() {
      await context.close();
      await stopServing();
      if (kept === undefined) await rm(profile, { recursive: true, force: true });
    },
  };
}

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { message, remedy } = result.error;
  throw new Error(remedy ? `${message}\n${remedy}` : message);
}
