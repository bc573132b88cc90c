import type { DataFile, DataFileState } from './data-files.ts';

/**
 * Keeps large data files on the device. An entry's key carries the digest of its content, so a new version of a file
 * never meets the old one, and nothing enters whose digest does not match.
 */
export class DataCache {
  readonly #files: readonly DataFile[];
  readonly #folder: string;
  readonly #storage: CacheStorage;
  readonly #fetch: (url: string) => Promise<Response>;

  /**
   * @param files what there is, as known when the app was built
   * @param folder absolute URL of the data folder, with a slash at its end
   */
  constructor(
    files: readonly DataFile[],
    folder: string,
    storage: CacheStorage = caches,
    fetchUrl: (url: string) => Promise<Response> = (url) => fetch(url),
  ) {
    this.#files = files;
    this.#folder = folder;
    this.#storage = storage;
    this.#fetch = fetchUrl;
  }

  /** The large data file at a URL, if there is one. */
  fileAt(url: URL): DataFile | undefined {
    return this.#files.find(({ name }) => `${this.#folder}${name}` === `${url.origin}${url.pathname}`);
  }

  /**
   * The file from the device, else from the network, keeping it if its digest is right. One with a wrong digest is
   * handed on but not kept: whoever reads it says what is wrong.
   */
  async respond(file: DataFile): Promise<Response> {
    const kept = await (await this.#open()).match(this.#key(file));
    if (kept) return kept;
    const response = await this.#fetch(`${this.#folder}${file.name}`);
    if (!response.ok) return response;
    const content = await response.arrayBuffer();
    if (await hasDigest(content, file.sha256)) await this.#put(file, content, response.headers).catch(() => undefined);
    return new Response(content, { headers: withoutTransfer(response.headers) });
  }

  /**
   * Fetches the named files that are not here yet, one after another.
   *
   * @throws Error when one cannot be fetched, does not have its digest, or there is no room for it
   */
  async keep(
    names: readonly string[],
    progress: (name: string, received: number, total: number) => void,
  ): Promise<void> {
    const wanted = this.#files.filter(({ name }) => names.includes(name));
    const total = wanted.reduce((sum, { bytes }) => sum + bytes, 0);
    let received = 0;
    for (const file of wanted) {
      if (!(await this.#isKept(file)))
        await this.#fetchAndKeep(file, (bytes) => progress(file.name, received + bytes, total));
      received += file.bytes;
      progress(file.name, received, total);
    }
  }

  /** Forgets files that this version of the app does not know. */
  async prune(): Promise<void> {
    const known = new Set(this.#files.map((file) => this.#key(file)));
    const cache = await this.#open();
    for (const { url } of await cache.keys()) if (!known.has(url)) await cache.delete(url);
  }

  async states(): Promise<DataFileState[]> {
    return Promise.all(this.#files.map(async (file) => ({ ...file, kept: await this.#isKept(file) })));
  }

  async #fetchAndKeep(file: DataFile, progress: (bytes: number) => void): Promise<void> {
    const response = await this.#fetch(`${this.#folder}${file.name}`);
    if (!response.ok || !response.body)
      throw new Error(`${file.name} could not be fetched: the server answered ${response.status}.`);
    const content = await readAll(response.body, progress);
    if (!(await hasDigest(content, file.sha256))) {
      throw new Error(
        `${file.name} is not what this version of the app expects (its SHA-256 differs): it was not kept.`,
      );
    }
    await this.#put(file, content, response.headers);
  }

  async #put(file: DataFile, content: ArrayBuffer, headers: Headers): Promise<void> {
    await (await this.#open()).put(this.#key(file), new Response(content, { headers: withoutTransfer(headers) }));
  }

  async #isKept(file: DataFile): Promise<boolean> {
    return (await (await this.#open()).match(this.#key(file))) !== undefined;
  }

  #key(file: DataFile): string {
    return `${this.#folder}${file.name}?sha256=${file.sha256}`;
  }

  #open(): Promise<Cache> {
    return this.#storage.open('latent-lab-data');
  }
}

async function readAll(body: ReadableStream<Uint8Array>, progress: (bytes: number) => void): Promise<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    length += next.value.length;
    progress(length);
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole.buffer;
}

async function hasDigest(content: ArrayBuffer, sha256: string): Promise<boolean> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === sha256;
}

/** Headers that describe the way here are wrong for content that is already decoded. */
function withoutTransfer(headers: Headers): Headers {
  const kept = new Headers(headers);
  kept.delete('content-encoding');
  kept.delete('content-length');
  return kept;
}
