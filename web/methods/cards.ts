import type { Catalogue, ObjectiveCard } from '../../core/spec/catalogue.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';

export type CardKind = ObjectiveCard['kind'];

/** The kinds in the order of the screen, with their names for one card and for many. */
export const cardKinds: Readonly<Record<CardKind, readonly [one: string, many: string]>> = {
  objective: ['Objective', 'Objectives'],
  regulariser: ['Regulariser', 'Regularisers'],
  dynamics: ['Dynamics', 'Dynamics'],
  method: ['Method', 'Methods'],
};

/** What a link calls a card: its id, with its kind before it where cards of two kinds share the id. */
export function keyOf(card: ObjectiveCard, cards: readonly ObjectiveCard[]): string {
  const first = cards.find(({ id }) => id === card.id);
  return first === undefined || first === card || first.kind === card.kind ? card.id : `${card.kind}.${card.id}`;
}

/** The card that a link means. */
export function cardOf(key: string, cards: readonly ObjectiveCard[]): ObjectiveCard | undefined {
  return cards.find(({ id }) => id === key) ?? cards.find(({ kind, id }) => `${kind}.${id}` === key);
}

/** Whether every word of a search is somewhere in a card's texts. */
export function matches(card: ObjectiveCard, search: string): boolean {
  const { id, label, help, fails, paper, kind } = card;
  const text = [id, label, help, fails, paper.title, paper.authors, paper.year, ...cardKinds[kind]]
    .join(' ')
    .toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The cards of what a run uses: its method, its objective, its regularisers and its dynamics. */
export function cardsOfSpec(
  spec: RunSpec,
  { objectives, methods }: Pick<Catalogue, 'objectives' | 'methods'>,
): readonly ObjectiveCard[] {
  const options = methods.find(({ id }) => id === spec.method)?.options;
  return objectives.filter(({ kind, id }) => {
    switch (kind) {
      case 'method':
        return id === spec.method;
      case 'objective':
        return id === spec.options['loss'];
      case 'dynamics':
        return id === spec.dynamics.kind;
      case 'regulariser': {
        const name = camelCase(id);
        const value = spec.options[name];
        const field = options?.[name];
        // A number is off at its least: a weight of 0, a pack of 1.
        if (field?.kind === 'number' || field?.kind === 'scheduled') return value !== field.min;
        return value !== undefined && value !== false && value !== 'none';
      }
    }
  });
}

/** A card's id as the name of the option that turns it on. */
const camelCase = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
