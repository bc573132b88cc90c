import type { MetricValue } from '../../evaluation/metric.ts';
import type { RunEdit } from '../../core/spec/edits.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { StudyRun } from './study.ts';

export type { RunEdit };
export type RunId = string;

/** What a run is doing; only one tab holds a run, others see it as 'elsewhere' is true. */
export type RunState = 'idle' | 'starting' | 'training' | 'paused' | 'finished' | 'failed';

/** A run as the store keeps it. */
export interface RunRecord {
  readonly id: RunId;
  readonly name: string;
  readonly spec: RunSpec;
  /** Changes made while it trained, ascending steps; a resume from before one repeats it at its step. */
  readonly edits: readonly RunEdit[];
  /** SHA-256 of the canonical form of the spec, with the edits where there are any; hex. */
  readonly identity: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Set when deleted but still recoverable. */
  readonly deletedAt?: number;
  /** Completed steps at the last checkpoint. */
  readonly step: number;
  /** Seconds of training so far, all sessions together. */
  readonly trainedSeconds: number;
  /** Where it was forked from. */
  readonly parent?: { readonly runId: RunId; readonly step: number };
  /** The latest evaluation. */
  readonly evaluation?: {
    readonly step: number;
    readonly metrics: readonly MetricValue[];
    /** Seconds that each metric took when it was last measured, by its id. */
    readonly costs?: Readonly<Record<string, number>>;
    /** Part of the time since the run was last loaded that evaluations in mid-run took, 0 to 1. */
    readonly share?: number;
  };
  /** Steps at which training was resumed from a checkpoint. */
  readonly resumes: readonly number[];
  /** Set on a run of a study, which the list of runs leaves out. */
  readonly study?: StudyRun;
}

export interface CheckpointRecord {
  readonly runId: RunId;
  readonly step: number;
  readonly savedAt: number;
  readonly bytes: number;
  /** SHA-256 over every tensor in name order, hex. */
  readonly digest: string;
  readonly pinned: boolean;
}

/** One point of a run's curves. Names are `<player>/<part>`, e.g. `generator/loss`, or a metric's id. */
export interface MetricPoint {
  readonly step: number;
  /** Seconds of training at that step. */
  readonly seconds: number;
  readonly values: Readonly<Record<string, number>>;
}

/** A picture of a run at a step, drawn from latents that never change. */
export type Frame = PointsFrame | ImagesFrame;

export interface PointsFrame {
  readonly kind: 'points';
  readonly step: number;
  /** Half-width of the square that is shown. */
  readonly extent: number;
  /** Generated points `[n, 2]`. */
  readonly samples: Float32Array;
  /** Where the generator's loss pushes the first points: `[m, 2]` displacements, m <= n. */
  readonly arrows?: Float32Array;
  /** Critic values on a square grid, row-major from the bottom left. */
  readonly surface?: { readonly resolution: number; readonly values: Float32Array };
  /**
   * The generator's image of a regular grid over its first two latent dimensions, the others 0:
   * `[rows * columns, 2]`, row by row. The grid is even in probability, so that each cell holds as many samples.
   */
  readonly warp?: { readonly columns: number; readonly rows: number; readonly points: Float32Array };
  /** Norms of the critic's gradient by its input, at points between real and generated ones. */
  readonly gradientNorms?: Histogram;
  /** Every parameter of the critic's networks. */
  readonly weights?: Histogram;
  /** In nats, of the samples to the true density where that is known; see evaluation/measures/grid-divergence.ts. */
  readonly divergence?: Divergence;
}

/** Counts in bins of equal width from `from` to `to`; the last holds `to` too. Non-finite values are left out. */
export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly counts: Uint32Array;
}

/** Divergences in nats between the data (first) and what a model draws (second). */
export interface Divergence {
  /** KL(data, model): large where the model misses data. */
  readonly kl: number;
  /** KL(model, data): large where the model draws what the data does not have. */
  readonly reverseKl: number;
  /** Jensen-Shannon, 0 to log 2. */
  readonly js: number;
}

/** One move of one player within a training step in slow motion, with the state that it left. */
export interface Stage {
  /** Who moved; empty for the state before the step. */
  readonly player: string;
  /** Which of the step's moves it was, from 1; 0 for the state before the step. */
  readonly move: number;
  /** Moves of the whole step. */
  readonly moves: number;
  readonly frame: Frame;
}

export interface ImagesFrame {
  readonly kind: 'images';
  readonly step: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Samples, one after another, `[count, height, width, channels]`, 0 to 255. */
  readonly samples: Uint8Array;
  /** Held-out originals and what the model makes of them, `[count, ...]` each. */
  readonly reconstructions?: { readonly originals: Uint8Array; readonly outputs: Uint8Array };
  /** Decodings of a regular grid over a 2-D latent plane, `[side * side, ...]`. */
  readonly plane?: { readonly side: number; readonly images: Uint8Array };
}
