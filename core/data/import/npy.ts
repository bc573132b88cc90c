import { DataError } from '../data-error.ts';
import type { NumericArray } from './numeric-array.ts';
import { numberTypes, numericArray } from './numeric-array.ts';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** A plain array's header has about a hundred characters. */
const longestHeader = 64 * 1024;
const mostDimensions = 8;

/** Whether bytes begin as an NPY file does. */
export const looksLikeNpy = (bytes: Uint8Array): boolean => magic.every((byte, i) => bytes[i] === byte);

/**
 * Reads an NPY file (versions 1 to 3) of truth values, integers of up to 64 bits or floating-point numbers, in either
 * byte order and either memory order. Arrays of objects hold pickles, which run code when they are read: they are refused.
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 * @throws DataError
 */
export function readNpy(bytes: Uint8Array, file: string): NumericArray {
  if (!looksLikeNpy(bytes)) throw new DataError(file, 'is not an NPY file');
  if (bytes.length < 12) throw new DataError(file, `is cut short: ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, 12);
  const version = bytes[6]!;
  if (version < 1 || version > 3) throw new DataError(file, `is of NPY version ${version}; 1 to 3 are read`);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > longestHeader) throw new DataError(file, `declares a header of ${length} bytes`);
  if (start + length > bytes.length) throw new DataError(file, 'is cut short in its header');
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, start + length));
  const { kind, little, columnMajor, dimensions } = parseHeader(header, file);
  return numericArray(bytes.subarray(start + length), file, kind, { dimensions, little, columnMajor });
}

interface Layout {
  readonly kind: string;
  readonly little: boolean;
  readonly columnMajor: boolean;
  readonly dimensions: readonly number[];
}

/** Takes the three entries that a header has out of its Python literal. */
function parseHeader(header: string, file: string): Layout {
  const [, type] = /'descr'\s*:\s*'([^']*)'/.exec(header) ?? [];
  const [, order] = /'fortran_order'\s*:\s*(True|False)/.exec(header) ?? [];
  const [, shape] = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(header) ?? [];
  if (type === undefined && /'descr'\s*:\s*\[/.test(header)) {
    throw new DataError(file, 'holds records; only arrays of plain numbers are read');
  }
  if (type === undefined || order === undefined || shape === undefined)
    throw new DataError(file, 'has a damaged header');
  const [, mark, kind = ''] = /^([<>|=]?)([a-zA-Z]\d*)$/.exec(type) ?? [];
  if (kind.startsWith('O')) {
    throw new DataError(file, 'holds Python objects, which are never read; save plain numbers');
  }
  if (!Object.hasOwn(numberTypes, kind)) {
    throw new DataError(file, `holds values of type ${JSON.stringify(type.slice(0, 20))}; only plain numbers are read`);
  }
  const sizes = shape.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size.trim().replace(/L$/, ''))]));
  if (sizes.length > mostDimensions || !sizes.every((size) => Number.isSafeInteger(size))) {
    throw new DataError(file, 'has a damaged shape');
  }
  return { kind, little: mark !== '>', columnMajor: order === 'True', dimensions: sizes };
}
