import type { Result } from '../protocol/errors.ts';
import { toServiceError } from '../protocol/errors.ts';
import type { TrainingService } from '../protocol/service.ts';
import { serviceMethods } from '../protocol/service-methods.ts';
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
  return Object.fromEntries(serviceMethods.map((name) => [name, call(name)])) as unknown as TrainingService;
}
