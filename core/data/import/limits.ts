/** Bounds of an import, so that no file can take the device's memory or time without end. */
export interface ImportLimits {
  /** All files together, as they lie on the device. */
  readonly fileBytes: number;
  /** Everything that comes out of archives and gzip files, counted while it does. */
  readonly expandedBytes: number;
  /** Examples as they are kept: one byte a pixel value, four a coordinate. */
  readonly setBytes: number;
  /** Files, or entries of an archive. */
  readonly entries: number;
  /** Pixels of one image file: decoding takes four bytes for each. */
  readonly imagePixels: number;
  /** Height and width of an example. */
  readonly side: number;
  readonly classes: number;
  readonly nameBytes: number;
}

export const importLimits: ImportLimits = {
  fileBytes: 512 * 2 ** 20,
  expandedBytes: 2 ** 30,
  setBytes: 256 * 2 ** 20,
  entries: 65_535,
  imagePixels: 2 ** 24,
  side: 256,
  classes: 1000,
  nameBytes: 1024,
};

/** How bytes are told to people. */
export const mebibytes = (bytes: number): string =>
  bytes < 2 ** 20 ? `${bytes} bytes` : `${Math.round((10 * bytes) / 2 ** 20) / 10} MiB`;
