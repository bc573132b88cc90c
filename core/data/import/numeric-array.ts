import { DataError } from '../data-error.ts';

/** An array of plain numbers as a file holds it, read value by value: nothing is copied before it is known what for. */
export interface NumericArray {
  readonly dimensions: readonly number[];
  /** Whether its values are whole numbers by type. */
  readonly integer: boolean;
  /** The value at a row-major index, whatever the order in the file. */
  at(index: number): number;
  /** The values themselves, where they are unsigned bytes in row-major order. */
  readonly bytes?: Uint8Array;
}

/** How one number lies in a file. */
export interface NumberType {
  readonly width: number;
  readonly integer: boolean;
  read(view: DataView, at: number, little: boolean): number;
}

/** binary16: 5 bits of exponent, 10 of fraction. */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function wide(view: DataView, at: number, little: boolean, signed: boolean): number {
  const high = at + (little ? 4 : 0);
  const top = signed ? view.getInt32(high, little) : view.getUint32(high, little);
  return top * 2 ** 32 + view.getUint32(at + (little ? 0 : 4), little);
}

/** By kind (i signed, u unsigned, f floating, b truth) and bytes, as NumPy names them. */
export const numberTypes: Readonly<Record<string, NumberType>> = {
  b1: { width: 1, integer: true, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) },
  u1: { width: 1, integer: true, read: (view, at) => view.getUint8(at) },
  i1: { width: 1, integer: true, read: (view, at) => view.getInt8(at) },
  u2: { width: 2, integer: true, read: (view, at, little) => view.getUint16(at, little) },
  i2: { width: 2, integer: true, read: (view, at, little) => view.getInt16(at, little) },
  u4: { width: 4, integer: true, read: (view, at, little) => view.getUint32(at, little) },
  i4: { width: 4, integer: true, read: (view, at, little) => view.getInt32(at, little) },
  u8: { width: 8, integer: true, read: (view, at, little) => wide(view, at, little, false) },
  i8: { width: 8, integer: true, read: (view, at, little) => wide(view, at, little, true) },
  f2: { width: 2, integer: false, read: (view, at, little) => float16(view.getUint16(at, little)) },
  f4: { width: 4, integer: false, read: (view, at, little) => view.getFloat32(at, little) },
  f8: { width: 8, integer: false, read: (view, at, little) => view.getFloat64(at, little) },
};

/**
 * The array that a file's bytes hold.
 * @throws DataError unless the bytes are exactly those of the dimensions: what a header declares is never allocated.
 */
export function numericArray(
  bytes: Uint8Array,
  file: string,
  kind: string,
  {
    dimensions,
    little,
    columnMajor = false,
  }: { dimensions: readonly number[]; little: boolean; columnMajor?: boolean },
): NumericArray {
  const type = numberTypes[kind]!;
  const size = dimensions.reduce((product, dimension) => product * dimension, 1);
  const needed = size * type.width;
  const shown = dimensions.join(' x ') || 'one value';
  if (bytes.length < needed) {
    throw new DataError(file, `is cut short: ${bytes.length} bytes of values, of ${needed} for ${shown}`);
  }
  if (bytes.length > needed)
    throw new DataError(file, `has ${bytes.length - needed} bytes after its values (${shown})`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const place = columnMajor && dimensions.length > 1 ? columnMajorPlace(dimensions) : undefined;
  return {
    dimensions,
    integer: type.integer,
    at: place
      ? (index) => type.read(view, place(index) * type.width, little)
      : (index) => type.read(view, index * type.width, little),
    ...(kind === 'u1' && !place && { bytes }),
  };
}

/** Where a value of a row-major index stands in column-major order. */
function columnMajorPlace(dimensions: readonly number[]): (index: number) => number {
  const strides: number[] = [];
  let stride = 1;
  for (const dimension of dimensions) {
    strides.push(stride);
    stride *= dimension;
  }
  return (index) => {
    let rest = index;
    let place = 0;
    for (let axis = dimensions.length - 1; axis >= 0; axis--) {
      const dimension = dimensions[axis]!;
      const whole = Math.floor(rest / dimension);
      place += (rest - whole * dimension) * strides[axis]!;
      rest = whole;
    }
    return place;
  };
}
