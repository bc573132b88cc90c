import { describe, expect, it } from 'vitest';
import { UsageError } from '../lab/arguments.ts';
import { parseBenchArguments, usage } from './arguments.ts';
import { benchmarkNames, quickNames, ringStep } from './plan.ts';

describe('the arguments of the benchmark', () => {
  it('ask for everything when there are none', () => {
    const nothing = { threads: undefined, quick: false, evaluation: false, gpu: false, json: undefined, help: false };
    expect(parseBenchArguments([])).toEqual({ ...nothing, steps: benchmarkNames });
  });

  it('name steps, the toy ring without its comma', () => {
    expect(parseBenchArguments(['--steps', 'dcgan28, toy-ring']).steps).toEqual(['dcgan28', ringStep]);
  });

  it('ask for little with --quick unless steps are named', () => {
    expect(parseBenchArguments(['--quick']).steps).toEqual(quickNames);
    expect(parseBenchArguments(['--quick', '--steps', 'unet64']).steps).toEqual(['unet64']);
  });

  it('are read as they are meant', () => {
    const given = parseBenchArguments(['--json', 'a.json', '--gpu', '--evaluation', '--threads', '4']);
    expect(given).toMatchObject({ json: 'a.json', gpu: true, evaluation: true, threads: 4 });
  });

  it.each([
    [['--steps', 'resnet'], 'There is no step resnet'],
    [['--threads', '0'], '--threads takes a whole number from 1'],
    [['--threads', 'two'], '--threads takes a whole number from 1'],
    [['--speed'], "Unknown option '--speed'"],
    [['dcgan28'], 'dcgan28'],
  ])('%j are refused with a reason', (args, reason) => {
    expect(() => parseBenchArguments(args)).toThrow(UsageError);
    expect(() => parseBenchArguments(args)).toThrow(reason);
  });

  it('are all in the usage', () => {
    for (const name of ['--steps', '--threads', '--quick', '--gpu', '--evaluation', '--json', 'toy-ring', 'unet64']) {
      expect(usage).toContain(name);
    }
  });
});
