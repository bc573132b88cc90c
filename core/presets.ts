import { autoencoders } from './presets/autoencoders.ts';
import type { PresetDeclaration } from './presets/declaration.ts';
import { firstRuns } from './presets/first-runs.ts';
import { knownCauses } from './presets/known-causes.ts';
import { labelled } from './presets/labelled.ts';
import { modeCollapse } from './presets/mode-collapse.ts';
import { objectives } from './presets/objectives.ts';
import { regularised } from './presets/regularised.ts';
import type { Catalogue, Preset } from './spec/catalogue.ts';
import { defaultSpec } from './spec/defaults.ts';

/** Presets by what they show, in the order in which they are offered. */
const themes: readonly (readonly [string, readonly PresetDeclaration[]])[] = [
  ['First runs', firstRuns],
  ['Mode collapse and its cures', modeCollapse],
  ['Regularisers and dynamics', regularised],
  ['Other divergences', objectives],
  ['Autoencoders as discriminators', autoencoders],
  ['Told the class', labelled],
  ['Images of known make', knownCauses],
];

/** Presets as complete specs: a method's defaults for the dataset, with the preset's changes. */
export function presetsOf(catalogue: Catalogue): readonly Preset[] {
  return themes.flatMap(([theme, declarations]) =>
    declarations.map(({ id, title, summary, method, dataset, changes }) => {
      const base = defaultSpec(catalogue, method, dataset);
      return {
        id,
        title,
        summary,
        theme,
        spec: {
          ...base,
          ...changes,
          options: { ...base.options, ...changes.options },
          networks: { ...base.networks, ...changes.networks },
          optimisers: { ...base.optimisers, ...changes.optimisers },
        },
      };
    }),
  );
}
