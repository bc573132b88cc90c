import { css } from 'lit';

/** A bar below a form, with what it would make and the buttons that make it; stays in view. */
export const launchBar = css`
  :host {
    position: sticky;
    bottom: var(--footer-height, 0);
    z-index: 3;
  }

  .launch {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 14px;
    padding: 10px 14px;
    box-shadow: var(--ll-shadow);
  }

  .words {
    flex: 1 1 250px;
    min-width: 0;
    font-size: 0.9rem;
    overflow-wrap: anywhere;
  }

  .fault {
    color: var(--ll-danger);
  }
`;
