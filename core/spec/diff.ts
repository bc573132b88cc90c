import type { RunSpec } from './run-spec.ts';

/** A setting that two specs do not share; undefined where one of them does not have it. */
export interface SpecDifference {
  /** Dotted path, e.g. `optimisers.generator.learningRate`. */
  readonly path: string;
  readonly a: unknown;
  readonly b: unknown;
}

/**
 * The settings in which two specs differ, in the order of the first. Empty for specs of one identity. A constant
 * against a schedule is one difference; two schedules differ in their parts.
 */
export function diffSpecs(a: RunSpec, b: RunSpec): readonly SpecDifference[] {
  return differences(a, b, '');
}

function differences(a: unknown, b: unknown, path: string): readonly SpecDifference[] {
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].flatMap((key) => differences(own(a, key), own(b, key), path === '' ? key : `${path}.${key}`));
  }
  return a === b ? [] : [{ path, a, b }];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function own(object: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}
