import { catalogue } from '../../core/catalogue.ts';
import { startApp } from '../app/start.ts';
import { FakeService } from './fake-service.ts';
import { fakeWorker } from './fake-worker.ts';

/** The app over a fake service with some runs, to look at screens without training. For development only. */
const service = new FakeService();
for (const [i, { spec, title }] of catalogue.presets.entries()) {
  service.seed(spec, title, Math.floor((spec.steps * (i % 3 === 0 ? 0.6 : 1)) / 20) * 20);
}
startApp(() => fakeWorker(service));
