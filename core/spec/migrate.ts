import { quote, type SpecIssue } from './issues.ts';
import type { PlainObject } from './plain.ts';
import { SPEC_VERSION } from './run-spec.ts';

/** Rewrites a spec of one version as the next one's. It may change the object that it is given. */
export type Migration = (spec: PlainObject) => PlainObject;

/** By the version that each brings forward: `2: ...` makes version 3 of version 2. */
export type Migrations = Readonly<Record<number, Migration>>;

export type Migrated = { ok: true; value: PlainObject } | { ok: false; issues: readonly SpecIssue[] };

const migrations: Migrations = {};

/**
 * Brings a spec of an older version forward to the current one. A spec without a version, such as one
 * written by hand, is taken as current.
 *
 * @param input Untrusted, but already plain (see plain.ts); not changed.
 */
export function migrate(input: PlainObject, steps: Migrations = migrations, current: number = SPEC_VERSION): Migrated {
  const { version = current } = input;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) {
    return refused(`must be a whole number from 1 to ${current}, not ${quote(version)}`);
  }
  if (version > current) {
    return refused(
      `made by a newer Latent Lab (spec version ${version}; this one reads versions up to ${current}): update the app to open it`,
    );
  }
  let value = copyOf(input);
  for (let from = version; from < current; from++) {
    const step = steps[from];
    if (step === undefined) return refused(`version ${from} is no longer supported`);
    value = step(value);
    value['version'] = from + 1;
  }
  return { ok: true, value };
}

function refused(message: string): Migrated {
  return { ok: false, issues: [{ path: 'version', message }] };
}

function copyOf(object: PlainObject): PlainObject {
  const copy = Object.create(null) as PlainObject;
  for (const [key, value] of Object.entries(object)) {
    copy[key] = typeof value === 'object' && value !== null ? copyOf(value) : value;
  }
  return copy;
}
