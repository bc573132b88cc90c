import type { Augmentation } from './augmentation.ts';
import { brightness } from './brightness.ts';
import { contrast } from './contrast.ts';
import { cutout } from './cutout.ts';
import { gaussianNoise } from './gaussian-noise.ts';
import { horizontalFlip } from './horizontal-flip.ts';
import { rotation } from './rotation.ts';
import { scaling } from './scaling.ts';
import { translation } from './translation.ts';
import { verticalFlip } from './vertical-flip.ts';

/**
 * Every augmentation, in the order in which those of a run are made: what moves pixels, then what changes their values,
 * then what hides them, after Karras et al. 2020 (arXiv:2006.06676), appendix B. A new one is a file beside this and a
 * line here.
 */
export const augmentations: readonly Augmentation[] = [
  horizontalFlip,
  verticalFlip,
  scaling,
  rotation,
  translation,
  brightness,
  contrast,
  gaussianNoise,
  cutout,
];
