import { canonical } from './canonical.ts';
import { LinkError, packLink, unpackLink } from './packed-link.ts';
import type { LinkFormat } from './packed-link.ts';
import type { RunSpec } from './run-spec.ts';

/** Messengers and QR codes take as many characters. */
const format: LinkFormat = { marker: 'run=', longest: 8 * 1024, mostBytes: 64 * 1024, subject: 'a run' };

/**
 * The fragment of a link that describes a run: `#run=` and the spec's canonical JSON, deflated, in base64url.
 * It holds every setting, so that it means the same run when a later version has other defaults.
 *
 * @throws LinkError when the spec does not fit a link.
 */
export function encodeLink(spec: RunSpec): string {
  const link = packLink(canonical(spec), format);
  if (link === undefined) throw new LinkError('These settings are too long for a link: export the run instead.');
  return link;
}

/** Whether a page's fragment claims to describe a run. */
export function isRunLink(fragment: string): boolean {
  return fragment.replace(/^#/, '').startsWith(format.marker);
}

/**
 * The JSON value that a link's fragment holds, with or without the leading `#`. It is untrusted: give it to
 * `parseRunSpec`.
 *
 * @throws LinkError when the link is too long, damaged, or describes no run.
 */
export function decodeLink(fragment: string): unknown {
  return unpackLink(fragment, format);
}
