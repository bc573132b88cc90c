import type { Result } from '../protocol/errors.ts';
import { toServiceError } from '../protocol/errors.ts';
import type { TrainingService } from '../protocol/service.ts';
import type { LabService } from './lab-service.ts';

/** The lab as the page sees it: every call answers with a result, none rejects. */
export function remoteService(lab: Promise<LabService>): TrainingService {
  const call =
    (name: keyof TrainingService) =>
    async (...values: unknown[]): Promise<Result<unknown>> => {
      try {
        const service = (await lab) as unknown as Record<string, (...values: unknown[]) => Promise<unknown>>;
        return { ok: true, value: await service[name]!(...values) };
      } catch (error) {
        return { ok: false, error: toServiceError(error) };
      }
    };
  return Object.fromEntries(names.map((name) => [name, call(name)])) as unknown as TrainingService;
}

/** Every call of the service, by name; the type makes sure that none is missing. */
const calls: Readonly<Record<keyof TrainingService, true>> = {
  connect: true,
  capabilities: true,
  configure: true,
  catalogue: true,
  check: true,
  objections: true,
  defaults: true,
  runs: true,
  create: true,
  open: true,
  start: true,
  pause: true,
  step: true,
  save: true,
  fork: true,
  rename: true,
  remove: true,
  restore: true,
  purge: true,
  history: true,
  frame: true,
  sample: true,
  reconstruct: true,
  evaluate: true,
  cancelEvaluation: true,
  digest: true,
  exportRun: true,
  importRun: true,
  hidden: true,
};

const names = Object.keys(calls) as (keyof TrainingService)[];
