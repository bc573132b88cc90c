import { number } from '../../../core/spec/fields.ts';
import type { Fields, NumberField, Values } from '../../../core/spec/fields.ts';
import type { LineDensity } from '../../../core/theory/line-density.ts';

const mean = (label: string, value: number): NumberField =>
  number({ label, help: 'Where the bump is on the line.', default: value, min: -6, max: 6 });
const std = (label: string, value: number): NumberField =>
  number({ label, help: 'How wide the bump is.', default: value, min: 0.1, max: 5, scale: 'log' });

/** Two densities on a line. The names are those of the experiment that trains a discriminator on them. */
export const densityFields: Fields = {
  dataMean: mean('Mean of the data', 1.5),
  dataStd: std('Width of the data', 1),
  secondShare: number({
    label: 'Share of a second bump',
    help: 'How much of the data is in a second bump. 0 leaves one.',
    default: 0.4,
    min: 0,
    max: 0.95,
  }),
  secondMean: mean('Mean of the second bump', -2),
  secondStd: std('Width of the second bump', 0.5),
  sampleMean: mean('Mean of the samples', 0),
  sampleStd: std('Width of the samples', 1.2),
};

/** The density of the data: one bump or two. */
export function dataOf(values: Values): LineDensity {
  const share = Number(values['secondShare']);
  const first = { weight: 1 - share, mean: Number(values['dataMean']), std: Number(values['dataStd']) };
  const second = { weight: share, mean: Number(values['secondMean']), std: Number(values['secondStd']) };
  return { components: share > 0 ? [first, second] : [first] };
}

/** The density of the samples. */
export function samplesOf(values: Values): LineDensity {
  return { components: [{ weight: 1, mean: Number(values['sampleMean']), std: Number(values['sampleStd']) }] };
}

/** Positions of a curve that shows all of the densities: `count` of them, four widths around each bump. */
export function positionsOf(densities: readonly LineDensity[], count = 241): Float64Array {
  const components = densities.flatMap((density) => density.components);
  const from = Math.min(...components.map((bump) => bump.mean - 4 * bump.std));
  const to = Math.max(...components.map((bump) => bump.mean + 4 * bump.std));
  return Float64Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}
