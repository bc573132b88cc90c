import type { TraitsOf } from './traits.ts';

export const layout: TraitsOf<'copy' | 'concat' | 'fill' | 'gather' | 'scatterAdd' | 'oneHot'> = {
  copy: { code: 8 },
  concat: { code: 9 },
  fill: { code: 10 },
  gather: { code: 11 },
  scatterAdd: { code: 12 },
  oneHot: { code: 13 },
};
