import { buildApp } from './build.ts';

await buildApp();
