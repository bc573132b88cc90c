import { css } from 'lit';

/** The frame of a theory page: a few words above columns of cards. Each page says how wide its columns are. */
export const theoryPage = css`
  .intro {
    max-width: 75ch;
    margin-bottom: 14px;
    color: var(--ll-muted);
  }

  .columns {
    display: grid;
    gap: 14px;
    align-items: start;
  }

  section {
    padding: 14px 16px 16px;
    min-width: 0;
  }

  h2 {
    margin-bottom: 8px;
  }
`;
