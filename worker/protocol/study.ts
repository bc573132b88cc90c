import type { Arm } from '../../core/spec/study-plan.ts';
import type { StudySpec } from '../../core/spec/study-spec.ts';
import type { CellResult } from '../../evaluation/study/cell-result.ts';
import type { ServiceError } from './errors.ts';
import type { RunId } from './records.ts';

export type StudyId = string;

/**
 * - `idle`: never started. `paused`: by a person, or by a fault that a person must see to.
 * - `waiting`: started, but another tab trains it, or nothing does at the moment.
 * - `finished`: every cell has a result.
 */
export type StudyState = 'idle' | 'waiting' | 'running' | 'paused' | 'finished';

/**
 * What stays of a run once its result is stored: all that was stored of it, its last checkpoint with its curves and its
 * last picture, or nothing but the result.
 */
export type KeptRuns = 'everything' | 'last-state' | 'result';

/** What the runs of a study take up on this device. */
export interface StudySpace {
  readonly runs: number;
  /** Of their checkpoints and pictures. */
  readonly bytes: number;
}

/** A study as the store keeps it. */
export interface StudyRecord {
  readonly id: StudyId;
  readonly study: StudySpec;
  /** SHA-256 of the study's canonical form, hex. */
  readonly identity: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Keys of the cells in the order in which they are to be run. */
  readonly order: readonly string[];
  /** Keys of the cells that this device is to run; all of them when absent. The others come by `importResults`. */
  readonly only?: readonly string[];
  /** Keys of the cells that have a result. */
  readonly done: readonly string[];
  /** Whether it is to be trained: set by `startStudy`, kept over the end of the app, cleared by `pauseStudy`. */
  readonly wanted: boolean;
  /** Whether it was ever started. */
  readonly begun: boolean;
  readonly kept: KeptRuns;
}

/** A row of the table of studies. */
export interface StudyRow {
  readonly record: StudyRecord;
  readonly state: StudyState;
  readonly cells: number;
}

/** What a run of a study is for, in its record. */
export interface StudyRun {
  readonly id: StudyId;
  /** The cell's key. */
  readonly key: string;
  /** Ids of the metrics that the study asks for; all that apply when absent. */
  readonly metrics?: readonly string[];
  /** Seconds of training after which the run is over. */
  readonly seconds?: number;
}

export type CellState = 'waiting' | 'training' | 'paused' | 'finished' | 'diverged';

/** One cell as it stands. */
export interface CellRow {
  readonly key: string;
  /** Index of its arm. */
  readonly arm: number;
  readonly label: string;
  readonly seed: number;
  /** The run's identity. */
  readonly identity: string;
  readonly state: CellState;
  readonly step: number;
  readonly steps: number;
  /** What part of it is done, 0 to 1: of its steps, or of its time. */
  readonly part: number;
  /** Its run on this device: absent before its first step, and for an imported result. */
  readonly runId?: RunId;
}

/** All that a screen needs to show a study. */
export interface OpenStudy {
  readonly record: StudyRecord;
  readonly state: StudyState;
  readonly arms: readonly Arm[];
  /** In the order in which they are to be run. */
  readonly cells: readonly CellRow[];
  /** In the order of the study's plan. */
  readonly results: readonly CellResult[];
}

/** What a study would be, before it is stored. */
export interface CheckedStudy {
  readonly study: StudySpec;
  readonly identity: string;
  readonly arms: readonly Arm[];
  readonly cells: number;
}

/** Where a study stands; sent when that changes and, while a cell trains, along with its progress. */
export interface StudyEvent {
  readonly type: 'study';
  readonly studyId: StudyId;
  readonly state: StudyState;
  readonly done: number;
  readonly cells: number;
  /** The cell that is being trained. */
  readonly key?: string;
  readonly runId?: RunId;
  readonly step?: number;
  readonly steps?: number;
  /** What part of that cell is done, 0 to 1. */
  readonly part?: number;
  /** Seconds of training that are left of the whole study, guessed from the cells so far. */
  readonly eta?: number;
  /** Why it was paused, if not by a person. */
  readonly error?: ServiceError;
}

/** A report as a file to keep. */
export interface ReportFile {
  readonly name: string;
  /** MIME type. */
  readonly type: string;
  readonly text: string;
}
