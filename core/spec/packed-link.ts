import { deflateSync, inflateSync } from 'fflate';
import { fromBase64Url, toBase64Url } from './base64url.ts';

/** A link that holds nothing readable; the message says why, in plain words. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
}

/** What one kind of link may hold. */
export interface LinkFormat {
  /** What the fragment begins with, e.g. `run=`. */
  readonly marker: string;
  /** Largest number of characters after `#`. */
  readonly longest: number;
  /** Largest number of bytes of the JSON: bounds what a small but hostile link can unpack to. */
  readonly mostBytes: number;
  /** What it describes, with its article, e.g. `a run`. */
  readonly subject: string;
}

/** The fragment of a link: `#`, the marker, and the JSON text, deflated, in base64url. Undefined when it is too long. */
export function packLink(json: string, { marker, longest, mostBytes }: LinkFormat): string | undefined {
  const bytes = new TextEncoder().encode(json);
  const fragment = marker + toBase64Url(deflateSync(bytes, { level: 9 }));
  return bytes.length > mostBytes || fragment.length > longest ? undefined : `#${fragment}`;
}

/**
 * The JSON value that a link's fragment holds, with or without the leading `#`. It is untrusted.
 *
 * @throws LinkError when the link is too long, damaged, or describes something else.
 */
export function unpackLink(fragment: string, { marker, longest, mostBytes, subject }: LinkFormat): unknown {
  const text = fragment.replace(/^#/, '');
  if (!text.startsWith(marker)) throw new LinkError(`This link does not describe ${subject}.`);
  if (text.length > longest) throw new LinkError(`This link is too long to describe ${subject}.`);
  const bytes = fromBase64Url(text.slice(marker.length));
  if (!bytes) throw damaged();
  const json = inflated(bytes, mostBytes);
  if (!json) throw new LinkError(`This link unpacks to more than ${subject} can need.`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json)) as unknown;
  } catch (cause) {
    throw damaged(cause);
  }
}

/** Undefined when there is more than `mostBytes`. */
function inflated(bytes: Uint8Array, mostBytes: number): Uint8Array | undefined {
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
  return result.length > mostBytes ? undefined : result;
}

function damaged(cause?: unknown): LinkError {
  return new LinkError('This link is damaged: part of it may be missing. Copy it again.', { cause });
}
