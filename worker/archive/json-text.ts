import { type BaseIssue, type BaseSchema, type InferOutput, getDotPath, safeParse } from 'valibot';
import { duplicateKey } from '../../core/training/duplicate-key.ts';
import { invalidArchive } from './archive-error.ts';

/** Numbers that JSON cannot hold, as the text that stands for them; `number-text` reads them back. */
export const unwritableNumbers = ['NaN', 'Infinity', '-Infinity', '-0'] as const;

/** JSON in which NaN, the infinities and negative zero are written as text instead of being lost. */
export function toJson(value: unknown, space?: number): string {
  return JSON.stringify(
    value,
    (_, member: unknown) => {
      if (typeof member !== 'number') return member;
      return Object.is(member, -0) ? '-0' : Number.isFinite(member) ? member : String(member);
    },
    space,
  );
}

/**
 * Parses an entry of an archive as strict JSON in UTF-8.
 * @throws LabError `invalid-archive`
 */
export function parseJson(entry: string, text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalidArchive(entry, 'is not JSON', cause);
  }
  const twice = duplicateKey(text);
  if (twice !== undefined) throw invalidArchive(entry, `has the key '${twice}' twice`);
  return value;
}

/** @throws LabError `invalid-archive` */
export function decodeText(entry: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw invalidArchive(entry, 'is not text in UTF-8', cause);
  }
}

/** Checks a value against a schema. @throws LabError `invalid-archive`, with the path inside the entry. */
export function conform<S extends BaseSchema<unknown, unknown, BaseIssue<unknown>>>(
  entry: string,
  schema: S,
  value: unknown,
): InferOutput<S> {
  const result = safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const at = getDotPath(issue);
  throw invalidArchive(
    entry,
    at === null ? `is not as expected: ${issue.message}` : `has a wrong '${at}': ${issue.message}`,
  );
}
