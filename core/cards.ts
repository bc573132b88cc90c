import { methodCards } from './methods/registry.ts';
import { adversarialLosses } from './objectives/adversarial/registry.ts';
import { regularisers } from './objectives/regularisers/registry.ts';
import type { CardText, ObjectiveCard, Preset } from './spec/catalogue.ts';
import { defaultsOf } from './spec/fields.ts';
import type { RunSpec } from './spec/run-spec.ts';
import { dynamics } from './training/dynamics/registry.ts';

/** What a card's run changes of the preset it starts from; parts that are objects are merged. */
interface Show {
  readonly base: string;
  readonly options?: RunSpec['options'];
  readonly dynamics?: RunSpec['dynamics'];
  readonly optimisers?: RunSpec['optimisers'];
}

const show = (card: CardText, kind: ObjectiveCard['kind'], shown: Show, presets: readonly Preset[]): ObjectiveCard => {
  const base = presets.find(({ id }) => id === shown.base);
  if (base === undefined) throw new Error(`no preset is called ${shown.base}`);
  const { id, label, help, fails, formula, paper, source } = card;
  const spec: RunSpec = {
    ...base.spec,
    options: { ...base.spec.options, ...shown.options },
    dynamics: shown.dynamics ?? base.spec.dynamics,
    optimisers: { ...base.spec.optimisers, ...shown.optimisers },
  };
  return { kind, id, label, help, fails, formula, paper, source, preset: { base: shown.base, spec } };
};

/** An objective starts from the ring of eight; a critic that must be Lipschitz from the preset that keeps it so. */
const showObjective = (id: keyof typeof adversarialLosses): Show => ({
  base: adversarialLosses[id].needsLipschitz ? 'wgan-gp-grid' : 'gan-ring',
  options: { loss: id },
});

/** Presets of methods that need another than the first of theirs. */
const methodPreset: Readonly<Record<string, string>> = { gan: 'gan-ring' };

/** Every card, in the order of its registry. */
export function objectiveCards(presets: readonly Preset[]): readonly ObjectiveCard[] {
  const ids = Object.keys(adversarialLosses) as (keyof typeof adversarialLosses)[];
  return [
    ...ids.map((id) => show(adversarialLosses[id], 'objective', showObjective(id), presets)),
    ...regularisers.map((card) => show(card, 'regulariser', card.shown, presets)),
    ...Object.entries(dynamics).flatMap(([id, { label, help, fields, card }]) =>
      card === undefined
        ? []
        : [
            show(
              { ...card, id, label, help },
              'dynamics',
              { base: 'gan-ring', dynamics: { kind: id, ...defaultsOf(fields) } },
              presets,
            ),
          ],
    ),
    ...methodCards.map(({ id, title, summary, fails, formula, paper }) =>
      show(
        { id, label: title, help: summary, fails, formula, paper, source: `core/methods/${id}.ts` },
        'method',
        { base: methodPreset[id] ?? presets.find(({ spec }) => spec.method === id)!.id },
        presets,
      ),
    ),
  ];
}
