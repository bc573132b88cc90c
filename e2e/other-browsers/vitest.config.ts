import { defineConfig } from 'vitest/config';
import { root } from '../build/paths.ts';

/** The built app in browsers other than Chromium (`*.check.ts`). One at a time: they train. */
export default defineConfig({
  root,
  test: {
    include: ['e2e/other-browsers/*.check.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 900_000,
    disableConsoleIntercept: true,
  },
});
