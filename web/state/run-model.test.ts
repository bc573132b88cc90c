import { describe, expect, it, vi } from 'vitest';
import { catalogue } from '../../core/catalogue.ts';
import { FakeService } from '../testing/fake-service.ts';
import { pointsFrame } from '../testing/fake-pictures.ts';
import { RunModel } from './run-model.ts';

async function makeModel(steps: number): Promise<RunModel> {
  const service = new FakeService();
  const [preset] = catalogue.presets;
  if (!preset) throw new Error('no presets');
  const { record } = service.seed(preset.spec, 'test', steps);
  const opened = await service.open(record.id);
  if (!opened.ok) throw new Error(opened.error.message);
  return new RunModel(opened.value, service);
}

describe('RunModel', () => {
  it('shows the last stored picture when it opens', async () => {
    const model = await makeModel(400);
    await vi.waitFor(() => expect(model.frame.value?.step).toBe(400));
  });

  it('follows training until an earlier picture is chosen, and again when asked', async () => {
    const model = await makeModel(400);
    model.receive({ type: 'frame', runId: model.id, frame: pointsFrame(420, 0.5), kept: false });
    expect(model.frame.value?.step).toBe(420);
    await model.show(200);
    model.receive({ type: 'frame', runId: model.id, frame: pointsFrame(440, 0.5), kept: true });
    expect(model.frame.value?.step).toBe(200);
    expect(model.view.value.frameSteps.at(-1)).toBe(440);
    await model.show('live');
    expect(model.frame.value?.step).toBe(440);
  });

  it('knows of every picture that was kept, sent or not', async () => {
    const model = await makeModel(400);
    const before = model.view.value.frameSteps;
    const frame = pointsFrame(480, 0.5);
    model.receive({ type: 'frame', runId: model.id, frame, kept: true, keptBefore: [440, 460] });
    expect(model.view.value.frameSteps).toEqual([...before, 440, 460, 480]);
  });

  it('replaces the curve past the step that a resume went back to', async () => {
    const model = await makeModel(400);
    const step = 300;
    model.receive({
      type: 'metrics',
      runId: model.id,
      points: [{ step, seconds: 9, values: { 'generator/loss': 5 } }],
    });
    const steps = model.curves.value.points.map((point) => point.step);
    expect(steps.at(-1)).toBe(300);
    expect(new Set(steps).size).toBe(steps.length);
  });

  it('joins what an evaluation measured with the losses of the same step', async () => {
    const model = await makeModel(400);
    const at = (values: Record<string, number>) =>
      model.receive({ type: 'metrics', runId: model.id, points: [{ step: 500, seconds: 9, values }] });
    at({ 'generator/loss': 5 });
    at({ modes: 8 });
    expect(model.curves.value.points.at(-1)).toEqual({
      step: 500,
      seconds: 9,
      values: { 'generator/loss': 5, modes: 8 },
    });
    expect(model.curves.value.points.filter(({ step }) => step === 500)).toHaveLength(1);
  });

  it('marks where training was resumed, but not where it began', async () => {
    const fresh = await makeModel(0);
    fresh.receive({ type: 'state', runId: fresh.id, state: 'training', step: 0 });
    expect(fresh.view.value.run.resumes).toEqual([]);
    const model = await makeModel(400);
    model.receive({ type: 'state', runId: model.id, state: 'training', step: 400 });
    expect(model.view.value.run.resumes).toEqual([400]);
  });

  it('keeps why a run stopped until it goes on', async () => {
    const model = await makeModel(400);
    model.receive({
      type: 'state',
      runId: model.id,
      state: 'paused',
      step: 400,
      error: { code: 'non-finite', message: 'NaN' },
    });
    expect(model.view.value.trouble?.code).toBe('non-finite');
    model.receive({ type: 'state', runId: model.id, state: 'training', step: 400 });
    expect(model.view.value.trouble).toBeUndefined();
  });

  it('turns a finished evaluation into the run’s figures', async () => {
    const model = await makeModel(400);
    model.receive({ type: 'evaluation', runId: model.id, step: 400, done: 0.5, metrics: [] });
    expect(model.view.value.evaluating?.done).toBe(0.5);
    model.receive({ type: 'evaluation', runId: model.id, step: 400, done: 1, metrics: [] });
    expect(model.view.value.evaluating).toBeUndefined();
    expect(model.view.value.run.evaluation?.step).toBe(400);
  });
});
