import { DataError } from '../data-error.ts';
import type { ImportedSet, ImportOptions } from './imported-set.ts';
import { valuesEach } from './imported-set.ts';
import { greyed, scaled } from './resize.ts';

/** Examples as an importer has read them. */
export interface Examples {
  readonly kind: ImportedSet['kind'];
  readonly shape: readonly number[];
  readonly values: Uint8Array | Float32Array;
  readonly labels?: Uint16Array;
  readonly classes: readonly string[];
  /** How many of them, the first, are to train with; undefined where the files do not say. */
  readonly train?: number;
}

/** Brings images to the chosen size and colour, and parts the examples into those to train with and those held out. */
export function assemble(examples: Examples, file: string, options: ImportOptions): ImportedSet {
  const { kind, labels, classes, shape, values } = converted(examples, options);
  const each = valuesEach(shape);
  const count = values.length / each;
  if (count < 2) throw new DataError(file, `holds ${count === 1 ? 'one example' : 'no examples'}; two are the least`);
  const { order, train } =
    examples.train === undefined ? split(values, each, options.testShare) : given(examples.train, count);
  const sorted = order && values.slice();
  const sortedLabels = order && labels?.slice();
  order?.forEach((from, to) => {
    sorted!.set(values.subarray(from * each, (from + 1) * each), to * each);
    if (labels) sortedLabels![to] = labels[from]!;
  });
  const finalLabels = classes.length > 1 ? (sortedLabels ?? labels) : undefined;
  return {
    kind,
    shape,
    train,
    test: count - train,
    classes: finalLabels ? classes : [],
    values: sorted ?? values,
    ...(finalLabels && { labels: finalLabels }),
  };
}

function converted(examples: Examples, { side, fit, colour }: ImportOptions): Examples {
  const { kind, values } = examples;
  if (kind !== 'images' || !(values instanceof Uint8Array)) return examples;
  let [height = 1, width = 1, channels = 1] = examples.shape;
  let pixels = values;
  if (side !== undefined && (height !== side || width !== side)) {
    const each = height * width * channels;
    const count = values.length / each;
    pixels = new Uint8Array(count * side * side * channels);
    for (let i = 0; i < count; i++) {
      const image = { data: values.subarray(i * each, (i + 1) * each), height, width, channels };
      pixels.set(scaled(image, side, fit), i * side * side * channels);
    }
    height = width = side;
  }
  if (channels === 3 && (colour === 'grey' || (colour === 'auto' && isGrey(pixels)))) {
    pixels = greyed(pixels);
    channels = 1;
  }
  if (channels === 1 && colour === 'colour') {
    pixels = Uint8Array.from({ length: 3 * pixels.length }, (_, i) => pixels[Math.floor(i / 3)]!);
    channels = 3;
  }
  return { ...examples, shape: [height, width, channels], values: pixels };
}

function isGrey(pixels: Uint8Array): boolean {
  for (let i = 0; i < pixels.length; i += 3) {
    if (pixels[i] !== pixels[i + 1] || pixels[i] !== pixels[i + 2]) return false;
  }
  return true;
}

function given(train: number, count: number): { order?: undefined; train: number } {
  // A set whose files all say the same has nothing held out by name: its last example is.
  return { train: Math.max(1, Math.min(train, count - 1)) };
}

/**
 * Parts examples by a hash of their content: it depends on neither their order nor their files' names, and equal
 * examples fall on the same side. At least one stays on each.
 */
function split(
  values: Uint8Array | Float32Array,
  each: number,
  testShare: number,
): { order: Uint32Array; train: number } {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const width = each * values.BYTES_PER_ELEMENT;
  const count = bytes.length / width;
  const held: number[] = [];
  const kept: number[] = [];
  for (let i = 0; i < count; i++) {
    (hashOf(bytes, i * width, width) < testShare * 2 ** 32 ? held : kept).push(i);
  }
  if (held.length === 0) held.push(kept.pop()!);
  if (kept.length === 0) kept.push(held.pop()!);
  return { order: Uint32Array.from(kept.concat(held)), train: kept.length };
}

/** FNV-1a of 32 bits with the last mixing of MurmurHash3, whose high bits depend on every byte. */
function hashOf(bytes: Uint8Array, start: number, length: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < start + length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
