import { describe, expect, it } from 'vitest';
import { describeArithmetic, describeExecution, describeMemory } from './execution.ts';
import { formatBytes } from './format.ts';

describe('the words for how a step is executed', () => {
  it('count the operations and threads of a recorded step', () => {
    expect(describeExecution({ mode: 'recorded', operations: 1312, threads: 2 })).toBe(
      'recorded, 1,312 operations, 2 threads',
    );
    expect(describeExecution({ mode: 'recorded', operations: 1, threads: 1 })).toBe('recorded, 1 operation, 1 thread');
    expect(describeExecution({ mode: 'recorded' })).toBe('recorded');
  });

  it('give the reason of an eager one', () => {
    expect(describeExecution({ mode: 'eager', reason: 'TopK has no lowering', threads: 1 })).toBe(
      'eager: TopK has no lowering',
    );
    expect(describeExecution({ mode: 'eager' })).toBe('eager');
  });
});

describe('the words for the arithmetic of a run', () => {
  it('are the setting where it is kept', () => {
    expect(describeArithmetic({ arithmetic: 'fast' })).toBe('fast arithmetic');
    expect(describeArithmetic({ arithmetic: 'reproducible' }, { name: 'wasm' })).toBe('reproducible arithmetic');
  });

  it('say where the setting could not be kept', () => {
    expect(describeArithmetic({ arithmetic: 'reproducible' }, { name: 'webgpu' })).toContain('does not repeat');
    expect(describeArithmetic({ arithmetic: 'fast' }, { name: 'wasm' }, { arithmetic: 'reproducible' })).toContain(
      'only the reproducible one',
    );
  });
});

describe('the words for the memory of a run', () => {
  it('count the tensors of a step that is not recorded', () => {
    expect(describeMemory({ tensors: 312, tensorBytes: 24e6, heapBytes: 67e6 })).toEqual({
      total: formatBytes(67e6),
      parts: `312 tensors: ${formatBytes(24e6)}`,
    });
    expect(describeMemory({ tensors: 1, tensorBytes: 4 })).toEqual({ total: '4 B', parts: '1 tensor: 4 B' });
  });

  it('name the memory of a recorded step, beside which there may be no tensor', () => {
    expect(describeMemory({ tensors: 0, tensorBytes: 0, heapBytes: 20e6 }, { bytes: 3e6 })).toEqual({
      total: formatBytes(20e6),
      parts: `the recorded step: ${formatBytes(3e6)}`,
    });
    expect(describeMemory({ tensors: 2, tensorBytes: 8 }, { bytes: 3e6 })).toEqual({
      total: formatBytes(3e6 + 8),
      parts: `the recorded step: ${formatBytes(3e6)}, 2 tensors: 8 B`,
    });
  });
});
