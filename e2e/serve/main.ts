import { ensureBuilt } from '../build/build.ts';
import { dist } from '../build/paths.ts';
import { serve } from './server.ts';

/** Where `npm start` serves unless PORT says otherwise. */
const usualPort = 4173;

await ensureBuilt();
const chosen = process.env['PORT'];
const { url } = await serve(dist, { port: chosen ? Number(chosen) : usualPort, orNext: !chosen });
console.log(`Latent Lab: ${url}`);
