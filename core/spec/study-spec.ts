import * as v from 'valibot';
import type { SpecDraft } from './assign.ts';
import { canonical } from './canonical.ts';
import type { Catalogue } from './catalogue.ts';
import { quote, SpecError, type SpecIssue } from './issues.ts';
import { type Objections, parseRunSpec } from './parse.ts';
import type { RunSpec } from './run-spec.ts';
import { armsOf } from './study-plan.ts';

/** Raised when the meaning of a stored study changes. */
export const STUDY_VERSION = 1;

/** One value of an axis: a label, and the settings that it changes. */
export interface StudyVariant {
  readonly label: string;
  /** Dotted paths of settings, e.g. `options.loss`, to what `assignPath` reads: JSON, or else text. */
  readonly set: Readonly<Record<string, string>>;
}

/** What is varied: each arm of the study takes one variant of every axis. */
export interface StudyAxis {
  readonly label: string;
  readonly variants: readonly StudyVariant[];
}

/** When a cell ends: after steps, or after seconds of training (which no two machines make the same steps in). */
export type StudyBudget =
  { readonly kind: 'steps'; readonly steps: number } | { readonly kind: 'seconds'; readonly seconds: number };

export interface StudyEvaluation {
  /** Steps between evaluations by cheap metrics in each run; 0 evaluates only at its end. */
  readonly every: number;
  /** Steps between evaluations by all metrics, dear ones too. Absent where those wait for the end, never 0. */
  readonly dearEvery?: number;
  /** Samples drawn for each distribution metric. */
  readonly samples: number;
  /** Ids of the metrics to compute; all that apply when absent. */
  readonly metrics?: readonly string[];
}

/**
 * A comparison of settings under equal conditions, as plain JSON: a base spec, a grid of changes to it, seeds, a budget
 * and what is measured. Its canonical form's SHA-256 is its identity.
 */
export interface StudySpec {
  readonly version: typeof STUDY_VERSION;
  readonly title: string;
  /** What every run shares. Its seed, its evaluation and, under a budget of steps, its steps are the study's. */
  readonly base: RunSpec;
  /** The arms are every combination of one variant from each axis; without axes, the base alone. */
  readonly axes: readonly StudyAxis[];
  /** Each arm is run once with every seed; runs of one seed are compared in pairs. */
  readonly seeds: readonly number[];
  readonly budget: StudyBudget;
  readonly evaluation: StudyEvaluation;
  /** Id of the figure that the study decides by, e.g. `reverse-kl`. */
  readonly primary: string;
  /** Label of the arm that the others are compared with. */
  readonly baseline: string;
}

export type StudyResult =
  { readonly ok: true; readonly study: StudySpec } | { readonly ok: false; readonly issues: readonly SpecIssue[] };

/** What studies are checked against. */
export interface StudyTools {
  readonly catalogue: Catalogue;
  readonly objections: Objections;
}

const mostArms = 64;
const mostSeeds = 100;
const mostSteps = 10_000_000;

const text = (longest: number) =>
  v.pipe(
    v.string(({ input }) => `must be text, not ${quote(input)}`),
    v.trim(),
    v.minLength(1, 'is missing'),
    v.maxLength(longest, `is longer than ${longest} characters`),
  );
const whole = (least: number, most: number) =>
  v.pipe(
    v.number(({ input }) => `must be a whole number, not ${quote(input)}`),
    v.check((n) => Number.isInteger(n) && n >= least && n <= most, `must be a whole number from ${least} to ${most}`),
  );
