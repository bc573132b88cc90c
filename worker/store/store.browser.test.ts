import { expect, it } from 'vitest';
import { digestOf } from '../../core/training/digest.ts';
import { newName } from './faults.fixture.ts';
import { aCheckpoint, aRun } from './store.fixture.ts';
import { describeFaults } from './store-faults.suite.ts';
import { describeStore } from './store.suite.ts';
import { openStore } from './store.ts';

describeStore('this browser');
describeFaults('this browser', (db) => {
  db.close();
  db.dispatchEvent(new Event('close'));
});

it('stores a checkpoint of 5 MB in under 600 ms, durably, and reads it back', async () => {
  const store = await openStore({ name: newName() });
  await store.putRun(aRun());
  const times: number[] = [];
  // The best of them: the others measure what else the machine does.
  const slow = () => Math.min(...times) >= 600;
  for (let step = 1; step <= 5 || (step <= 40 && slow()); step++) {
    const checkpoint = aCheckpoint(step, 1_310_720);
    const start = performance.now();
    await store.commitCheckpoint('run', checkpoint, { pinned: false });
    times.push(performance.now() - start);
  }
  const start = performance.now();
  const loaded = await store.loadCheckpoint('run');
  const load = Math.round(performance.now() - start);
  console.info(`5 MB checkpoint: commits ${times.map(Math.round).join(', ')} ms; load ${load} ms`);
  const last = aCheckpoint(times.length, 1_310_720);
  expect(await digestOf(loaded!.checkpoint.tensors)).toBe(await digestOf(last.tensors));
  expect(slow()).toBe(false);
  store.close();
});
