import { canonical } from './canonical.ts';
import type { RunEdit } from './edits.ts';
import type { RunSpec } from './run-spec.ts';

/**
 * Identity of a run: SHA-256 of its spec's canonical JSON in UTF-8, as 64 lower-case hexadecimal digits. A run that was
 * edited while it trained is not its spec's alone: its identity is that of `{edits, spec}`.
 */
export async function identityOf(spec: RunSpec, edits: readonly RunEdit[] = []): Promise<string> {
  const what = edits.length > 0 ? { edits, spec } : spec;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical(what)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
