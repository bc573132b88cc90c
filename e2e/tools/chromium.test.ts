import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findInstalledChromium } from './chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'latent-lab-'));
afterAll(() => rmSync(folder, { recursive: true }));

function program(name: string, mode: number): string {
  const path = join(folder, name);
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, mode);
  return path;
}

test('CHROMIUM_PATH is preferred to any other browser', () => {
  const path = program('my-browser', 0o755);
  expect(findInstalledChromium({ ...process.env, CHROMIUM_PATH: path })).toBe(path);
});

test('a CHROMIUM_PATH that is no program is an error that names it', () => {
  const path = join(folder, 'missing');
  expect(() => findInstalledChromium({ CHROMIUM_PATH: path })).toThrow(path);
});

test('the browser that a test run finds can be executed', () => {
  program('chromium', 0o755);
  const found = findInstalledChromium({ PATH: folder });
  expect(found).toBeDefined();
});
