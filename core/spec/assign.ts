import { list } from './field-schema.ts';
import { SpecError } from './issues.ts';
import type { RunSpec } from './run-spec.ts';

/** A spec in the making: some settings may be missing or wrong until `parseRunSpec` has seen it. */
export type SpecDraft = Readonly<Record<string, unknown>>;

/** The parts of a spec that each method declares for itself. */
const partsOfMethod: readonly (keyof RunSpec)[] = ['options', 'networks', 'optimisers'];

/** Settings that a complete spec may be without. */
const optionalSettings: ReadonlySet<string> = new Set(['evaluation.dearEvery', 'augment']);

/** Parts whose names are all optional: each turns something on. */
const openParts: ReadonlySet<string> = new Set(['augment']);

/**
 * Sets one setting of a spec by its dotted path, e.g. `optimisers.generator.learningRate` to `2e-4`. Another `kind`
 * drops the settings of the former kind, and another method drops the options, networks and optimisers of the former
 * method; `parseRunSpec` then gives the new ones their defaults, or checks those that are assigned next. An augmentation
 * is turned on by any setting of it, e.g. `augment.rotation.degrees` to `15`, or by `true`, and off by `false`.
 *
 * @param text JSON, or else taken as text. Text for something that has a kind, e.g. `dynamics`, is the kind.
 * @returns A changed copy.
 * @throws SpecError when the spec has no such setting.
 */
export function assignPath(spec: RunSpec | SpecDraft, path: string, text: string): SpecDraft {
  return assignWithin({ group: spec as SpecDraft, open: false }, path.split('.'), { path, above: [], text });
}

/** A group of settings. An open one lost its settings to a new kind or method: its names are for the parser to judge. */
interface Group {
  readonly group: SpecDraft;
  readonly open: boolean;
}

interface Assignment {
  readonly path: string;
  /** Names of the groups around the present one. */
  readonly above: readonly string[];
  readonly text: string;
}

function assignWithin({ group, open }: Group, names: readonly string[], assignment: Assignment): SpecDraft {
  const { path, above, text } = assignment;
  const [name = '', ...rest] = names;
  const inner = Object.hasOwn(group, name) ? group[name] : undefined;
  const dropped = above.length === 0 && partsOfMethod.some((part) => part === name);
  const here = [...above, name].join('.');
  if (inner === undefined && !open && !dropped && !optionalSettings.has(here)) {
    throw noSuchSetting(path, `${above.join('.') || 'a spec'} has ${list(Object.keys(group))}`);
  }
  if (rest.length === 0) return withValue(group, name, textOrJson(text), above.length === 0);
  if (inner !== undefined && !isGroup(inner)) {
    throw noSuchSetting(path, `${here} has no parts`);
  }
  const within = { group: inner ?? {}, open: inner === undefined || isBareKind(inner) || openParts.has(here) };
  return { ...group, [name]: assignWithin(within, rest, { ...assignment, above: [...above, name] }) };
}

function withValue(group: SpecDraft, name: string, value: unknown, isTop: boolean): SpecDraft {
  const former = group[name];
  if (value === former) return group;
  if (name === 'kind') return { kind: value };
  if (isTop && name === 'method') {
    const kept = Object.entries(group).filter(([part]) => !partsOfMethod.some((dropped) => dropped === part));
    return { ...Object.fromEntries(kept), method: value };
  }
  const isKind = typeof value === 'string' && isGroup(former) && 'kind' in former;
  return { ...group, [name]: isKind ? { kind: value } : value };
}

function isGroup(value: unknown): value is SpecDraft {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBareKind(group: SpecDraft): boolean {
  return Object.keys(group).every((name) => name === 'kind');
}

function textOrJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Text needs no quotes on a command line: `method=gan`.
    return text;
  }
}

function noSuchSetting(path: string, what: string): SpecError {
  return new SpecError([{ path, message: `there is no such setting; ${what}` }]);
}
