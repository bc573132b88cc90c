import {
  addPlugins,
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { DataCache } from './data-cache.ts';
import type { DataAnswer, DataFile, DataRequest } from './data-files.ts';
import { isolated } from './isolation.ts';

// Installing precaches the shell, the training worker, the tensor binaries and small data: enough to start offline.
// Large datasets are kept on request, or when first read, so that they never delay installing. A new version waits
// until the page says SKIP_WAITING: it must checkpoint before it reloads.

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: PrecacheEntry[] };
/** Written in by the build. */
declare const __LARGE_DATA__: readonly DataFile[];

const data = new DataCache(__LARGE_DATA__, new URL('data/', self.registration.scope).href);

addPlugins([{ handlerWillRespond: async ({ response }) => isolated(response) }]);
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html')));
registerRoute(
  ({ url }) => data.fileAt(url) !== undefined,
  ({ url }) => data.respond(data.fileAt(url) as DataFile),
);

self.addEventListener('activate', (event) => {
  // The first visit's page is served from now on; a later version is only active once no old page is left or it asked.
  event.waitUntil(Promise.all([self.clients.claim(), data.prune()]));
});

self.addEventListener('message', (event) => {
  const message = event.data as DataRequest | { readonly type: 'SKIP_WAITING' };
  if (message.type === 'SKIP_WAITING') {
    event.waitUntil(self.skipWaiting());
    return;
  }
  const port = event.ports[0];
  if (port) event.waitUntil(answer(message, (reply) => port.postMessage(reply)));
});

async function answer(request: DataRequest, reply: (answer: DataAnswer) => void): Promise<void> {
  try {
    if (request.type === 'keep-data') {
      await data.keep(request.names, (name, received, total) => reply({ type: 'progress', name, received, total }));
    }
    reply({ type: 'states', files: await data.states() });
  } catch (error) {
    reply({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}
