import type { Lowerings } from '../lowering.ts';
import { elementwise } from './elementwise.ts';
import { images } from './images.ts';
import { indices } from './indices.ts';
import { layout } from './layout.ts';
import { matrix } from './matrix.ts';
import { reductions } from './reductions.ts';
import { updates } from './updates.ts';
import { views } from './views.ts';

/** Every kernel that has a lowering, by its tfjs name. */
export const lowerings: Lowerings = {
  ...views,
  ...matrix,
  ...elementwise,
  ...reductions,
  ...layout,
  ...indices,
  ...images,
  ...updates,
};
