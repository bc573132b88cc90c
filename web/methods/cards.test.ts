import { describe, expect, it } from 'vitest';
import { catalogue, objectionsTo } from '../../core/catalogue.ts';
import { encodeLink, decodeLink } from '../../core/spec/link.ts';
import { parseRunSpec } from '../../core/spec/parse.ts';
import type { ObjectiveCard } from '../../core/spec/catalogue.ts';
import { sources } from '../source/sources.ts';
import { cardKinds, cardOf, cardsOfSpec, keyOf, matches } from './cards.ts';

const cards = catalogue.objectives;

describe('every card of the catalogue', () => {
  it.each(cards.map((card) => [`${card.kind} ${card.id}`, card] as const))('%s', (_, card) => {
    expect(cardOf(keyOf(card, cards), cards)).toBe(card);
    expect(matches(card, `${card.label} ${card.paper.year} ${cardKinds[card.kind][0]}`)).toBe(true);
    for (const text of [card.help, card.fails, card.paper.authors]) expect(text).not.toBe('');
    // Its link to the code leads somewhere, and its run is one that the lab accepts.
    expect(Object.keys(sources)).toContain(card.source);
    const parsed = parseRunSpec(decodeLink(encodeLink(card.preset.spec)), catalogue);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    expect(objectionsTo(parsed.spec)).toEqual([]);
    expect(cardsOfSpec(parsed.spec, catalogue)).toContain(card);
  });

  it('has a preset that shows nothing else of its kind', () => {
    for (const card of cards.filter(({ kind }) => kind !== 'regulariser')) {
      const shown = cardsOfSpec(card.preset.spec, catalogue).filter(({ kind }) => kind === card.kind);
      expect(shown, card.id).toEqual([card]);
    }
  });
});

describe('keyOf', () => {
  it('puts the kind before an id that an earlier card of another kind has', () => {
    const [first] = cards;
    const twins = [first!, { ...first!, kind: 'dynamics' }] as const satisfies readonly ObjectiveCard[];
    expect(twins.map((card) => keyOf(card, twins))).toEqual([first!.id, `dynamics.${first!.id}`]);
    expect(twins.map((card) => cardOf(keyOf(card, twins), twins))).toEqual(twins);
    expect(cardOf('nothing', twins)).toBeUndefined();
  });
});

describe('matches', () => {
  it('wants every word, in any order and case', () => {
    const card = cards.find(({ id }) => id === 'least-squares')!;
    expect(matches(card, '  SQUARES least ')).toBe(true);
    expect(matches(card, 'least wasserstein')).toBe(false);
    expect(matches(card, '')).toBe(true);
  });
});
