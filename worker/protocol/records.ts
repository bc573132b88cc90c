import type { MetricValue } from '../../evaluation/metric.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';

export type RunId = string;

/** What a run is doing; only one tab holds a run, others see it as 'elsewhere' is true. */
export type RunState = 'idle' | 'starting' | 'training' | 'paused' | 'finished' | 'failed';

/** A run as the store keeps it. */
export interface RunRecord {
  readonly id: RunId;
  readonly name: string;
  readonly spec: RunSpec;
  /** SHA-256 of the spec's canonical form, hex. */
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
  readonly evaluation?: { readonly step: number; readonly metrics: readonly MetricValue[] };
  /** Steps at which training was resumed from a checkpoint. */
  readonly resumes: readonly number[];
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
