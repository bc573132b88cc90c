import { defineConfig } from '@playwright/test';
import { join } from 'node:path';
import { root } from './build/paths.ts';
import { chromiumArguments, findChromium } from './tools/chromium.ts';

/** Another for each run of the tests, so that two may go at once; the workers inherit it. */
const port = Number((process.env['LATENT_LAB_TEST_PORT'] ??= String(4200 + (process.pid % 2000))));

/**
 * User journeys (`*.spec.ts`) in the system's Chromium against the built app, one at a time unless more are asked for.
 * Those with the tag `@alone` measure time, and want nothing beside them.
 */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: join(root, 'test-results'),
  workers: 1,
  fullyParallel: true,
  projects: [
    { name: 'journeys', grepInvert: /@alone/ },
    { name: 'measurements', grep: /@alone/ },
  ],
  // Only a journey that fails waits for so long.
  timeout: 480_000,
  expect: { timeout: 90_000 },
  reporter: [['list'], ['json', { outputFile: join(root, '.cache/test/playwright.json') }]],
  use: {
    baseURL: `http://localhost:${port}/`,
    launchOptions: { executablePath: findChromium(), args: [...chromiumArguments] },
    trace: 'retain-on-failure',
  },
  webServer: {
    command: 'npm start',
    cwd: root,
    env: { PORT: String(port) },
    url: `http://localhost:${port}/`,
    timeout: 180_000,
    reuseExistingServer: false,
  },
});
