import { describe } from 'vitest';
import { goldenSuite } from './stream.suite.ts';

describe('random streams in a browser', goldenSuite);
