import { describe, expect, it } from 'vitest';
import { datasets } from './catalogue.ts';

describe('the dataset catalogue', () => {
  it('is plain data that survives a message to another thread', () => {
    expect(structuredClone(datasets)).toEqual(datasets);
  });

  it('has distinct ids and defaults inside their bounds', () => {
    expect(new Set(datasets.map(({ id }) => id)).size).toBe(datasets.length);
    for (const { id, fields } of datasets) {
      for (const [name, field] of Object.entries(fields)) {
        if (field.kind !== 'number') continue;
        expect(field.default, `${id}.${name}`).toBeGreaterThanOrEqual(field.min);
        expect(field.default, `${id}.${name}`).toBeLessThanOrEqual(field.max);
      }
    }
  });
});
