/** Kernels that tfjs does not have, by the names under which a backend registers them. */
export const Fused = {
  optimise: 'LatentLabOptimise',
  average: 'LatentLabAverage',
  norm: 'LatentLabNorm',
  philox: 'LatentLabPhilox',
  normForward: 'LatentLabNormForward',
  normBackward: 'LatentLabNormBackward',
} as const;

export type FusedName = (typeof Fused)[keyof typeof Fused];
