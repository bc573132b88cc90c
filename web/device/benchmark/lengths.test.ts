import { expect, it } from 'vitest';
import { benchmarkSteps } from '../../../core/benchmark/games/registry.ts';
import { objectives } from '../../../core/benchmark/games/gan-steps.ts';
import { kernelCases } from '../../../core/benchmark/kernel-cases.ts';
import { lengths } from './lengths.ts';

it('asks for kernels and steps that there are, and for every objective', () => {
  const { kernels, steps } = lengths.short;
  expect(kernelCases.map(({ name }) => name)).toEqual(expect.arrayContaining([...kernels]));
  expect([...benchmarkSteps.keys()]).toEqual(expect.arrayContaining([...steps]));
  const small = Object.keys(objectives).map((objective) => `toy ring, ${objective}`);
  expect(steps).toEqual(expect.arrayContaining(small));
});
