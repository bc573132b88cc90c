import type { TraitsOf } from './traits.ts';

export const images: TraitsOf<'avgPool' | 'avgPoolGrad' | 'resize' | 'resizeGrad'> = {
  avgPool: { code: 14 },
  avgPoolGrad: { code: 15 },
  resize: { code: 16 },
  resizeGrad: { code: 17 },
};
