import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../build/paths.ts';
import { contentSecurityPolicy } from './headers.ts';

test('index.html carries the same policy as the server sends', () => {
  const html = readFileSync(join(root, 'web/index.html'), 'utf8');
  const meta = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(html);
  expect(meta?.[1]).toBe(contentSecurityPolicy);
});
