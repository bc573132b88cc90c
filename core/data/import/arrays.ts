import { DataError } from '../data-error.ts';
import type { Examples } from './examples.ts';
import type { Skipped } from './imported-set.ts';
import { valuesEach } from './imported-set.ts';
import { numberClasses } from './labels.ts';
import type { ImportLimits } from './limits.ts';
import { mebibytes } from './limits.ts';
import type { NumericArray } from './numeric-array.ts';
import { fitPoints } from './points-fit.ts';

export interface NamedArray {
  readonly name: string;
  readonly array: NumericArray;
  /** Where a file holds both. */
  readonly labels?: NumericArray;
}

/** Whether a name says that what it names is held out. */
export const isHeldOut = (name: string): boolean => /(^|[^a-z])(test|t10k|val|valid|validation)([^a-z]|$)/i.test(name);

/** What an array holds, by its dimensions: examples of a shape, labels, or neither. */
type Meaning =
  | { readonly kind: 'images' | 'points'; readonly shape: readonly number[]; readonly channelsFirst: boolean }
  | { readonly kind: 'labels' };

const channelCounts = [1, 3];

function meaningOf({ dimensions, integer }: NumericArray): Meaning | undefined {
  const [, a = 0, b = 0, c = 0] = dimensions;
  const images = (shape: readonly number[], channelsFirst = false): Meaning => ({
    kind: 'images',
    shape,
    channelsFirst,
  });
  switch (dimensions.length) {
    case 1:
      return { kind: 'labels' };
    case 2: {
      if (a === 1) return { kind: 'labels' };
      if (a === 2 && !integer) return { kind: 'points', shape: [2], channelsFirst: false };
      const shape = flatShape(a);
      return shape && images(shape);
    }
    case 3:
      return images([a, b, 1]);
    case 4:
      if (channelCounts.includes(c)) return images([a, b, c]);
      return channelCounts.includes(a) ? images([b, c, a], true) : undefined;
    default:
      return undefined;
  }
}

/** The shape of square images whose values lie in a row: grey, else colours side by side. */
export function flatShape(values: number): readonly number[] | undefined {
  for (const channels of channelCounts) {
    const side = Math.round(Math.sqrt(values / channels));
    if (side >= 4 && side * side * channels === values) return [side, side, channels];
  }
  return undefined;
}

/**
 * Puts arrays of examples and of labels together to one set: those whose name says `test` are held out, the others are to
 * train with. Labels belong to the examples of which there are as many, with the same word in their name.
 * @throws DataError
 */
export function arrayExamples(
  arrays: readonly NamedArray[],
  limits: ImportLimits,
  classNames?: readonly string[],
): { examples: Examples; skipped: Skipped[] } {
  const skipped: Skipped[] = [];
  const parts: {
    name: string;
    array: NumericArray;
    meaning: Exclude<Meaning, { kind: 'labels' }>;
    labels?: NumericArray;
  }[] = [];
  const labels = arrays.filter(({ array }) => meaningOf(array)?.kind === 'labels');
  for (const { name, array, labels: own } of [...arrays].sort(trainFirst)) {
    const meaning = meaningOf(array);
    if (meaning?.kind === 'labels') continue;
    if (meaning === undefined) {
      throw new DataError(
        name,
        `holds ${array.dimensions.join(' x ') || 'one value'}, which are neither images nor points nor labels`,
      );
    }
    const fitting = labels.findIndex(
      (candidate) =>
        candidate.array.dimensions[0] === array.dimensions[0] && isHeldOut(candidate.name) === isHeldOut(name),
    );
    const found = own ?? (fitting < 0 ? undefined : labels.splice(fitting, 1)[0]!.array);
    parts.push({ name, array, meaning, ...(found && { labels: found }) });
  }
  for (const { name, array } of labels) {
    skipped.push({ name, reason: `holds ${array.dimensions.join(' x ')} numbers that label nothing` });
  }
  const [first] = parts;
  if (!first) throw new DataError(arrays[0]!.name, 'holds labels alone; import it together with what they label');
  const { kind, shape } = first.meaning;
  for (const part of parts) {
    if (part.meaning.kind !== kind || part.meaning.shape.join() !== shape.join()) {
      throw new DataError(
        part.name,
        `holds ${part.meaning.kind} of ${part.meaning.shape.join(' x ')}, others of ${shape.join(' x ')}`,
      );
    }
    if ((part.labels === undefined) !== (first.labels === undefined)) {
      throw new DataError((part.labels ? first : part).name, 'has no labels, though others have');
    }
  }
  if (kind === 'images' && (shape[0]! > 4096 || shape[1]! > 4096 || shape[0]! < 2 || shape[1]! < 2)) {
    throw new DataError(first.name, `holds images of ${shape.join(' x ')}`);
  }
  const each = valuesEach(shape);
  const count = parts.reduce((sum, { array }) => sum + array.dimensions[0]!, 0);
  const bytes = count * each * (kind === 'points' ? 4 : 1);
  if (bytes > limits.setBytes) {
    throw new DataError(first.name, `holds ${mebibytes(bytes)} of examples, more than ${mebibytes(limits.setBytes)}`);
  }
  const values = kind === 'points' ? pointValues(parts, count) : imageValues(parts, count * each);
  const trained = parts.reduce((sum, { name, array }) => sum + (isHeldOut(name) ? 0 : array.dimensions[0]!), 0);
  const named =
    first.labels &&
    numberClasses(
      parts.flatMap((part) => labelNames(part.labels!, part.name)),
      first.name,
      limits,
    );
  return {
    examples: {
      kind,
      shape,
      values,
      classes: named?.classes.map((name) => classNames?.[Number(name)] ?? name) ?? [],
      ...(named && { labels: named.labels }),
      ...(trained > 0 && trained < count && { train: trained }),
    },
    skipped,
  };
}

