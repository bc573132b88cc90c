import { deflateSync, inflateSync } from 'fflate';
import { canonical } from './canonical.ts';
import type { RunSpec } from './run-spec.ts';

/** A link that holds no readable spec; the message says why, in plain words. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
}

const marker = 'run=';
/** Characters of a link after `#`. Messengers and QR codes take this much. */
const longestLink = 8 * 1024;
/** Bytes of the JSON in a link: bounds what a small but hostile link can unpack to. */
const mostBytes = 64 * 1024;

/**
 * The fragment of a link that describes a run: `#run=` and the spec's canonical JSON, deflated, in base64url.
 * It holds every setting, so that it means the same run when a later version has other defaults.
 *
 * @throws LinkError when the spec does not fit a link.
 */
export function encodeLink(spec: RunSpec): string {
  const json = new TextEncoder().encode(canonical(spec));
  const fragment = marker + toBase64Url(deflateSync(json, { level: 9 }));
  if (json.length > mostBytes || fragment.length > longestLink) {
    throw new LinkError('These settings are too long for a link: export the run instead.');
  }
  return `#${fragment}`;
}

/** Whether a page's fragment claims to describe a run. */
export function isRunLink(fragment: string): boolean {
  return fragment.replace(/^#/, '').startsWith(marker);
}

/**
 * The JSON value that a link's fragment holds, with or without the leading `#`. It is untrusted: give it to
 * `parseRunSpec`.
 *
 * @throws LinkError when the link is too long, damaged, or describes no run.
 */
export function decodeLink(fragment: string): unknown {
  const text = fragment.replace(/^#/, '');
  if (!text.startsWith(marker)) throw new LinkError('This link does not describe a run.');
  if (text.length > longestLink) throw new LinkError('This link is too long to describe a run.');
  const json = inflated(fromBase64Url(text.slice(marker.length)));
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json)) as unknown;
  } catch (cause) {
    throw damaged(cause);
  }
}

function inflated(bytes: Uint8Array): Uint8Array {
  // Empty input would come back as the whole output buffer.
  if (bytes.length === 0) throw damaged();
  // With a buffer of its own, inflate never allocates; writes past its end are dropped, so a full buffer means too much.
  const out = new Uint8Array(mostBytes + 1);
  let result: Uint8Array;
  try {
    result = inflateSync(bytes, { out });
  } catch (cause) {
    throw damaged(cause);
  }
  if (result.length > mostBytes) throw new LinkError('This link unpacks to more than a run can need.');
  return result;
}

function damaged(cause?: unknown): LinkError {
  return new LinkError('This link is damaged: part of it may be missing. Copy it again.', { cause });
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw damaged();
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
  } catch (cause) {
    throw damaged(cause);
  }
}
