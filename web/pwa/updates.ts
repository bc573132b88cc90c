import { Workbox } from 'workbox-window';

/** What the app does about new versions of itself. */
export interface UpdateHandlers {
  /**
   * A new version is ready and waits. Offer it; call `apply` when the person agrees. Nothing happens before that: a
   * run that trains is never interrupted.
   */
  readonly ready: (apply: () => Promise<void>) => void;
  /**
   * Another tab has changed to the new version. This page goes on with what it has loaded; offer `reload`, which
   * checkpoints first too.
   */
  readonly changedElsewhere: (reload: () => Promise<void>) => void;
  /** Stores a checkpoint of whatever trains; called before every reload. When it rejects there is no reload. */
  readonly checkpoint: () => Promise<void>;
}

/** How often a page that stays open asks for a new version, in milliseconds. */
const updateInterval = 60 * 60_000;

/**
 * Registers the service worker, which makes the app work offline, and watches for new versions. Does nothing where
 * there are no service workers, and in development, where nothing is built for them.
 */
export async function registerServiceWorker(handlers: UpdateHandlers): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  watchForUpdates(new Workbox(new URL('service-worker.js', document.baseURI).href), handlers, () => location.reload());
}

/** The part of workbox-window's Workbox that is used here. */
type Registration = Pick<Workbox, 'addEventListener' | 'register' | 'update' | 'messageSkipWaiting'>;

/** The logic of `registerServiceWorker`, over any registration. */
export function watchForUpdates(registration: Registration, handlers: UpdateHandlers, reload: () => void): void {
  let applying = false;
  let reloaded = false;
  const reloadOnce = () => {
    if (!reloaded) reload();
    reloaded = true;
  };

  registration.addEventListener('waiting', () => {
    handlers.ready(async () => {
      await handlers.checkpoint();
      applying = true;
      registration.messageSkipWaiting();
    });
  });
  registration.addEventListener('controlling', (event) => {
    // The first visit's page is claimed too: that is no update.
    if (!event.isUpdate && !event.isExternal) return;
    if (applying) reloadOnce();
    else {
      handlers.changedElsewhere(async () => {
        await handlers.checkpoint();
        reloadOnce();
      });
    }
  });

  // A failed registration or update (offline, a private window) leaves the app working as it is.
  void registration.register().catch(() => undefined);
  setInterval(() => void registration.update().catch(() => undefined), updateInterval);
}
