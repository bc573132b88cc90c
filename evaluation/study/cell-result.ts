import type { Arithmetic } from '../../core/spec/run-spec.ts';
import type { MetricValue } from '../metric.ts';

/** Figures of one evaluation while a cell was trained. */
export interface CurvePoint {
  readonly step: number;
  readonly values: Readonly<Record<string, number>>;
}

/** What numbers depend on besides the spec. */
export interface CellEnvironment {
  readonly backend: 'wasm' | 'webgpu' | 'cpu';
  readonly arithmetic: Arithmetic;
  /** Where numbers differ between devices: which one it was. Absent on WASM in reproducible arithmetic. */
  readonly device?: string;
}

/** What a clock said of a cell. No two runs agree in it, so no table holds it. */
export interface CellClock {
  /** Seconds of training. */
  readonly seconds: number;
  /** Seconds of training at each point of the curve. */
  readonly curve: readonly number[];
  /** The browser, as it names itself, and its processors. */
  readonly machine: string;
}

/** A picture of a cell's samples, from latents that are the same in every cell of a seed. */
export interface CellSamples {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Base64. */
  readonly png: string;
}

/** What came of one run of a study. All of it but `clock` is a function of the run's identity and its environment. */
export interface CellResult {
  /** `<arm's index>-<seed>`. */
  readonly key: string;
  /** Label of its arm. */
  readonly arm: string;
  readonly seed: number;
  /** The run's identity. */
  readonly identity: string;
  /** `diverged`: a loss or gradient stopped being a finite number, and the run ended there. */
  readonly outcome: 'finished' | 'diverged';
  /** Steps made; of a diverged run the step that could not be made, counted from 1. */
  readonly step: number;
  /** What became non-finite. */
  readonly reason?: string;
  /** SHA-256 over every parameter and slot in name order, of the last good state; hex. */
  readonly digest: string;
  /** Figures at the end; none of a diverged run. */
  readonly metrics: readonly MetricValue[];
  /** Figures on the way, ascending steps. */
  readonly curve: readonly CurvePoint[];
  readonly samples?: CellSamples;
  readonly environment: CellEnvironment;
  readonly clock: CellClock;
}
