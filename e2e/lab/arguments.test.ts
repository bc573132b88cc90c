import { describe, expect, it } from 'vitest';
import { parseArguments, UsageError } from './arguments.ts';

describe('the terminal’s arguments', () => {
  it('reads a whole train command', () => {
    const parsed = parseArguments(
      'train gan-ring --set options.loss=minimax --set batch=64 --steps 10 --seed 3 --backend wasm --out o --json j --resume'.split(
        ' ',
      ),
    );
    expect(parsed).toEqual({
      command: 'train',
      target: 'gan-ring',
      targets: ['gan-ring'],
      set: ['options.loss=minimax', 'batch=64'],
      steps: 10,
      seed: 3,
      samples: undefined,
      metrics: undefined,
      importance: undefined,
      backend: 'wasm',
      out: 'o',
      json: 'j',
      resume: true,
      shard: undefined,
    });
  });

  it('reads a part of a study, and several folders to merge', () => {
    expect(parseArguments(['study', 's.json', '--shard', '2/3']).shard).toEqual({ part: 2, parts: 3 });
    expect(parseArguments(['merge', 'a', 'b', 'c']).targets).toEqual(['a', 'b', 'c']);
  });

  it('reads which metrics, and how many draws', () => {
    const parsed = parseArguments(['evaluate', 'a', '--metrics', 'elbo, importance-bound', '--importance', '5000']);
    expect(parsed).toMatchObject({ metrics: ['elbo', 'importance-bound'], importance: 5000 });
  });

  it.each([
    ['--importance', '0'],
    ['--steps', 'many'],
    ['--steps', '-1'],
    ['--seed', '1.5'],
    ['--backend', 'cuda'],
    ['--colour', 'red'],
    ['extra', 'words'],
    ['--shard', '0/2'],
    ['--shard', '3/2'],
    ['--shard', '1'],
  ])('refuses %s %s', (...args) => {
    expect(() => parseArguments(['train', 'gan-ring', ...args])).toThrow(UsageError);
  });
});
