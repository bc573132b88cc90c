import { readFile, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { securityHeaders } from './headers.ts';

export interface Serving {
  /** With a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Take the next free port when this one is taken. */
  readonly orNext?: boolean;
  /** Sent with every answer instead of the usual ones. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Only this machine, unless HOST opens the app to others (who need HTTPS in front of it for service workers). */
const host = process.env['HOST'] ?? '127.0.0.1';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
};

/** Worth compressing; pictures and packed data are compressed already. */
const compressible = new Set(['.css', '.html', '.js', '.json', '.svg', '.wasm', '.webmanifest']);

const compressors = {
  br: (content: Buffer) => promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (content: Buffer) => promisify(gzip)(content, { level: 9 }),
};

type Encoding = keyof typeof compressors;

/**
 * Serves a folder over HTTP on localhost, with the headers the app needs: policy, isolation, MIME types, caching
 * (files under `assets/` carry their hash and never change; everything else is asked for again) and compression.
 */
export async function serve(
  folder: string,
  { port, orNext = false, headers = securityHeaders }: ServeOptions,
): Promise<Serving> {
  const compressed = new Map<string, Promise<Buffer>>();
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    answer(folder, compressed, request, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await listen(server, port, orNext);
  const address = server.address() as AddressInfo;
  return {
    url: `http://localhost:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  folder: string,
  compressed: Map<string, Promise<Buffer>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'Method not allowed');
  const file = fileOf(folder, request.url ?? '/');
  const info = file ? await stat(file).catch(() => undefined) : undefined;
  if (!file || !info?.isFile()) return end(response, 404, 'Not found');

  const version = `${info.size.toString(36)}-${Math.round(info.mtimeMs).toString(36)}`;
  const encoding = compressible.has(extname(file)) ? encodingFor(request) : undefined;
  const immutable = file.startsWith(join(folder, 'assets') + sep);
  response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
  response.setHeader('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.setHeader('etag', `"${version}${encoding ? `-${encoding}` : ''}"`);
  response.setHeader('vary', 'accept-encoding');
  if (request.headers['if-none-match'] === response.getHeader('etag')) {
    response.writeHead(304).end();
    return;
  }

  const body = encoding ? await compress(compressed, file, version, encoding) : await readFile(file);
  if (encoding) response.setHeader('content-encoding', encoding);
  response.writeHead(200, { 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** The file below `folder` that a request's path names, or undefined when it names none. */
function fileOf(folder: string, url: string): string | undefined {
  try {
    // URL resolves `..`; a separator that is still there was encoded to get past it.
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    if (path.split(/[/\\]/).includes('..') || path.includes('\0')) return undefined;
    return join(folder, path.endsWith('/') ? `${path}index.html` : path);
  } catch {
    return undefined;
  }
}

function encodingFor(request: IncomingMessage): Encoding | undefined {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
}

/** Compresses each version of a file once. */
function compress(
  done: Map<string, Promise<Buffer>>,
  file: string,
  version: string,
  encoding: Encoding,
): Promise<Buffer> {
  const key = `${encoding} ${version} ${file}`;
  const started = done.get(key) ?? readFile(file).then(compressors[encoding]);
  done.set(key, started);
  return started;
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

async function listen(server: Server, port: number, orNext: boolean): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE') throw error;
    if (!orNext) throw new Error(`Port ${port} is taken: choose another, e.g. PORT=8080 npm start.`);
    server.removeAllListeners('error');
    await listen(server, port + 1, true);
  }
}
