import type { Rows } from '../linear-algebra/moments.ts';

/** Equal cells over a latent's range, as in the study of Locatello et al. 2019 (arXiv:1811.12359, appendix). */
const bins = 20;

/** Latents as cell numbers, `[count, dimension]`. A latent that never changes has one cell. */
export function discretised(latents: Rows, dimension: number): Int32Array {
  const least = new Float64Array(dimension).fill(Infinity);
  const most = new Float64Array(dimension).fill(-Infinity);
  latents.forEach((value, at) => {
    least[at % dimension] = Math.min(least[at % dimension]!, value);
    most[at % dimension] = Math.max(most[at % dimension]!, value);
  });
  return Int32Array.from(latents, (value, at) => {
    const [low, high] = [least[at % dimension]!, most[at % dimension]!];
    return high > low ? Math.min(Math.floor(((value - low) / (high - low)) * bins), bins - 1) : 0;
  });
}

/**
 * Mutual information gap (Chen et al. 2018, arXiv:1802.04942, equation 6): for each factor, how much more the most
 * informative latent knows of it than the second, over the factor's entropy; the mean over factors that vary. 1 when
 * each factor has a latent of its own that tells it all. By plug-in estimates on cells, in float64.
 *
 * @param cells `[count, dimension]` of `discretised`. @param factors values `[count, sizes.length]`, below the sizes.
 * @param rows The examples to count, each as often as it occurs; all of them when left out.
 * @throws RangeError where no factor varies.
 */
export function mutualInformationGap(
  cells: Int32Array,
  dimension: number,
  factors: Int32Array,
  sizes: readonly number[],
  rows?: ArrayLike<number>,
): number {
  const gaps: number[] = [];
  for (const [factor, size] of sizes.entries()) {
    const of = { factors, factor, stride: sizes.length, size };
    const information = Array.from({ length: dimension }, (_, unit) => informationOf(cells, unit, dimension, of, rows));
    const entropy = information[0]?.entropy ?? 0;
    if (entropy === 0) continue;
    const [first = 0, second = 0] = information.map(({ shared }) => shared).sort((a, b) => b - a);
    gaps.push((first - second) / entropy);
  }
  if (gaps.length === 0) throw new RangeError('No factor varies.');
  return gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
}

interface FactorColumn {
  readonly factors: Int32Array;
  readonly factor: number;
  readonly stride: number;
  readonly size: number;
}

/** Mutual information of a latent's cell and a factor, and the factor's entropy, in nats. */
function informationOf(
  cells: Int32Array,
  unit: number,
  dimension: number,
  { factors, factor, stride, size }: FactorColumn,
  rows: ArrayLike<number> | undefined,
): { shared: number; entropy: number } {
  const count = rows?.length ?? cells.length / dimension;
  const joint = new Float64Array(bins * size);
  for (let i = 0; i < count; i++) {
    const at = rows ? rows[i]! : i;
    joint[cells[at * dimension + unit]! * size + factors[at * stride + factor]!]!++;
  }
  const ofCell = new Float64Array(bins);
  const ofFactor = new Float64Array(size);
  joint.forEach((n, at) => {
    ofCell[Math.floor(at / size)]! += n;
    ofFactor[at % size]! += n;
  });
  const entropyOf = (counts: Float64Array): number =>
    counts.reduce((sum, n) => (n > 0 ? sum - (n / count) * Math.log(n / count) : sum), 0);
  const entropy = entropyOf(ofFactor);
  return { shared: Math.max(entropy + entropyOf(ofCell) - entropyOf(joint), 0), entropy };
}
