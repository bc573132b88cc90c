import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue, objectionsTo } from './catalogue.ts';
import { parseRunSpec } from './spec/parse.ts';

const cards = catalogue.objectives;

describe.each(cards.map((card) => [card.kind, card.id, card] as const))('the card of the %s %s', (_, id, card) => {
  it('has a run that can be trained as it is, on points where the method can', () => {
    expect(parseRunSpec(card.preset.spec, catalogue, objectionsTo)).toEqual({ ok: true, spec: card.preset.spec });
    expect(catalogue.presets.map((preset) => preset.id)).toContain(card.preset.base);
    const data = catalogue.datasets.find((dataset) => dataset.id === card.preset.spec.data.kind)!;
    if (card.kind !== 'method') expect(data.shape).toEqual([2]);
  });

  it('says the idea, when it fails, its formula and its paper', () => {
    expect(card.label).not.toBe('');
    expect(card.help).toMatch(/^[A-Z].{20,}[.]$/);
    expect(card.fails).toMatch(/^[A-Z].{20,}[.]$/);
    expect(card.formula).toMatch(/^[ -~]+$/);
    expect(card.paper.authors).not.toBe('');
    expect(card.paper.year).toBeGreaterThan(1950);
    expect(card.paper.reference).toMatch(/^(arXiv:\d{4}\.\d{4,5}|https:\/\/\S+)$/);
  });

  it('names the file that implements it', () => {
    expect(existsSync(card.source), card.source).toBe(true);
    expect(id).toMatch(/^[a-z0-9-]+$/i);
  });
});

describe('the cards', () => {
  it('have an id of their own within their kind', () => {
    const names = cards.map(({ kind, id }) => `${kind} ${id}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('show each objective at work with that objective', () => {
    for (const { kind, id, preset } of cards) {
      if (kind === 'objective') expect(preset.spec.options['loss']).toBe(id);
      if (kind === 'dynamics') expect(preset.spec.dynamics.kind).toBe(id);
      if (kind === 'method') expect(preset.spec.method).toBe(id);
    }
  });
});
