import { describe } from 'vitest';
import { batchSuite } from './load.suite.ts';
import { nodeAssetReader } from './pack.ts';

describe('training batches', () => batchSuite(nodeAssetReader()));
