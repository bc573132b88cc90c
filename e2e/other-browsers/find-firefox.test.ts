import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findInstalledFirefox } from './find-firefox.ts';

const folder = mkdtempSync(join(tmpdir(), 'latent-lab-'));
afterAll(() => rmSync(folder, { recursive: true }));

function program(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, 0o755);
  return path;
}

test('the extended support release is preferred to another Firefox on PATH', () => {
  program('firefox');
  const path = program('firefox-esr');
  expect(findInstalledFirefox({ PATH: folder })).toBe(path);
});

test('FIREFOX_PATH is preferred to any other, and an error when it is no program', () => {
  const path = program('my-firefox');
  expect(findInstalledFirefox({ PATH: folder, FIREFOX_PATH: path })).toBe(path);
  const missing = join(folder, 'missing');
  expect(() => findInstalledFirefox({ FIREFOX_PATH: missing })).toThrow(missing);
});
