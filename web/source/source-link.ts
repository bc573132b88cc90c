import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { hashOf } from '../state/route.ts';

/** A link to the file that implements something, by its path from the root of the repository. */
export function sourceLink(path: string): TemplateResult {
  return html`<a href=${hashOf({ screen: 'source', path })}><code>${path}</code></a>`;
}
