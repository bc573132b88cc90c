/** Parameters of a convolution, in the order of ../../program/operations.ts. */
export const enum P {
  batch,
  inHeight,
  inWidth,
  inChannels,
  outHeight,
  outWidth,
  outChannels,
  filterHeight,
  filterWidth,
  strideHeight,
  strideWidth,
  padTop,
  padLeft,
  dilationHeight,
  dilationWidth,
  // What follows is the epilogue of conv and convInput.
  hasBias,
  activation,
  alpha,
  afterEpilogue,
}

/** What follows the parameters: see ../operations/convolution.ts. */
export const enum Plan {
  /** Images of a block of Winograd's algorithm, or 0: the direct product. */
  images,
  /** Bytes of a block's pixels at all points, of its results, and of each thread's room. */
  pixelBytes,
  resultBytes,
  roomBytes,
  /** Numbers of a plan. */
  size,
}
