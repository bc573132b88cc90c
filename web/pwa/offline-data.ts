import type { DataAnswer, DataFileState, DataRequest } from '../service-worker/data-files.ts';

/** How far keeping files has come, in bytes over all of them. */
export interface KeepProgress {
  readonly name: string;
  readonly received: number;
  readonly total: number;
}

/**
 * The large data files of the app and which of them can be read offline. Empty where there is no service worker (a
 * private window of some browsers, or a page served without HTTPS).
 */
export async function offlineData(): Promise<readonly DataFileState[]> {
  return ask({ type: 'data-states' });
}

/**
 * Fetches files so that they can be read offline; those that are here already cost nothing.
 *
 * @throws Error that says which file failed and why; files fetched before it are kept
 */
export async function keepOffline(
  names: readonly string[],
  progress: (progress: KeepProgress) => void = () => undefined,
): Promise<readonly DataFileState[]> {
  return ask({ type: 'keep-data', names }, progress);
}

/**
 * Makes everything work offline after the first visit: once the page has settled, fetches the large datasets that are
 * not here yet. Does nothing when the person asked to save data or there is too little room; then they come when a run
 * needs them, or by `keepOffline`.
 */
export async function keepAllOfflineWhenIdle(progress?: (progress: KeepProgress) => void): Promise<void> {
  const container = serviceWorkers();
  if (!container) return;
  // Where none is ever registered this waits for good, and nothing is lost by that.
  await Promise.all([idle(), container.ready]);
  if (savesData()) return;
  const missing = (await offlineData()).filter(({ kept }) => !kept);
  const bytes = missing.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes === 0 || !(await hasRoomFor(bytes))) return;
  // Failing here only means being offline already: the files come when they are needed.
  await keepOffline(
    missing.map(({ name }) => name),
    progress,
  ).catch(() => undefined);
}

async function ask(
  request: DataRequest,
  progress: (progress: KeepProgress) => void = () => undefined,
): Promise<readonly DataFileState[]> {
  const worker = await activeWorker();
  if (!worker) return [];
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    port1.onmessage = ({ data }: MessageEvent<DataAnswer>) => {
      if (data.type === 'progress') return progress(data);
      port1.close();
      if (data.type === 'states') resolve(data.files);
      else reject(new Error(data.message));
    };
    worker.postMessage(request, [port2]);
  });
}

async function activeWorker(): Promise<ServiceWorker | null> {
  const container = serviceWorkers();
  if (!container || !(await container.getRegistration())) return null;
  return (await container.ready).active;
}

function serviceWorkers(): ServiceWorkerContainer | undefined {
  return (navigator as Partial<Navigator>).serviceWorker;
}

/** Resolves once the page has loaded and has nothing else to do. */
async function idle(): Promise<void> {
  if (document.readyState !== 'complete') {
    await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
  }
  await new Promise<void>((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 10_000 });
    else setTimeout(resolve, 3_000);
  });
}

function savesData(): boolean {
  const { connection } = navigator as { connection?: { readonly saveData?: boolean } };
  return connection?.saveData === true;
}

async function hasRoomFor(bytes: number): Promise<boolean> {
  const storage = navigator.storage as StorageManager | undefined;
  // WebKitGTK does not tell. What does not fit is not kept, and costs nothing.
  if (!storage) return true;
  const { quota = 0, usage = 0 } = await storage.estimate();
  // Runs need room too: datasets may take a quarter of what is left.
  return bytes < (quota - usage) / 4;
}
