import { describe } from 'vitest';
import { augmentSuite } from './augment.suite.ts';

describe('augmentations in a browser', augmentSuite);
