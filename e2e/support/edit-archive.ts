import { readFile, writeFile } from 'node:fs/promises';
import { withEdit } from '../../core/spec/edits.ts';
import { identityOf } from '../../core/spec/identity.ts';
import { exportRun, importRun } from '../../worker/archive/run-archive.ts';
import { checkSpec } from '../../worker/service/check-spec.ts';

// Writes the archive of a run (the first argument) as it would be had the app edited the run at its last step, in which
// the discriminator moves twice from then on (to the second argument). A program, since the journeys' loader can't read
// all that an archive is made with.

const [from, to] = process.argv.slice(2) as [string, string];
const parts = await importRun(new Uint8Array(await readFile(from)), checkSpec);
const { spec, step } = parts.run;
const changes = { dynamics: { ...spec.dynamics, criticSteps: 2 } };
const edits = withEdit(spec, [], { step, changes }, checkSpec);
const run = { ...parts.run, edits, identity: await identityOf(spec, edits) };
const edited = await exportRun({ ...parts, run });
await writeFile(to, new Uint8Array(await edited.arrayBuffer()));
