import { number } from '../spec/fields.ts';
import type { NumberField, Values } from '../spec/fields.ts';
import { numberOf } from '../spec/values.ts';
import { gaussian } from './line-density.ts';
import type { LineDensity } from './line-density.ts';

type Name = 'dataMean' | 'dataStd' | 'secondShare' | 'secondMean' | 'secondStd' | 'sampleMean' | 'sampleStd';

const mean = (label: string, value: number): NumberField =>
  number({ label, help: 'Where the bump is on the line.', default: value, min: -6, max: 6 });
const std = (label: string, value: number): NumberField =>
  number({ label, help: 'How wide the bump is.', default: value, min: 0.1, max: 5, scale: 'log' });

/** Two densities on a line, data of one bump or two and samples of one: of the experiment, and of the page that makes it. */
export const lineDensityFields = (defaults: Readonly<Record<Name, number>>): Readonly<Record<Name, NumberField>> => ({
  dataMean: mean('Mean of the data', defaults.dataMean),
  dataStd: std('Width of the data', defaults.dataStd),
  secondShare: number({
    label: 'Share of a second bump',
    help: 'How much of the data is in a second bump. 0 leaves one.',
    default: defaults.secondShare,
    min: 0,
    max: 0.95,
  }),
  secondMean: mean('Mean of the second bump', defaults.secondMean),
  secondStd: std('Width of the second bump', defaults.secondStd),
  sampleMean: mean('Mean of the samples', defaults.sampleMean),
  sampleStd: std('Width of the samples', defaults.sampleStd),
});

/** The density of the data: one bump or two. */
export function dataOf(values: Values): LineDensity {
  const share = numberOf(values, 'secondShare');
  const first = { weight: 1 - share, mean: numberOf(values, 'dataMean'), std: numberOf(values, 'dataStd') };
  const second = { weight: share, mean: numberOf(values, 'secondMean'), std: numberOf(values, 'secondStd') };
  return { components: share > 0 ? [first, second] : [first] };
}

/** The density of the samples. */
export const samplesOf = (values: Values): LineDensity =>
  gaussian(numberOf(values, 'sampleMean'), numberOf(values, 'sampleStd'));

/** Positions of a curve that shows all of the densities: `count` of them, four widths around each bump. */
export function positionsOf(densities: readonly LineDensity[], count = 241): Float64Array {
  const components = densities.flatMap((density) => density.components);
  const from = Math.min(...components.map((bump) => bump.mean - 4 * bump.std));
  const to = Math.max(...components.map((bump) => bump.mean + 4 * bump.std));
  return Float64Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}
