import { describe, expect, it } from 'vitest';
import { runStages, type Count, type Stage } from './stages.ts';

const passed: Count = { passed: 1, failed: 0 };

/** Stages that end when they are told to, and a record of what ran beside what. */
function held() {
  const ends = new Map<string, (count: Count) => void>();
  const stage = (name: string, others: Partial<Stage> = {}): Stage => ({
    name,
    run: () => new Promise((resolve) => ends.set(name, resolve)),
    ...others,
  });
  /** Ends one that runs, lets others start, and says which run now. */
  const end = async (name: string, count = passed): Promise<string[]> => {
    ends.get(name)!(count);
    ends.delete(name);
    await new Promise((resolve) => setTimeout(resolve));
    return [...ends.keys()];
  };
  return { stage, end, running: () => [...ends.keys()] };
}

describe('the stages of the test command', () => {
  it('run side by side as many as may, in their order', async () => {
    const { stage, end, running } = held();
    const all = runStages([stage('a'), stage('b'), stage('c'), stage('d')], 2);
    expect(running()).toEqual(['a', 'b']);
    expect(await end('b')).toEqual(['a', 'c']);
    expect(await end('a')).toEqual(['c', 'd']);
    await end('d');
    await end('c');
    expect((await all).map(({ name }) => name)).toEqual(['b', 'a', 'd', 'c']);
  });

  it('wait for those they need, while others go first', async () => {
    const { stage, end, running } = held();
    const all = runStages([stage('a'), stage('b', { after: ['a'] }), stage('c')], 2);
    expect(running()).toEqual(['a', 'c']);
    expect(await end('a', { passed: 0, failed: 1 })).toEqual(['c', 'b']);
    await end('b');
    await end('c');
    expect(await all).toHaveLength(3);
  });

  it('have the machine to themselves where they ask for it', async () => {
    const { stage, end, running } = held();
    const all = runStages([stage('a'), stage('b', { alone: true }), stage('c')], 2);
    expect(running()).toEqual(['a', 'c']);
    expect(await end('a')).toEqual(['c']);
    expect(await end('c')).toEqual(['b']);
    await end('b');
    await all;
  });

  it('count what they report, and a crash as one failure', async () => {
    const crash: Stage = { name: 'crash', run: () => Promise.reject(new Error('made by the test')) };
    const fine: Stage = { name: 'fine', run: () => Promise.resolve({ passed: 7, failed: 2 }) };
    const ended = await runStages([crash, fine], 1);
    expect(ended).toMatchObject([
      { name: 'crash', passed: 0, failed: 1 },
      { name: 'fine', passed: 7, failed: 2 },
    ]);
  });

  it('refuse to wait for one that is not there', async () => {
    const stages: Stage[] = [{ name: 'a', after: ['b'], run: () => Promise.resolve(passed) }];
    await expect(runStages(stages, 2)).rejects.toThrow('never ends: a.');
  });
});
