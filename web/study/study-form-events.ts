import type { StudyForm } from './study-form.ts';

/** Sent by the parts of the form of a study, with what is to change in it. */
export class StudyFormEvent extends CustomEvent<Partial<StudyForm>> {
  constructor(changes: Partial<StudyForm>) {
    super('ll-study-form', { detail: changes, bubbles: true });
  }
}

/** The text of a box or menu that an event is of. */
export const textOf = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement).value;

declare global {
  interface HTMLElementEventMap {
    'll-study-form': StudyFormEvent;
  }
}
