import { describe, expect, it } from 'vitest';
import { choice, integer } from './fields.ts';
import { parseValues } from './parse-values.ts';

const fields = {
  steps: integer({ label: 'Steps', help: 'How many.', default: 10, min: 1, max: 100 }),
  side: choice({
    label: 'Side',
    help: 'Which.',
    default: 'left',
    choices: { left: { label: 'Left', help: '' }, right: { label: 'Right', help: '' } },
  }),
};

describe('values of a table of fields', () => {
  it('have their defaults where nothing is given', () => {
    expect(parseValues(fields, {})).toEqual({ steps: 10, side: 'left' });
    expect(parseValues(fields, { side: 'right' })).toEqual({ steps: 10, side: 'right' });
  });

  it.each([
    [{ steps: 0 }, 'steps'],
    [{ steps: 1.5 }, 'steps'],
    [{ side: 'up' }, 'up'],
    [{ colour: 'red' }, 'colour'],
    [7, 'an object'],
  ])('are refused when they are %j, with the name of what is wrong', (input, name) => {
    expect(() => parseValues(fields, input)).toThrow(name);
  });
});
