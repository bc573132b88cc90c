import type { Lab } from '../lab.ts';
import type { LabService } from '../served.ts';

/** The line to the page, what this device can do, and on what it is to compute. */
export function deviceCalls(lab: Lab): Pick<LabService, 'connect' | 'capabilities' | 'configure'> {
  const { events, attention, backend, sessions, studies } = lab;
  return {
    async connect(port, shared) {
      events.connect(port);
      attention.connect(shared);
    },

    capabilities: () => backend.capabilities(),

    async configure(settings) {
      lab.settings = settings;
      if (settings.backend !== backend.choice) {
        await sessions.inTurn(async () => {
          await sessions.close();
          await backend.stop(settings.backend);
        });
      }
      // A worker is told its settings before anything else.
      await studies.training.resume();
    },
  };
}
