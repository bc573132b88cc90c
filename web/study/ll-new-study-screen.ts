import { LitElement, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Lab } from '../state/lab.ts';
import type { StudySource } from '../state/route.ts';

@customElement('ll-new-study-screen')
export class LlNewStudyScreen extends LitElement {
  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) from: StudySource | undefined;

  override render(): TemplateResult {
    return html`<h1>New study</h1>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-new-study-screen': LlNewStudyScreen;
  }
}
