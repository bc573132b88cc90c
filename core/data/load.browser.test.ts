import { describe } from 'vitest';
import { batchSuite } from './load.suite.ts';

describe('training batches in a browser', () =>
  batchSuite(async (name) => {
    const response = await fetch(`/data/${name}`);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }));
