import { playwright } from '@vitest/browser-playwright';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { staticFilesPlugin } from './e2e/build/static-files.ts';
import { chromiumArguments, findInstalledChromium } from './e2e/tools/chromium.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

/** In a browser TensorFlow.js means tensors, operations and gradients only, without layers, data and WebGL. */
const browserAlias = [{ find: /^@tensorflow\/tfjs$/, replacement: `${root}core/backend/tfjs-slim.ts` }];

/** Found here so that the first test that meets one does not reload the page under the others. */
const browserDependencies = [
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops',
  '@tensorflow/tfjs-core/dist/register_all_gradients',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-backend-webgpu',
  'comlink',
  'fast-check',
  'fflate',
  'idb',
  'katex',
  'lit',
  'lit/decorators.js',
  'lit/directives/class-map.js',
  'lit/directives/repeat.js',
  'lit/directives/live.js',
  'lit/directives/ref.js',
  'lit/directives/unsafe-html.js',
  'uplot',
  'valibot',
];

/** All of the worker but the first scripts and the backends, each of which is loaded when it is chosen. */
function isEager(id: string): boolean {
  return !/worker\/main\.ts$|program\/thread\.ts$|tfjs-backend-/.test(id);
}

const executablePath = findInstalledChromium();

/** What both kinds of tests have in common. Only a test that fails waits for so long. */
const shared = {
  root,
  globalSetup: 'e2e/build/test-setup.ts',
  setupFiles: 'e2e/support/patience.ts',
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 30_000 } },
} as const;

// vite builds the app from web/; vitest runs two projects over the whole tree: everything in Node, and the
// *.browser.test.ts in headless Chromium with the same alias and static files as the build.
export default defineConfig({
  root: `${root}web`,
  base: './',
  resolve: { alias: browserAlias },
  plugins: [staticFilesPlugin()],
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2500,
  },
  worker: {
    format: 'es',
    // Nothing may import a worker's first script: WebKit would run it a second time, and two services would answer.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'engine', test: isEager }] } } },
  },
  server: { fs: { allow: [root] } },
  test: {
    root,
    projects: [
      {
        test: {
          ...shared,
          name: 'node',
          include: ['{core,evaluation,worker,web,e2e}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, '**/*.browser.test.ts'],
        },
      },
      {
        root,
        resolve: { alias: browserAlias },
        plugins: [staticFilesPlugin()],
        publicDir: false,
        optimizeDeps: { include: browserDependencies },
        test: {
          ...shared,
          name: 'browser',
          include: ['{core,evaluation,worker,web,e2e}/**/*.browser.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: [...chromiumArguments], ...(executablePath && { executablePath }) },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
