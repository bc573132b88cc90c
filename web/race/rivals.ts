import type { Catalogue } from '../../core/spec/catalogue.ts';
import { defaultsOf } from '../../core/spec/fields.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';

/** A run that differs from another in one choice alone. */
export interface Rival {
  readonly id: string;
  readonly label: string;
  /** What the choice is about, in plain words. */
  readonly help: string;
  readonly spec: RunSpec;
}

/** What runs of a race may differ in. */
export interface RivalGroup {
  readonly title: string;
  /** Dotted path of the setting that differs. */
  readonly path: string;
  /** The choice of the run itself. */
  readonly present: string;
  readonly rivals: readonly Rival[];
}

/** Choices of a method that decide what its players disagree about. */
const objectiveOptions = ['loss'];

/**
 * Every run that a run can be raced against: its objective or its update rule is another, and data, networks, seed,
 * optimisers and budget are the same.
 */
export function rivalsOf(
  spec: RunSpec,
  { methods, dynamics }: Pick<Catalogue, 'methods' | 'dynamics'>,
): readonly RivalGroup[] {
  const method = methods.find(({ id }) => id === spec.method);
  const objectives = objectiveOptions.flatMap((name): RivalGroup[] => {
    const field = method?.options[name];
    const present = spec.options[name];
    if (field?.kind !== 'choice' || typeof present !== 'string') return [];
    const rivals = Object.entries(field.choices).map(([id, { label, help }]) => ({
      id,
      label,
      help,
      spec: { ...spec, options: { ...spec.options, [name]: id } },
    }));
    return [{ title: 'Objective', path: `options.${name}`, present, rivals }];
  });
  const rules = Object.entries(dynamics).map(([kind, { label, help, fields }]) => ({
    id: kind,
    label,
    help,
    spec: {
      ...spec,
      dynamics: kind === spec.dynamics.kind ? spec.dynamics : { kind, ...defaultsOf(fields) },
    },
  }));
  return [...objectives, { title: 'Update rule', path: 'dynamics.kind', present: spec.dynamics.kind, rivals: rules }];
}
