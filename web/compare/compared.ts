import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { MetricValue } from '../../evaluation/metric.ts';
import type { CellSamples } from '../../evaluation/study/cell-result.ts';
import type { MetricPoint } from '../../worker/protocol/records.ts';

/** One of the things that are compared: a run, or an arm of a study or one seed of it. */
export interface Compared {
  /** As it stands in the address. */
  readonly key: string;
  readonly label: string;
  /** Where it can be looked at by itself. */
  readonly href: string;
  readonly spec: RunSpec;
  /** Step of the figures. */
  readonly measuredAt?: number;
  readonly figures: readonly MetricValue[];
  readonly points: readonly MetricPoint[];
  /** Seeds of an arm of a study. */
  readonly seeds?: number;
  /** A picture of an arm; a run draws its own. */
  readonly samples?: CellSamples;
}
