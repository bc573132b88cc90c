import { expect, test } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import { encodeLink } from '../../core/spec/link.ts';
import { faultsOf } from '../support/accessibility.ts';
import { App } from '../support/app.ts';

const wide = { width: 1280, height: 900 };
/** The narrowest phone that the app promises to fit. */
const narrow = { width: 360, height: 740 };

interface Screen {
  readonly name: string;
  readonly route: string;
  /** Brings the screen into the state to look at, once its route is there. */
  readonly prepare: (page: Page) => Promise<void>;
}

/** A little of everything: a run that trains, and one at rest with reconstructions. */
async function screensOf(app: App): Promise<readonly Screen[]> {
  await app.call('configure', { backend: 'wasm', autosaveSeconds: 30 });
  const evaluation = { every: 0, samples: 100 };
  const vae = await app.preset('vae-mnist', { batch: 16, steps: 40, evaluation });
  const images = await app.call('create', vae, 'Images at rest');
  await app.call('start', images.id);
  await app.waitForStep(images.id, 5);
  await app.call('pause', images.id);
  const gan = await app.preset('gan-ring', { batch: 32, evaluation });
  const points = await app.call('create', gan, 'Points in training');
  await app.call('start', points.id);
  await app.waitForStep(points.id, 5);
  const heading = (name: string | RegExp) => async (page: Page) => {
    await page.getByRole('heading', { name }).first().waitFor();
  };
  return [
    {
      name: 'the points of a run in training',
      route: `#/lab/${points.id}`,
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Pause' }).waitFor();
        await page.getByRole('region', { name: 'Curves' }).locator('canvas').first().waitFor();
      },
    },
    {
      name: 'the reconstructions of a run at rest',
      route: `#/lab/${images.id}`,
      prepare: async (page) => {
        await page.getByRole('tab', { name: 'Reconstructions' }).click();
        await page.getByRole('img', { name: /held-out originals/ }).waitFor();
      },
    },
    {
      name: 'the form of a new run',
      route: '#/lab',
      prepare: async (page) => {
        await page.getByRole('button', { name: 'Adjust WGAN-GP on a grid' }).click();
        await page.getByRole('button', { name: 'Create and start' }).waitFor();
      },
    },
    {
      name: 'the form of a fork',
      route: `#/fork/${images.id}/5`,
      prepare: heading(/^Fork/),
    },
    {
      name: 'two runs compared',
      route: `#/compare/${points.id}/${images.id}`,
      prepare: heading('What differs'),
    },
    { name: 'the studies', route: '#/studies', prepare: heading('Objectives on the ring') },
    {
      name: 'the form of a study',
      route: '#/study/new/preset/ring-objectives',
      prepare: async (page) => {
        await page.getByText('6 arms, 30 runs').waitFor();
      },
    },
    { name: 'the datasets', route: '#/data', prepare: heading('Moving digits') },
    { name: 'one dataset', route: '#/data/swiss-roll', prepare: heading('Coordinates') },
    { name: 'the device', route: '#/device', prepare: heading(/device/i) },
    { name: 'the cards', route: '#/methods/f-jeffrey', prepare: heading('f-GAN: Jeffrey') },
    { name: 'the code of a card', route: '#/source/core/objectives/adversarial/hinge.ts', prepare: heading(/hinge/) },
    { name: 'the game of the theory', route: '#/theory', prepare: heading('What becomes of it') },
    { name: 'the divergences of the theory', route: '#/theory/divergence', prepare: heading(/f-divergence/) },
    { name: 'the fits of the theory', route: '#/theory/fit', prepare: heading('The nearest Gaussian') },
    { name: 'about', route: '#/about', prepare: heading(/./) },
    { name: 'the preview of a link', route: encodeLink(gan), prepare: heading('A run, ready to start') },
    { name: 'a damaged link', route: '#run=AAAA', prepare: heading(/can’t be opened/) },
  ];
}

async function inspect(context: BrowserContext, name: string): Promise<void> {
  const app = await App.open(context, '#/runs');
  const { page } = app;
  const findings: string[] = [];
  for (const screen of await screensOf(app)) {
    await page.setViewportSize(wide);
    await page.goto(`/${screen.route}`);
    await screen.prepare(page);
    for (const size of [wide, narrow]) {
      await page.setViewportSize(size);
      // As tall as its content, so that no bar that sticks to an edge lies over anything.
      const height = await page.evaluate(() => document.scrollingElement!.scrollHeight);
      await page.setViewportSize({ ...size, height });
      const where = `${screen.name}, ${name}, ${size.width} px`;
      findings.push(...(await faultsOf(page)).map((fault) => `${where}: ${fault}`));
      const width = await page.evaluate(() => document.scrollingElement!.scrollWidth);
      if (width > size.width) findings.push(`${where}: scrolls sideways to ${width} px`);
    }
  }
  expect(findings).toEqual([]);
  expect(app.errors).toEqual([]);
}

test.describe('every screen is accessible and fits a phone', () => {
  test.use({ colorScheme: 'dark' });

  test('in the dark theme of the system', async ({ context }) => {
    await inspect(context, 'dark');
  });

  test('in the light theme, chosen against the system', async ({ context }) => {
    await context.addInitScript(() => localStorage.setItem('latent-lab.preferences', '{"theme":"light"}'));
    await inspect(context, 'light');
  });
});
