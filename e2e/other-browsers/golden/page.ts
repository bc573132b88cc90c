import { goldenDigests } from './golden.ts';

Object.assign(globalThis, { goldenDigests });
