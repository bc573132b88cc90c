import { catalogue } from '../../core/catalogue.ts';
import type { LatentLabApp } from '../app/latent-lab-app.ts';
import '../app/latent-lab-app.ts';
import { Lab } from '../state/lab.ts';
import { adoptTokens } from '../styles/tokens.ts';
import { FakeService } from './fake-service.ts';
import { fakeWorker } from './fake-worker.ts';

/** The whole app on a fake service, in the page of a browser test. */
export interface MountedApp {
  readonly app: LatentLabApp;
  readonly lab: Lab;
  readonly service: FakeService;
  unmount(): void;
}

/** Mounts the app at a hash, with the first presets as runs that have trained for the given steps. */
export async function mountApp(hash: string, trained: readonly number[] = []): Promise<MountedApp> {
  adoptTokens();
  location.hash = hash;
  const service = new FakeService();
  trained.forEach((step, i) => {
    const preset = catalogue.presets[i];
    if (preset) service.seed(preset.spec, preset.title, step);
  });
  const lab = new Lab(() => fakeWorker(service));
  const app = document.createElement('latent-lab-app');
  app.lab = lab;
  document.body.append(app);
  lab.start();
  await app.updateComplete;
  return {
    app,
    lab,
    service,
    unmount() {
      app.remove();
      lab.workerHost.dispose();
      service.hang();
    },
  };
}

/** Every element below a root that matches, through shadow roots. */
export function deepAll<E extends Element = HTMLElement>(root: ParentNode, selector: string): readonly E[] {
  const found: E[] = [];
  for (const element of root.querySelectorAll('*')) {
    if (element.matches(selector)) found.push(element as E);
    if (element.shadowRoot) found.push(...deepAll<E>(element.shadowRoot, selector));
  }
  return found;
}

/** The first element that matches and whose text holds the words. @throws Error when there is none. */
export function deepFind<E extends Element = HTMLElement>(root: ParentNode, selector: string, words = ''): E {
  const found = deepAll<E>(root, selector).find((element) =>
    `${element.textContent} ${element.getAttribute('aria-label') ?? ''}`.includes(words),
  );
  if (!found) throw new Error(`nothing matches ${selector} with “${words}”`);
  return found;
}