/** A setting as `assignPath` reads it; in files it may be written as the number or object that it is. */
const setting = v.pipe(
  v.union([v.string(), v.number(), v.boolean(), v.record(v.string(), v.unknown())], 'must be a setting’s value'),
  v.transform((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
);
const list = <const T extends v.GenericSchema>(item: T, least: number, most: number) =>
  v.pipe(
    v.array(item, ({ input }) => `must be a list, not ${quote(input)}`),
    v.minLength(least, `needs at least ${least}`),
    v.maxLength(most, `has more than ${most}`),
  );
const object = <const T extends v.ObjectEntries>(entries: T) =>
  v.strictObject(entries, ({ input, expected }) =>
    input === undefined
      ? 'is missing'
      : expected === 'never'
        ? 'is no part of a study'
        : `must be an object, not ${quote(input)}`,
  );

const shape = object({
  version: v.optional(
    v.literal(STUDY_VERSION, `must be ${STUDY_VERSION}: update the app to open a newer study`),
    STUDY_VERSION,
  ),
  title: text(120),
  base: v.union([v.string(), v.looseObject({})], 'must be a spec, or the id of a preset'),
  axes: list(
    object({
      label: text(60),
      variants: list(
        object({ label: text(60), set: v.record(v.string(), setting, 'must be an object of settings') }),
        1,
        mostArms,
      ),
    }),
    0,
    6,
  ),
  seeds: v.pipe(
    list(whole(0, 0xffffffff), 1, mostSeeds),
    v.check((seeds) => new Set(seeds).size === seeds.length, 'names a seed twice'),
  ),
  budget: v.variant(
    'kind',
    [
      object({ kind: v.literal('steps'), steps: whole(1, mostSteps) }),
      object({
        kind: v.literal('seconds'),
        seconds: v.pipe(
          v.number(),
          v.check((s) => s > 0 && s <= 1e7, 'must be a number of seconds above 0'),
        ),
      }),
    ],
    'must be {kind: steps, steps} or {kind: seconds, seconds}',
  ),
  evaluation: v.pipe(
    object({
      every: whole(0, mostSteps),
      dearEvery: v.exactOptional(whole(0, mostSteps)),
      samples: whole(1, 100_000),
      metrics: v.exactOptional(list(text(60), 1, 60)),
    }),
    // 0 says what its absence says, and one study has one identity.
    v.transform(({ dearEvery = 0, ...rest }) => (dearEvery > 0 ? { ...rest, dearEvery } : rest)),
  ),
  primary: text(60),
  baseline: text(400),
});

/**
 * Makes a complete study of untrusted input, or says everything that is wrong with it. The base may be a preset's id, or
 * leave out settings that have defaults. Arms whose own settings make no sense are no issue: a grid may hold some, and
 * `armsOf` names why they are not run. A study needs a baseline that is.
 */
export function parseStudySpec(input: unknown, tools: StudyTools): StudyResult {
  const parsed = v.safeParse(shape, input, { abortPipeEarly: true });
  if (!parsed.success)
    return refused(parsed.issues.map((issue) => ({ path: v.getDotPath(issue) ?? '', message: issue.message })));
  const { output } = parsed;

  const draft = draftOf(output.base, tools.catalogue);
  if (draft === undefined) return refused([{ path: 'base', message: `there is no preset ${quote(output.base)}` }]);
  const { budget, evaluation, seeds } = output;
  const { metrics: _, ...plan } = evaluation;
  const base = parseRunSpec(
    {
      ...draft,
      seed: seeds[0],
      evaluation: plan,
      ...(budget.kind === 'steps' && { steps: budget.steps }),
    },
    tools.catalogue,
  );
  if (!base.ok) {
    return refused(base.issues.map(({ path, message }) => ({ path: path === '' ? 'base' : `base.${path}`, message })));
  }
  const study: StudySpec = { ...output, version: STUDY_VERSION, base: base.spec };
  const issues = planIssues(study, tools);
  return issues.length > 0 ? refused(issues) : { ok: true, study };
}

/** As {@link parseStudySpec}. @throws SpecError with every issue. */
export function requireStudySpec(input: unknown, tools: StudyTools): StudySpec {
  const result = parseStudySpec(input, tools);
  if (!result.ok) throw new SpecError(result.issues);
  return result.study;
}

/** Identity of a study: SHA-256 of its canonical JSON in UTF-8, as 64 lower-case hexadecimal digits. */
export async function studyIdentityOf(study: StudySpec): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical(study)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function refused(issues: readonly SpecIssue[]): StudyResult {
  return { ok: false, issues };
}

function draftOf(base: unknown, catalogue: Catalogue): SpecDraft | undefined {
  if (typeof base !== 'string') return base as SpecDraft;
  return catalogue.presets.find(({ id }) => id === base)?.spec as SpecDraft | undefined;
}

/** What makes no sense in the plan of a study whose parts are each valid. */
function planIssues(study: StudySpec, tools: StudyTools): readonly SpecIssue[] {
  const issues: SpecIssue[] = [];
  for (const [i, { variants }] of study.axes.entries()) {
    const labels = variants.map(({ label }) => label);
    const twice = labels.find((label, j) => labels.indexOf(label) < j);
    if (twice !== undefined) issues.push({ path: `axes.${i}.variants`, message: `two are called ${quote(twice)}` });
  }
  const count = study.axes.reduce((product, { variants }) => product * variants.length, 1);
  if (count > mostArms) issues.push({ path: 'axes', message: `make ${count} arms; a study has at most ${mostArms}` });
  if (issues.length > 0) return issues;

  const arms = armsOf(study, tools);
  const baseline = arms.find(({ label }) => label === study.baseline);
  if (baseline === undefined) {
    issues.push({
      path: 'baseline',
      message: `${quote(study.baseline)} is no arm; there are ${arms.map(({ label }) => label).join(', ')}`,
    });
  } else if (baseline.refused !== undefined) {
    issues.push({ path: 'baseline', message: `can't be run: ${baseline.refused}` });
  }
  const seen = new Map<string, string>();
  for (const { label, spec } of arms) {
    if (spec === undefined) continue;
    const form = canonical(spec);
    const same = seen.get(form);
    if (same !== undefined) issues.push({ path: 'axes', message: `${label} and ${same} are the same settings` });
    seen.set(form, label);
  }
  return issues;
}
