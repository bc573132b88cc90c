import type { TraitsOf } from './traits.ts';

export const images: TraitsOf<'avgPool' | 'avgPoolGrad' | 'resize' | 'resizeGrad'> = {
  avgPool: { code: 14, work: ({ params: p }) => windows(p) * p.filterHeight * p.filterWidth },
  avgPoolGrad: { code: 15, work: ({ params: p }) => windows(p) * p.filterHeight * p.filterWidth },
  resize: { code: 16, work: ({ params: p }) => 8 * windows(p) },
  resizeGrad: { code: 17, work: ({ params: p }) => 8 * windows(p) },
};

/** Numbers that an image kernel makes, or reads where it is a gradient. */
function windows(params: { batch: number; outHeight: number; outWidth: number; channels: number }): number {
  return params.batch * params.outHeight * params.outWidth * params.channels;
}
