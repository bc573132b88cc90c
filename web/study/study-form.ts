import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { StudyAxis, StudySpec, StudyVariant } from '../../core/spec/study-spec.ts';
import type { RunRecord } from '../../worker/protocol/records.ts';

/** One value of an axis as it is edited: its settings as lines of `path = value`. */
export interface VariantForm {
  readonly label: string;
  readonly settings: string;
}

export interface AxisForm {
  readonly label: string;
  readonly variants: readonly VariantForm[];
}

/** A study as it is edited, apart from its base. */
export interface StudyForm {
  readonly title: string;
  readonly axes: readonly AxisForm[];
  /** Seeds as text: numbers and ranges, e.g. `1-5, 9`. */
  readonly seeds: string;
  readonly budget: StudySpec['budget'];
  readonly every: number;
  /** Steps between evaluations by all metrics; 0 leaves the dear ones to the end. */
  readonly dearEvery: number;
  readonly samples: number;
  /** Ids of metrics; all that apply when absent. */
  readonly metrics?: readonly string[];
  readonly primary: string;
  readonly baseline: string;
}

/** The form of a study that is there. */
export function formOf(study: StudySpec): StudyForm {
  const { title, axes, seeds, budget, evaluation, primary, baseline } = study;
  return {
    title,
    axes: axes.map(({ label, variants }) => ({ label, variants: variants.map(variantForm) })),
    seeds: seedText(seeds),
    budget,
    every: evaluation.every,
    dearEvery: evaluation.dearEvery ?? 0,
    samples: evaluation.samples,
    ...(evaluation.metrics && { metrics: evaluation.metrics }),
    primary,
    baseline,
  };
}

/** The form of a new study of a run: nothing is varied yet. */
export function formOfSpec(spec: RunSpec, name: string, primary: string): StudyForm {
  return {
    title: `Study of ${name}`,
    axes: [],
    seeds: '1-5',
    budget: { kind: 'steps', steps: spec.steps },
    every: spec.evaluation.every,
    dearEvery: spec.evaluation.dearEvery ?? 0,
    samples: spec.evaluation.samples,
    primary,
    baseline: '',
  };
}

export type FormResult =
  { readonly ok: true; readonly study: StudySpec } | { readonly ok: false; readonly message: string };

/** The study that a form describes, for the worker to check. */
export function studyOf(form: StudyForm, base: RunSpec): FormResult {
  const seeds = seedsIn(form.seeds);
  if (seeds === undefined) return { ok: false, message: 'Seeds are whole numbers and ranges, such as 1-5, 9.' };
  const axes: StudyAxis[] = [];
  for (const { label, variants } of form.axes) {
    const read: StudyVariant[] = [];
    for (const variant of variants) {
      const set = settingsIn(variant.settings);
      if (set === undefined) {
        return { ok: false, message: `${variant.label || label}: settings are lines such as options.loss = hinge.` };
      }
      read.push({ label: variant.label, set });
    }
    axes.push({ label, variants: read });
  }
  const labels = armLabels(form.axes);
  return {
    ok: true,
    study: {
      version: 1,
      title: form.title,
      base,
      axes,
      seeds,
      budget: form.budget,
      evaluation: {
        every: form.every,
        ...(form.dearEvery > 0 && { dearEvery: form.dearEvery }),
        samples: form.samples,
        ...(form.metrics && { metrics: form.metrics }),
      },
      primary: form.primary,
      baseline: labels.includes(form.baseline) ? form.baseline : labels[0]!,
    },
  };
}

/** Labels of the arms that axes make, as the worker names them. */
export function armLabels(
  axes: readonly { readonly variants: readonly { readonly label: string }[] }[],
): readonly string[] {
  if (axes.length === 0) return ['base'];
  return axes.reduce<readonly string[]>(
    (labels, { variants }) =>
      labels.flatMap((label) => variants.map((variant) => [label, variant.label.trim()].filter(Boolean).join(' · '))),
    [''],
  );
}

/** Numbers and ranges, each once, ascending as written; undefined for anything else. */
export function seedsIn(text: string): readonly number[] | undefined {
  const seeds = new Set<number>();
  for (const part of text.split(/[\s,;]+/).filter(Boolean)) {
    const match = /^(\d{1,10})(?:(?:-|\.\.)(\d{1,10}))?$/.exec(part);
    if (!match) return undefined;
    const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
    if (to < from || to - from >= mostSeeds || to > 0xffffffff) return undefined;
    for (let seed = from; seed <= to; seed++) seeds.add(seed);
  }
  return seeds.size > 0 && seeds.size <= mostSeeds ? [...seeds] : undefined;
}

const mostSeeds = 100;

/** Seeds as text: a run of consecutive ones as a range. */
function seedText(seeds: readonly number[]): string {
  const consecutive = seeds.every((seed, i) => i === 0 || seed === seeds[i - 1]! + 1);
  return consecutive && seeds.length > 2 ? `${seeds[0]}-${seeds.at(-1)}` : seeds.join(', ');
}

/** `path = value` lines; undefined where a line is none. */
function settingsIn(text: string): Readonly<Record<string, string>> | undefined {
  const set: Record<string, string> = {};
  for (const line of text
    .split('\n')
    .map((part) => part.trim())
    .filter(Boolean)) {
    const at = line.indexOf('=');
    const [path, value] = [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    if (at < 1 || path === '' || value === '') return undefined;
    set[path] = value;
  }
  return set;
}

function variantForm({ label, set }: StudyVariant): VariantForm {
  return {
    label,
    settings: Object.entries(set)
      .map(([path, value]) => `${path} = ${value}`)
      .join('\n'),
  };
}

/**
 * Seconds that a study would train, by the pace of the latest run of its method on its data; undefined where there is
 * none. Evaluations come on top.
 */
export function expectedSeconds(
  { base, budget }: Pick<StudySpec, 'base' | 'budget'>,
  cells: number,
  records: readonly RunRecord[],
): number | undefined {
  if (budget.kind === 'seconds') return cells * budget.seconds;
  const known = records
    .filter(
      ({ spec, step, trainedSeconds }) =>
        spec.method === base.method && spec.data.kind === base.data.kind && step > 0 && trainedSeconds > 0,
    )
    .sort((a, b) => b.updatedAt - a.updatedAt)[0];
  return known && (cells * budget.steps * known.trainedSeconds) / known.step;
}
