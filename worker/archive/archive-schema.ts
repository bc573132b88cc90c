import * as v from 'valibot';
import { metricGroups } from '../../evaluation/metric.ts';
import { unwritableNumbers } from './json-text.ts';

export const archiveFormat = 'latent-lab-run';
/** Raised when older apps could not read what newer ones write; archives of every earlier version are read. */
export const archiveVersion = 2;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const length = v.pipe(count, v.minValue(1), v.maxValue(65_535));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const time = v.pipe(v.number(), v.finite(), v.minValue(0));
/** Any number, those that JSON cannot hold as text. */
const anyNumber = v.union([v.number(), v.pipe(v.picklist(unwritableNumbers), v.transform(Number))]);
const text = v.pipe(v.string(), v.maxLength(10_000));

export const manifestSchema = v.strictObject({
  format: v.literal(archiveFormat),
  version: v.pipe(count, v.minValue(1), v.maxValue(archiveVersion)),
  /** Version of the app that wrote it. */
  app: text,
  /** SHA-256 of spec.json; of the canonical form of spec and edits where there are edits. */
  identity: sha256,
  entries: v.record(v.string(), v.strictObject({ bytes: count, sha256 })),
});

const metricValue = v.strictObject({
  id: text,
  label: text,
  value: anyNumber,
  unit: v.exactOptional(text),
  group: v.exactOptional(v.picklist(metricGroups)),
  better: v.picklist(['lower', 'higher', 'none']),
  bounds: v.exactOptional(v.strictObject({ least: v.exactOptional(v.number()), most: v.exactOptional(v.number()) })),
  counts: v.strictObject({ generated: v.exactOptional(count), real: v.exactOptional(count) }),
  floor: v.exactOptional(anyNumber),
  interval: v.exactOptional(v.strictTuple([anyNumber, anyNumber])),
  extractor: v.exactOptional(v.strictObject({ id: text, sha256: text })),
  note: v.exactOptional(text),
});

/** Checked further as part of the spec that it makes. */
const editSchema = v.strictObject({
  step: count,
  changes: v.strictObject({ optimisers: v.exactOptional(v.unknown()), dynamics: v.exactOptional(v.unknown()) }),
});

export const runSchema = v.strictObject({
  id: text,
  name: text,
  createdAt: time,
  updatedAt: time,
  step: count,
  trainedSeconds: time,
  resumes: v.array(count),
  edits: v.exactOptional(v.array(editSchema)),
  parent: v.exactOptional(v.strictObject({ runId: text, step: count })),
  evaluation: v.exactOptional(
    v.strictObject({
      step: count,
      metrics: v.array(metricValue),
      costs: v.exactOptional(v.record(v.string(), v.number())),
      share: v.exactOptional(v.number()),
    }),
  ),
});

export const pointSchema = v.strictObject({
  step: count,
  seconds: anyNumber,
  values: v.record(v.string(), anyNumber),
});

/** Images in one PNG; see tiles.ts for how they lie. */
const tiles = v.strictObject({ file: text, count: length, columns: length });

const imagesFrame = v.strictObject({
  kind: v.literal('images'),
  step: count,
  height: length,
  width: length,
  channels: length,
  samples: tiles,
  reconstructions: v.exactOptional(v.strictObject({ originals: tiles, outputs: tiles })),
  plane: v.exactOptional(v.strictObject({ side: length, images: tiles })),
});

const finite = v.pipe(v.number(), v.finite());
const histogram = v.pipe(
  v.strictObject({ from: finite, to: finite, counts: v.pipe(v.array(count), v.minLength(1), v.maxLength(1000)) }),
  v.check(({ from, to }) => from < to, 'must end above where it begins'),
);

const pointsFrame = v.strictObject({
  kind: v.literal('points'),
  step: count,
  extent: finite,
  /** Safetensors with `samples`, `arrows`, `surface` and `warp`. */
  data: text,
  /** The same, drawn for people. */
  picture: text,
  gradientNorms: v.exactOptional(histogram),
  weights: v.exactOptional(histogram),
  divergence: v.exactOptional(v.strictObject({ kl: anyNumber, reverseKl: anyNumber, js: anyNumber })),
});

export const frameIndexSchema = v.array(v.variant('kind', [imagesFrame, pointsFrame]));

export type FrameIndex = v.InferOutput<typeof frameIndexSchema>;
export type ImagesEntry = v.InferOutput<typeof imagesFrame>;
export type PointsEntry = v.InferOutput<typeof pointsFrame>;
export type TilesEntry = v.InferOutput<typeof tiles>;
