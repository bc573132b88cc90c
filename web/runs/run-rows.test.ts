import { describe, expect, it } from 'vitest';
import { catalogue } from '../../core/catalogue.ts';
import { FakeService } from '../testing/fake-service.ts';
import { filterRows, sortRows, tableRows } from './run-rows.ts';

async function rows(): Promise<ReturnType<typeof tableRows>> {
  const service = new FakeService();
  for (const [i, { spec, title }] of catalogue.presets.entries()) service.seed(spec, title, i * 40);
  const answer = await service.runs();
  return answer.ok ? tableRows(answer.value, catalogue) : [];
}

describe('runs table', () => {
  it('finds rows by every word, in name, method, data or state', async () => {
    const all = await rows();
    expect(filterRows(all, 'vae MNIST').every(({ row }) => row.run.spec.method === 'vae')).toBe(true);
    expect(filterRows(all, 'vae MNIST').length).toBeGreaterThan(0);
    expect(filterRows(all, 'no-such-run')).toEqual([]);
    expect(filterRows(all, '  ')).toEqual(all);
  });

  it('sorts either way and keeps rows without a value at the end', async () => {
    const all = await rows();
    const metric = (ascending: boolean) => sortRows(all, { key: 'metric', ascending }).map((row) => row.metric?.value);
    expect(metric(true).at(-1)).toBeUndefined();
    expect(metric(false).at(-1)).toBeUndefined();
    const steps = sortRows(all, { key: 'step', ascending: false }).map(({ row }) => row.run.step);
    expect(steps).toEqual([...steps].sort((a, b) => b - a));
  });
});
