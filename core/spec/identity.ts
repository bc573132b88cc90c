import { canonical } from './canonical.ts';
import type { RunSpec } from './run-spec.ts';

/** Identity of a run: SHA-256 of its spec's canonical JSON in UTF-8, as 64 lower-case hexadecimal digits. */
export async function identityOf(spec: RunSpec): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical(spec)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
