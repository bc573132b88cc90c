import { css } from 'lit';

/** A message across the page that asks for something. */
export const banner = css`
  .banner {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 14px;
    padding: 12px 16px;
    border: 1px solid var(--ll-warning);
    border-left-width: 5px;
    border-radius: var(--ll-radius);
    background: var(--ll-warning-soft);
  }

  .banner.error {
    border-color: var(--ll-danger);
    background: var(--ll-danger-soft);
  }

  .banner.info {
    border-color: var(--ll-accent);
    background: var(--ll-accent-soft);
  }

  .banner .words {
    flex: 1 1 260px;
    min-width: 0;
    overflow-wrap: anywhere;
  }
`;
