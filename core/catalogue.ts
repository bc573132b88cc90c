import { objectiveCards } from './cards.ts';
import { augmentations } from './data/augment/registry.ts';
import { datasets, importedKind } from './data/catalogue.ts';
import { methodCards, methodOf } from './methods/registry.ts';
import { architectures } from './networks/architectures/registry.ts';
import { presetsOf } from './presets.ts';
import type { Catalogue, Objection } from './spec/catalogue.ts';
import { datasetCardOf } from './spec/dataset-card.ts';
import type { Variant, Variants } from './spec/fields.ts';
import type { RunSpec } from './spec/run-spec.ts';
import { dynamics } from './training/dynamics/registry.ts';
import { optimisers } from './training/optimisers/registry.ts';

const described = (variants: Readonly<Record<string, Variant>>): Variants =>
  Object.fromEntries(Object.entries(variants).map(([id, { label, help, fields }]) => [id, { label, help, fields }]));

const choices: Omit<Catalogue, 'presets' | 'objectives'> = {
  methods: methodCards,
  datasets,
  imported: importedKind,
  augmentations: augmentations.map(({ card }) => card),
  architectures: architectures.map(({ id, label, help, fields, dataRanks }) => ({
    id,
    label,
    help,
    fields,
    dataRanks,
  })),
  optimisers: described(optimisers),
  dynamics: described(dynamics),
};

const presets = presetsOf({ ...choices, presets: [], objectives: [] });

/** Everything that this version of the lab can train. */
export const catalogue: Catalogue = { ...choices, presets, objectives: objectiveCards(presets) };

/** What the spec's own method and dynamics have against it, and networks that cannot join the shapes it gives them. */
export function objectionsTo(spec: RunSpec): readonly Objection[] {
  const data = datasetCardOf(catalogue, spec.data);
  if (data === undefined) throw new Error(`no dataset is called ${spec.data.kind}`);
  const method = methodOf(spec.method);
  const objections = method.objections(spec, data);
  if (objections.length > 0) return objections;
  try {
    // A game only declares: building one makes no tensor.
    const { players } = method.build(spec, data);
    const message = dynamics[spec.dynamics.kind]!.objection?.(players);
    return message === undefined ? [] : [{ path: 'dynamics.kind', message }];
  } catch (error) {
    return [{ path: 'networks', message: error instanceof Error ? error.message : String(error) }];
  }
}
