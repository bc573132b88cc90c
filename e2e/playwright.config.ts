import { defineConfig } from '@playwright/test';
import { join } from 'node:path';
import { root } from './build/paths.ts';
import { chromiumArguments, findChromium } from './tools/chromium.ts';

/** Beside the port of `npm start`, so that the tests never talk to an app someone is using. */
const port = 4273;

/** User journeys (`*.spec.ts`) in the system's Chromium against the built app. One at a time: they train. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: join(root, 'test-results'),
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
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
