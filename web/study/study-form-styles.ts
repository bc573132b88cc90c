import { css } from 'lit';

/** What the parts of the form of a study share: boxes with their names above them, side by side where there is room. */
export const studyFormStyles = css`
  .part {
    padding: 14px 16px;
    min-width: 0;
  }

  h2 {
    margin-bottom: 10px;
  }

  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 250px), 1fr));
    gap: 12px 20px;
  }

  .field {
    display: grid;
    gap: 3px;
    align-content: start;
    font-size: 0.9rem;
  }

  .field input,
  .field select {
    width: 100%;
  }

  summary {
    width: fit-content;
    min-height: 28px;
    margin-top: 10px;
    cursor: pointer;
    font-size: 0.9rem;
    color: var(--ll-accent);
  }
`;
