import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { dist } from './paths.ts';

// Prints what the first load of the app's shell costs, and fails above the budget:
//   npx tsx e2e/build/budget.ts
// The shell is index.html and every script and style that it or they import at once; not the worker, the tensor
// binaries and the data, which load after the page is there.

/** Bytes, compressed by gzip. */
const budget = 300_000;

const sizes = new Map<string, number>();
visit('index.html');
for (const [path, size] of [...sizes].sort((a, b) => b[1] - a[1])) console.log(`${kilobytes(size)}  ${path}`);
const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
console.log(`${kilobytes(total)}  first load of the shell, of ${kilobytes(budget)} allowed`);
if (total > budget) process.exitCode = 1;

function visit(path: string): void {
  if (sizes.has(path)) return;
  const content = readFileSync(join(dist, path));
  sizes.set(path, gzipSync(content, { level: 9 }).length);
  const text = content.toString();
  if (path.endsWith('.html'))
    for (const [, asset] of text.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)) visit(`${asset}`);
  if (path.endsWith('.js')) {
    // Static imports only: a dynamic one is loaded later.
    for (const [, asset] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) visit(`assets/${asset}`);
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`.padStart(9);
}
