import { objectionsTo } from '../../../core/catalogue.ts';
import { identityOf } from '../../../core/spec/identity.ts';
import { checkSpec } from '../check-spec.ts';
import type { Lab } from '../lab.ts';
import { offeredMetrics } from '../offered-metrics.ts';
import type { LabService } from '../served.ts';

type Calls = Pick<LabService, 'catalogue' | 'check' | 'objections' | 'defaults' | 'metricsFor'>;

/** What a run could be, before there is one. Nothing here needs a backend. */
export function specCalls({ datasets }: Lab): Calls {
  return {
    catalogue: () => datasets.catalogue(),

    async check(input) {
      const spec = checkSpec(input);
      return { spec, identity: await identityOf(spec) };
    },

    objections: async (spec) => [...objectionsTo(spec), ...(await datasets.objections(spec))],

    defaults: (method, dataset) => datasets.defaults(method, dataset),

    metricsFor: async (spec) => offeredMetrics(spec, await datasets.cache.get(spec)),
  };
}
