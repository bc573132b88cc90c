import type { TraitsOf } from './traits.ts';

export const layout: TraitsOf<'copy' | 'concat' | 'fill' | 'gather' | 'scatterAdd' | 'oneHot'> = {
  copy: { code: 8, work: ({ params: { outSize } }) => outSize },
  concat: { code: 9, work: ({ params: { outer }, sizes }) => outer * sizes.reduce((sum, size) => sum + size, 0) },
  fill: { code: 10, work: ({ params: { size } }) => size },
  gather: { code: 11, work: ({ params: { outer, count, width } }) => outer * count * width },
  scatterAdd: { code: 12, work: ({ params: { count, width } }) => count * width },
  oneHot: { code: 13, work: ({ params: { count, depth } }) => count * depth },
};
