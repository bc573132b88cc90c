import * as v from 'valibot';
import { fieldEntries, settings } from './field-schema.ts';
import type { Fields, Values } from './fields.ts';
import { SpecError } from './issues.ts';

/**
 * Values of a table of fields, made of untrusted ones: missing ones get their defaults.
 * @throws SpecError for unknown names and values out of range.
 */
export function parseValues(fields: Fields, input: unknown): Values {
  const parsed = v.safeParse(settings(fieldEntries(fields)), input, { abortPipeEarly: true });
  if (parsed.success) return parsed.output as Values;
  throw new SpecError(parsed.issues.map((issue) => ({ path: v.getDotPath(issue) ?? '', message: issue.message })));
}
