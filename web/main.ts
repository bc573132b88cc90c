import { startApp } from './app/start.ts';

startApp(() => new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module', name: 'latent-lab' }));
