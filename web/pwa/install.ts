/** Chromium's event that lets a page offer its installation itself. */
interface BeforeInstallPromptEvent extends Event {
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

/**
 * Tells whether the app can be installed from within the page. `offer` gets a function that asks the person, or
 * undefined once that is no longer possible (installed, or asked already). Browsers without this ability never call.
 */
export function watchInstall(offer: (install: (() => Promise<boolean>) | undefined) => void): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer(async () => {
      offer(undefined);
      const { outcome } = await (event as BeforeInstallPromptEvent).prompt();
      return outcome === 'accepted';
    });
  });
  addEventListener('appinstalled', () => offer(undefined));
}

/** True when the app runs in its own window. */
export function isInstalled(): boolean {
  return matchMedia('(display-mode: standalone)').matches;
}
