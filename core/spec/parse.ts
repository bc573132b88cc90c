import * as v from 'valibot';
import type { Catalogue, Objection } from './catalogue.ts';
import { SpecError, type SpecIssue } from './issues.ts';
import { migrate } from './migrate.ts';
import { toPlainObject } from './plain.ts';
import type { RunSpec } from './run-spec.ts';
import { headingSchema, specSchema, type Heading } from './spec-schema.ts';

export type SpecResult = { ok: true; spec: RunSpec } | { ok: false; issues: readonly SpecIssue[] };

/** A method's own objections to a spec whose settings are each valid by themselves. */
export type Objections = (spec: RunSpec) => readonly Objection[];

/**
 * Makes a complete spec of untrusted input, or says everything that is wrong with it. Settings that are
 * missing get their defaults; unknown ones, and values out of range, are issues. No input makes it throw; a catalogue
 * whose cards name what it does not have does.
 *
 * @param objections Asked last, once each setting is valid by itself, for combinations that make no sense.
 */
export function parseRunSpec(input: unknown, catalogue: Catalogue, objections?: Objections): SpecResult {
  const plain = toPlainObject(input);
  if (!plain.ok) return plain;
  const migrated = migrate(plain.value);
  if (!migrated.ok) return migrated;

  const schemas = schemasOf(catalogue);
  const heading = v.safeParse(schemas.heading, migrated.value, { abortPipeEarly: true });
  if (!heading.success) return { ok: false, issues: heading.issues.map(toSpecIssue) };

  const parsed = v.safeParse(schemas.of(heading.output), migrated.value, { abortPipeEarly: true });
  if (!parsed.success) return { ok: false, issues: parsed.issues.map(toSpecIssue) };

  // The schema is built from the same declarations as RunSpec, but at run time, where no type can follow.
  const spec = parsed.output as RunSpec;
  const objected = objections?.(spec) ?? [];
  return objected.length > 0 ? { ok: false, issues: objected } : { ok: true, spec };
}

/**
 * As {@link parseRunSpec}, for callers that cannot go on without a spec.
 * @throws SpecError with every issue.
 */
export function requireRunSpec(input: unknown, catalogue: Catalogue, objections?: Objections): RunSpec {
  const result = parseRunSpec(input, catalogue, objections);
  if (!result.ok) throw new SpecError(result.issues);
  return result.spec;
}

interface Schemas {
  readonly heading: v.GenericSchema<unknown, Heading>;
  of(heading: Heading): v.GenericSchema;
}

/** Schemas are built once for a catalogue, and one whole-spec schema for each method, dataset and shape used. */
const cache = new WeakMap<Catalogue, Schemas>();

function schemasOf(catalogue: Catalogue): Schemas {
  const known = cache.get(catalogue);
  if (known !== undefined) return known;
  const whole = new Map<string, v.GenericSchema>();
  const schemas: Schemas = {
    heading: headingSchema(catalogue),
    of(heading) {
      const key = JSON.stringify([heading.method.id, heading.dataset.id, heading.dataset.shape]);
      const schema = whole.get(key) ?? specSchema(catalogue, heading);
      whole.set(key, schema);
      return schema;
    },
  };
  cache.set(catalogue, schemas);
  return schemas;
}

function toSpecIssue(issue: v.BaseIssue<unknown>): SpecIssue {
  return { path: v.getDotPath(issue) ?? '', message: issue.message };
}
