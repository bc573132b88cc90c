import type { Result } from '../protocol/errors.ts';
import { toServiceError } from '../protocol/errors.ts';
import type { TrainingService } from '../protocol/service.ts';
import { serviceMethods } from '../protocol/service-methods.ts';
import type { LabService } from './served.ts';

/** The lab as the page sees it: every call answers with a result, none rejects. */
export function remoteService(lab: Promise<LabService>): TrainingService {
  const call =
    (name: keyof TrainingService) =>
    async (...values: unknown[]): Promise<Result<unknown>> => {
      try {
        const asked = (await lab)[name] as (...values: unknown[]) => Promise<unknown>;
        return { ok: true, value: await asked(...values) };
      } catch (error) {
        return { ok: false, error: toServiceError(error) };
      }
    };
  return Object.fromEntries(serviceMethods.map((name) => [name, call(name)])) as unknown as TrainingService;
}
