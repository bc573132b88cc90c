import { assignPath, type SpecDraft } from './assign.ts';
import { identityOf } from './identity.ts';
import { SpecError, type SpecIssue } from './issues.ts';
import { parseRunSpec } from './parse.ts';
import type { RunSpec } from './run-spec.ts';
import type { StudySpec, StudyTools, StudyVariant } from './study-spec.ts';

/** One combination of variants. Exactly one of `spec` and `refused` is there. */
export interface Arm {
  readonly index: number;
  /** The variants' labels, joined: `hinge · R1`. */
  readonly label: string;
  /** What it changes of the base: dotted paths to values as `assignPath` reads them. */
  readonly settings: Readonly<Record<string, string>>;
  /** The complete spec, with the study's first seed. */
  readonly spec?: RunSpec;
  /** Why it can't be run. */
  readonly refused?: string;
}

/** One run of a study. */
export interface Cell {
  /** `<arm's index>-<seed>`. */
  readonly key: string;
  /** Index of its arm. */
  readonly arm: number;
  readonly label: string;
  readonly seed: number;
  readonly spec: RunSpec;
  /** The run's identity. */
  readonly identity: string;
}

/** Label of the only arm of a study without axes. */
const baseLabel = 'base';

/** Every combination of one variant from each axis, the last axis varying fastest. */
export function armsOf(study: StudySpec, tools: StudyTools): readonly Arm[] {
  let combinations: readonly (readonly StudyVariant[])[] = [[]];
  for (const { variants } of study.axes) {
    combinations = combinations.flatMap((chosen) => variants.map((variant) => [...chosen, variant]));
  }
  return combinations.map((variants, index) => {
    const label = variants.map((variant) => variant.label).join(' · ') || baseLabel;
    const settings = Object.assign({}, ...variants.map(({ set }) => set)) as Record<string, string>;
    return { index, label, settings, ...specOf(study.base, settings, tools) };
  });
}

/** The runs of a study, seeds outside and arms inside, so that a study that is half done is balanced. */
export async function cellsOf(study: StudySpec, tools: StudyTools): Promise<readonly Cell[]> {
  const arms = armsOf(study, tools);
  const cells = study.seeds.flatMap((seed) =>
    arms.flatMap(({ index, label, spec }) =>
      spec ? [{ key: `${index}-${seed}`, arm: index, label, seed, spec: { ...spec, seed } }] : [],
    ),
  );
  return Promise.all(cells.map(async (cell) => ({ ...cell, identity: await identityOf(cell.spec) })));
}

function specOf(
  base: RunSpec,
  settings: Readonly<Record<string, string>>,
  { catalogue, objections }: StudyTools,
): { readonly spec: RunSpec } | { readonly refused: string } {
  try {
    const parsed = parseRunSpec(assignAll(base, settings), catalogue, objections);
    return parsed.ok ? { spec: parsed.spec } : { refused: sentence(parsed.issues) };
  } catch (error) {
    if (error instanceof SpecError) return { refused: sentence(error.issues) };
    throw error;
  }
}

const sentence = (issues: readonly SpecIssue[]): string =>
  issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');

/** Assigns settings in an order in which they can be: a method or a kind before what depends on it. */
function assignAll(base: RunSpec, settings: Readonly<Record<string, string>>): SpecDraft {
  const rank = (path: string): string => (path === 'method' ? '' : path.replace(/\.kind$/, ''));
  const paths = Object.keys(settings).sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
  return paths.reduce<SpecDraft>(
    (draft, path) => assignPath(draft, path, settings[path]!),
    base as unknown as SpecDraft,
  );
}
