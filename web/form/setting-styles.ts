import { css } from 'lit';

/** How a setting of a form looks, whatever is chosen or typed in it: its label, and word of a change or a fault. */
export const settingStyles = css`
  .head {
    display: flex;
    align-items: center;
    gap: 4px;
    min-height: 24px;
    margin-bottom: 2px;
    font-size: 0.9rem;
  }

  .changed {
    margin-left: auto;
    color: var(--ll-accent);
    font-size: 0.78rem;
    font-weight: 600;
  }

  select {
    width: 100%;
  }
`;
