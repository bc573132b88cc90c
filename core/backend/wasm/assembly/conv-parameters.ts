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
  way,
  /** Images that are done together, by each thread or by all. */
  images,
  /** Bytes of such images' pixels at all of Winograd's points, and of their results. */
  pixelBytes,
  resultBytes,
  /** Bytes of each thread's room. */
  roomBytes,
  /** Numbers of a plan. */
  size,
}

/** Ways of doing a convolution. */
export const enum Way {
  direct,
  winograd,
  overlapping,
}
