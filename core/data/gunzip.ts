import { DataError } from './data-error.ts';

/**
 * Unpacks a gzip file with the platform's own decoder, which checks its CRC and length.
 *
 * @param file name for messages. @throws DataError when it is not one whole gzip file.
 */
export async function gunzip(bytes: Uint8Array, file: string): Promise<Uint8Array> {
  try {
    const unpacked = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(unpacked).arrayBuffer());
  } catch (cause) {
    throw new DataError(file, 'is not a whole gzip file', { cause });
  }
}
