import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { ensureBuilt } from '../build/build.ts';
import { dist, root } from '../build/paths.ts';
import { serve } from '../serve/server.ts';
import type {} from '../../web/app/console.ts';
import { chromiumArguments, findChromium } from './chromium.ts';

// Takes the manifest's screenshots in the built app: the preset of a GAN on the ring, well on its way.
//   npx tsx e2e/tools/screenshots.ts

const folder = join(root, 'web/public/screenshots');
const sizes = [
  { name: 'wide.png', width: 1600, height: 1000 },
  { name: 'narrow.png', width: 390, height: 844 },
];

await ensureBuilt();
const serving = await serve(dist, { port: 0 });
const browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumArguments] });
try {
  const page = await browser.newPage({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(`${serving.url}#/lab`);
  await page.waitForFunction(() => 'latentLab' in globalThis);
  const runId = await train(page, 'gan-ring');
  mkdirSync(folder, { recursive: true });
  for (const { name, width, height } of sizes) {
    await page.setViewportSize({ width, height });
    await page.goto(`${serving.url}#/lab/${runId}`);
    // Canvases draw in the frames after their size is known.
    await page.waitForTimeout(1_000);
    await page.screenshot({ path: join(folder, name) });
  }
} finally {
  await browser.close();
  await serving.close();
}

/** Trains a preset for three quarters of its steps, lets it go on, and answers the run's id. */
async function train(page: Page, presetId: string): Promise<string> {
  return page.evaluate(async (id) => {
    const { service } = latentLab;
    const catalogue = await service.catalogue();
    if (!catalogue.ok) throw new Error(catalogue.error.message);
    const preset = catalogue.value.presets.find((one) => one.id === id);
    if (!preset) throw new Error(`There is no preset ${id}.`);
    const created = await service.create(preset.spec, preset.title);
    if (!created.ok) throw new Error(created.error.message);
    const runId = created.value.id;
    location.hash = `#/lab/${runId}`;
    const started = await service.start(runId);
    if (!started.ok) throw new Error(started.error.message);
    for (;;) {
      const open = await service.open(runId);
      if (!open.ok) throw new Error(open.error.message);
      if (open.value.step >= preset.spec.steps * 0.75) return runId;
      if (open.value.state === 'failed') throw new Error(`${preset.title} failed at step ${open.value.step}.`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }, presetId);
}
