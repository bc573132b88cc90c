import type { Dataset } from '../../core/data/dataset.ts';
import { clusterAgreement } from '../measures/clustering.ts';
import type { ClusterAgreement } from '../measures/clustering.ts';
import { normalInterval } from '../measures/mean.ts';
import { bootstrapStandardError } from '../measures/resampling.ts';
import type { MetricValue } from '../metric.ts';
import type { Pace } from '../pace.ts';

/** Classes up to which clusters are looked for and matched with them. */
const mostClasses = 100;

/** Whether examples have classes that codes can be compared with. */
export function hasClasses({ classes }: Dataset): boolean {
  return classes >= 2 && classes <= mostClasses;
}

/** What clusters are called in front of their figures, and what a reader must know of them. */
interface ClusterWords {
  readonly title: string;
  readonly note: string;
}

/** Figures of how clusters agree with the true classes, with intervals by the bootstrap. */
export async function clusterFigures(
  prefix: string,
  clusters: Int32Array,
  labels: Int32Array,
  pace: Pace,
  { title, note }: ClusterWords,
): Promise<MetricValue[]> {
  const value = clusterAgreement(clusters, labels);
  const figure = async (
    id: string,
    label: string,
    name: keyof ClusterAgreement,
    scale: number,
    least: number,
  ): Promise<MetricValue> => {
    const error = await pace.run(
      bootstrapStandardError(prefix, labels.length, (rows) => clusterAgreement(clusters, labels, rows)[name]),
    );
    return {
      id: `${prefix}-${id}`,
      label: `${title}: ${label}`,
      value: scale * value[name],
      ...(scale === 100 && { unit: '%' }),
      better: 'higher',
      counts: { real: labels.length },
      bounds: { least, most: scale },
      interval: normalInterval(scale * value[name], scale * error, [least, scale]),
      note,
    };
  };
  return [
    await figure('accuracy', 'accuracy under the best matching', 'accuracy', 100, 0),
    await figure('nmi', 'normalised mutual information', 'normalisedMutualInformation', 1, 0),
    await figure('ari', 'adjusted Rand index', 'adjustedRandIndex', 1, -1),
  ];
}
