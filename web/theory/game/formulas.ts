import type { DiracRegulariser, DiracUpdate } from '../../../core/theory/dirac.ts';

/** TeX of the game: w = (theta, psi), v the field that both players move along. */
export const fieldFormula = String.raw`D_\psi(x)=\psi x,\quad v(\theta,\psi)=\bigl(-\partial_\theta L_G,\;-\partial_\psi L_D\bigr)`;

/** TeX of what each regulariser does. */
export const regulariserFormulas: Readonly<Record<DiracRegulariser['kind'], string>> = {
  none: '',
  'gradient-penalty': String.raw`L_D \leftarrow L_D + \tfrac{\gamma}{2}\psi^2`,
  'gradient-norm-target': String.raw`L_D \leftarrow L_D + \tfrac{\gamma}{2}(|\psi|-t)^2`,
  'weight-clip': String.raw`\psi \leftarrow \min(c, \max(-c, \psi))`,
  'instance-noise': String.raw`x \leftarrow x + \varepsilon,\quad \varepsilon\sim\mathcal{N}(0,\sigma^2)`,
  consensus: String.raw`v \leftarrow v - \tfrac{\gamma}{2}\nabla\|v\|^2`,
};

/** TeX of one step of each update rule. */
export const updateFormulas: Readonly<Record<DiracUpdate['kind'], string>> = {
  simultaneous: String.raw`w_{k+1}=w_k+h\,v(w_k)`,
  alternating: String.raw`\theta_{k+1}=\theta_k+h\,v_\theta(\theta_k,\psi_k),\quad \psi_{k+1}=\psi_k+h\,v_\psi(\theta_{k+1},\psi_k)`,
  extragradient: String.raw`w_{k+1}=w_k+h\,v\bigl(w_k+h\,v(w_k)\bigr)`,
  optimistic: String.raw`w_{k+1}=w_k+2h\,v(w_k)-h\,v(w_{k-1})`,
  unrolled: String.raw`\theta_{k+1}=\theta_k-h\,\nabla_\theta L_G\bigl(\theta_k,\psi^{(K)}(\theta_k)\bigr)`,
  'gradient-norm': String.raw`v_\theta \leftarrow v_\theta-\eta\,\partial_\theta\,v_\psi^2`,
};
