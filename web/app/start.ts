import type { WorkerLike } from '../host/worker-host.ts';
import { watchInstall } from '../pwa/install.ts';
import { onFilesOpened, startedToResume } from '../pwa/launch.ts';
import { keepAllOfflineWhenIdle } from '../pwa/offline-data.ts';
import { registerServiceWorker } from '../pwa/updates.ts';
import { Lab } from '../state/lab.ts';
import { adoptTokens } from '../styles/tokens.ts';
import { offerConsole } from './console.ts';
import './latent-lab-app.ts';

/** Starts the app in this page with workers from `createWorker`. */
export function startApp(createWorker: () => WorkerLike): Lab {
  adoptTokens();
  const lab = new Lab(createWorker);
  const app = document.querySelector('latent-lab-app');
  if (!app) throw new Error('the page has no <latent-lab-app>');
  app.lab = lab;
  lab.start();
  offerConsole(lab);

  onFilesOpened((files) => {
    for (const file of files) void lab.importArchive(file, file.name);
  });
  watchInstall((install) => (lab.install.value = install));
  if (startedToResume()) void openLastRun(lab);
  void registerServiceWorker({
    ready: (apply) => (lab.update.value = apply),
    changedElsewhere: (reload) => (lab.update.value = reload),
    checkpoint: async () => {
      const answer = await lab.service.hidden();
      if (!answer.ok) throw new Error(answer.error.message);
    },
  });
  void keepAllOfflineWhenIdle();
  return lab;
}

/** Opens the run that was worked on last, as the shortcut asks. It waits for Play. */
async function openLastRun(lab: Lab): Promise<void> {
  await lab.loadRuns();
  const [last] = [...(lab.runs.value ?? [])].sort((a, b) => b.run.updatedAt - a.run.updatedAt);
  if (last) lab.go({ screen: 'run', runId: last.run.id });
}
