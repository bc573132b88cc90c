import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve, type Serving } from './server.ts';

const script = 'export const answer = 42;\n'.repeat(100);
let outer: string;
let serving: Serving;

beforeAll(async () => {
  outer = mkdtempSync(join(tmpdir(), 'latent-lab-'));
  const folder = join(outer, 'dist');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(outer, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets/main.js'), script);
  writeFileSync(join(folder, 'kernel.wasm'), Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]));
  writeFileSync(join(folder, 'manifest.webmanifest'), '{}');
  serving = await serve(folder, { port: 0 });
});

afterAll(async () => {
  await serving.close();
  rmSync(outer, { recursive: true });
});

/** A request as it is on the wire: `fetch` would tidy the path and undo the compression. */
function request(path: string, headers: Record<string, string> = {}): Promise<IncomingMessage & { body: Buffer }> {
  const { port } = new URL(serving.url);
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Object.assign(response, { body: Buffer.concat(chunks) })));
    }).on('error', reject);
  });
}

test.each([
  ['/', 'text/html; charset=utf-8'],
  ['/?open', 'text/html; charset=utf-8'],
  ['/assets/main.js', 'text/javascript; charset=utf-8'],
  ['/kernel.wasm', 'application/wasm'],
  ['/manifest.webmanifest', 'application/manifest+json; charset=utf-8'],
])('%s is served as %s', async (path, type) => {
  const response = await request(path);
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-type']).toBe(type);
});

test('every answer, errors too, carries the policy and isolates the page', async () => {
  for (const path of ['/', '/assets/main.js', '/nothing']) {
    const { headers } = await request(path);
    expect(headers['content-security-policy']).toContain("connect-src 'self'");
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
  }
});

test('a browser gets the encoding it accepts, and the content is the same', async () => {
  const br = await request('/assets/main.js', { 'accept-encoding': 'gzip, deflate, br' });
  expect(br.headers['content-encoding']).toBe('br');
  expect(brotliDecompressSync(br.body).toString()).toBe(script);
  const gzip = await request('/assets/main.js', { 'accept-encoding': 'gzip' });
  expect(gunzipSync(gzip.body).toString()).toBe(script);
  const plain = await request('/assets/main.js');
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.body.toString()).toBe(script);
});

test('hashed assets are kept for good; everything else is asked for again and answered by 304', async () => {
  expect((await request('/assets/main.js')).headers['cache-control']).toContain('immutable');
  const page = await request('/');
  expect(page.headers['cache-control']).toBe('no-cache');
  const again = await request('/', { 'if-none-match': page.headers.etag ?? '' });
  expect(again.statusCode).toBe(304);
  expect(again.body).toHaveLength(0);
});

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/..%5c..%5c..%5csecret.txt',
  '/%',
  '/a%00',
])('nothing outside the folder is served: %s', async (path) => {
  const response = await request(path);
  expect(response.statusCode).toBe(404);
  expect(response.body.toString()).not.toContain('secret');
});

test('a taken port is an error that says so, or the next one is used when that was asked for', async () => {
  const port = Number(new URL(serving.url).port);
  await expect(serve(outer, { port })).rejects.toThrow(`Port ${port} is taken`);
  const next = await serve(outer, { port, orNext: true });
  expect(Number(new URL(next.url).port)).toBeGreaterThan(port);
  await next.close();
});