const trainFirst = (a: NamedArray, b: NamedArray): number =>
  Number(isHeldOut(a.name)) - Number(isHeldOut(b.name)) || (a.name < b.name ? -1 : 1);

type Part = {
  readonly name: string;
  readonly array: NumericArray;
  readonly meaning: { readonly shape: readonly number[]; readonly channelsFirst: boolean };
};

function pointValues(parts: readonly Part[], count: number): Float32Array {
  const values = new Float64Array(2 * count);
  let to = 0;
  for (const { array } of parts) for (let i = 0; i < 2 * array.dimensions[0]!; i++) values[to++] = array.at(i);
  return fitPoints(values, parts[0]!.name);
}

/** Pixels of the arrays, all by one rule: bytes as they are, 0 to 1, -1 to 1, or 16 bits. */
function imageValues(parts: readonly Part[], length: number): Uint8Array {
  const toByte = scaleOf(parts);
  const whole = parts[0]!.array.bytes;
  if (parts.length === 1 && whole && toByte === asIs && !parts[0]!.meaning.channelsFirst) return whole;
  const out = new Uint8Array(length);
  let to = 0;
  for (const { array, meaning } of parts) {
    const count = array.dimensions[0]! * valuesEach(meaning.shape);
    const place = meaning.channelsFirst ? channelsLast(meaning.shape) : undefined;
    for (let i = 0; i < count; i++) out[to++] = toByte(array.at(place ? place(i) : i));
  }
  return out;
}

/** Where a value of an image with channels last stands with channels first. */
function channelsLast([height, width, channels]: readonly number[]): (index: number) => number {
  const pixels = height! * width!;
  const each = pixels * channels!;
  return (index) => {
    const example = Math.floor(index / each);
    const rest = index - example * each;
    const pixel = Math.floor(rest / channels!);
    return example * each + (rest - pixel * channels!) * pixels + pixel;
  };
}

const asIs = (value: number): number => Math.floor(value + 0.5);

/** @throws DataError for values that are not finite, or of none of the ranges. */
function scaleOf(parts: readonly Part[]): (value: number) => number {
  let [low, high] = [Infinity, -Infinity];
  for (const { name, array, meaning } of parts) {
    const count = array.dimensions[0]! * valuesEach(meaning.shape);
    for (let i = 0; i < count; i++) {
      const value = array.at(i);
      if (value < low) low = value;
      if (value > high) high = value;
      if (!Number.isFinite(value)) throw new DataError(name, `has ${value} as value ${i}`);
    }
  }
  if (low >= 0 && high <= 1) return (value) => Math.floor(255 * value + 0.5);
  if (low >= -1 && high <= 1) return (value) => Math.floor(127.5 * (value + 1) + 0.5);
  if (low >= 0 && high <= 255) return asIs;
  if (low >= 0 && high <= 65_535 && parts.every(({ array }) => array.integer))
    return (value) => Math.floor(value / 257 + 0.5);
  throw new DataError(parts[0]!.name, `has values from ${low} to ${high}; images have 0 to 255, 0 to 1 or -1 to 1`);
}

function labelNames(labels: NumericArray, name: string): string[] {
  return Array.from({ length: labels.dimensions[0]! }, (_, i) => {
    const value = labels.at(i);
    if (!Number.isSafeInteger(value)) throw new DataError(name, `has ${value} as label ${i}; labels are whole numbers`);
    return String(value);
  });
}
