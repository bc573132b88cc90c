import { describe, expect, it } from 'vitest';
import { describeArithmetic, describeExecution } from './execution.ts';

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
