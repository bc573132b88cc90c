import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { DataCache } from './data-cache.ts';
import type { DataFile } from './data-files.ts';

const folder = 'https://lab.test/data/';

class MemoryCache {
  readonly entries = new Map<string, Response>();
  full = false;

  async match(url: string): Promise<Response | undefined> {
    return this.entries.get(url)?.clone();
  }
  async put(url: string, response: Response): Promise<void> {
    if (this.full) throw new DOMException('No room left.', 'QuotaExceededError');
    this.entries.set(url, response);
  }
  async delete(url: string): Promise<boolean> {
    return this.entries.delete(url);
  }
  async keys(): Promise<{ url: string }[]> {
    return [...this.entries.keys()].map((url) => ({ url }));
  }
}

function file(name: string, content: string): DataFile {
  return { name, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

let memory: MemoryCache;
let fetched: string[];
const served = new Map<string, string>();

beforeEach(() => {
  memory = new MemoryCache();
  fetched = [];
  served.clear();
  served.set('digits.bin', 'seven three nine').set('clothes.bin', 'boots');
});

function dataCache(...files: DataFile[]): DataCache {
  const storage = { open: async () => memory } as unknown as CacheStorage;
  return new DataCache(files, folder, storage, async (url) => {
    fetched.push(url);
    const content = served.get(url.slice(folder.length));
    return content === undefined ? new Response('', { status: 404 }) : new Response(content);
  });
}

const digits = file('digits.bin', 'seven three nine');
const clothes = file('clothes.bin', 'boots');

test('a file is fetched once and then read from the device', async () => {
  const cache = dataCache(digits);
  expect(await (await cache.respond(digits)).text()).toBe('seven three nine');
  expect(await (await cache.respond(digits)).text()).toBe('seven three nine');
  expect(fetched).toEqual([`${folder}digits.bin`]);
});

test('a file whose digest is wrong is handed on but not kept', async () => {
  served.set('digits.bin', 'seven three NINE');
  const cache = dataCache(digits);
  expect(await (await cache.respond(digits)).text()).toBe('seven three NINE');
  expect((await cache.states())[0]?.kept).toBe(false);
});

test('keeping a file whose digest is wrong says so and keeps nothing', async () => {
  served.set('clothes.bin', 'shoes');
  const cache = dataCache(digits, clothes);
  await expect(cache.keep(['clothes.bin'], () => undefined)).rejects.toThrow(/clothes\.bin.*SHA-256/);
  expect(memory.entries.size).toBe(0);
});

test('keeping reports bytes over all files, ends at the total, and fetches only what is missing', async () => {
  const cache = dataCache(digits, clothes);
  await cache.respond(digits);
  const seen: number[] = [];
  await cache.keep(['digits.bin', 'clothes.bin'], (_name, received, total) => {
    expect(total).toBe(digits.bytes + clothes.bytes);
    seen.push(received);
  });
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(digits.bytes + clothes.bytes);
  expect(fetched).toHaveLength(2);
  expect((await cache.states()).every(({ kept }) => kept)).toBe(true);
});

test('a file that cannot be fetched is an error with the status; those before it stay', async () => {
  served.delete('clothes.bin');
  const cache = dataCache(digits, clothes);
  await expect(cache.keep(['digits.bin', 'clothes.bin'], () => undefined)).rejects.toThrow(/clothes\.bin.*404/);
  expect((await cache.states()).map(({ kept }) => kept)).toEqual([true, false]);
});

test('with no room left a file is still read, and keeping it says why it failed', async () => {
  memory.full = true;
  const cache = dataCache(digits);
  expect(await (await cache.respond(digits)).text()).toBe('seven three nine');
  await expect(cache.keep(['digits.bin'], () => undefined)).rejects.toThrow('No room left.');
});

test('a new version of a file never meets the old one, which is forgotten', async () => {
  await dataCache(digits).respond(digits);
  served.set('digits.bin', 'new digits');
  const renewed = file('digits.bin', 'new digits');
  const cache = dataCache(renewed);
  expect(await (await cache.respond(renewed)).text()).toBe('new digits');
  expect(memory.entries.size).toBe(2);
  await cache.prune();
  expect([...memory.entries.keys()]).toEqual([`${folder}digits.bin?sha256=${renewed.sha256}`]);
});

test('only its own large files are looked for in the cache', () => {
  const cache = dataCache(digits);
  expect(cache.fileAt(new URL(`${folder}digits.bin`))).toBe(digits);
  expect(cache.fileAt(new URL(`${folder}weights.safetensors`))).toBeUndefined();
  expect(cache.fileAt(new URL('https://elsewhere.test/data/digits.bin'))).toBeUndefined();
});
