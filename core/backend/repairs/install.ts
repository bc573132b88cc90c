import { repairResizeGradients } from './resize-gradients.ts';
import { repairGradients } from './gradients.ts';
import { repairTape } from './tape.ts';

let installed = false;

/** Makes tfjs's gradients right to second order, on every backend. Later calls do nothing. */
export function installRepairs(): void {
  if (installed) return;
  installed = true;
  repairTape();
  repairGradients();
  repairResizeGradients();
}
