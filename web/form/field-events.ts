import type { FieldValue } from '../../core/spec/fields.ts';
import type { SpecPath } from './paths.ts';

/** A person changed a setting. `value` is undefined when what they typed is no value; `message` then says why. */
export interface FieldChange {
  readonly path: SpecPath;
  readonly value?: FieldValue;
  readonly message?: string;
}

/** The event by which a setting tells of a change; it crosses shadow roots. */
export class FieldChangeEvent extends CustomEvent<FieldChange> {
  constructor(detail: FieldChange) {
    super('ll-field-change', { detail, bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'll-field-change': FieldChangeEvent;
  }
}
