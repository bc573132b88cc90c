import type { FieldValue } from '../../core/spec/fields.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';

/** A dotted path into a spec, such as `optimisers.generator.learningRate`. */
export type SpecPath = string;

/** The value at a path, or undefined where there is none. */
export function getIn(value: unknown, path: SpecPath): unknown {
  return path.split('.').reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value);
}

/** A copy of the spec with one value replaced; what did not change is shared. */
export function setIn(spec: RunSpec, path: SpecPath, value: FieldValue | Readonly<Record<string, unknown>>): RunSpec {
  return replace(spec, path.split('.'), value) as RunSpec;
}

function replace(at: unknown, keys: readonly string[], value: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  const record = isRecord(at) ? at : {};
  return { ...record, [key]: replace(record[key], rest, value) };
}

export interface Difference {
  readonly path: SpecPath;
  readonly before: unknown;
  readonly after: unknown;
}

/** Every leaf at which two specs differ, in the order of the first; a schedule is one leaf. */
export function differences(before: RunSpec, after: RunSpec): readonly Difference[] {
  return differ(before, after, []);
}

function differ(before: unknown, after: unknown, keys: readonly string[]): Difference[] {
  // What one of them has alone, such as its augmentations, is many leaves too.
  if ((isBranch(before) && isBranch(after ?? {})) || (isBranch(after) && isBranch(before ?? {}))) {
    const [a, b] = [before ?? {}, after ?? {}] as [Branch, Branch];
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return names.flatMap((name) => differ(a[name], b[name], [...keys, name]));
  }
  return same(before, after) ? [] : [{ path: keys.join('.'), before, after }];
}

/** Paths at which not all of the given specs agree, with each spec's value: undefined where it has no such setting. */
export function disagreements(
  specs: readonly RunSpec[],
): readonly { readonly path: SpecPath; readonly values: readonly unknown[] }[] {
  const paths = new Set(specs.flatMap((spec) => leavesOf(spec, [])));
  return [...paths]
    .map((path) => ({ path, values: specs.map((spec) => getIn(spec, path)) }))
    .filter(({ values: [first, ...others] }) => others.some((value) => !same(first, value)));
}

function leavesOf(value: unknown, keys: readonly string[]): readonly SpecPath[] {
  if (!isBranch(value)) return [keys.join('.')];
  return Object.entries(value).flatMap(([key, part]) => leavesOf(part, [...keys, key]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Branch = Readonly<Record<string, unknown>>;

function isBranch(value: unknown): value is Branch {
  return isRecord(value) && !('schedule' in value);
}

/** Same JSON; key order matters little since specs are made from the same declarations. */
function same(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || JSON.stringify(a) === JSON.stringify(b);
}
