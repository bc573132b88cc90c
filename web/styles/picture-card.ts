import { css } from 'lit';

/** A card of a picture under its coloured name, as they stand side by side in a race or a comparison. */
export const pictureCard = css`
  .card {
    padding: 10px 12px 12px;
  }

  header {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-bottom: 8px;
  }

  h2 {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
    font-size: 1rem;
  }

  .empty {
    display: grid;
    place-items: center;
    aspect-ratio: 1;
    border-radius: var(--ll-radius-small);
    background: var(--ll-sunken);
    color: var(--ll-muted);
  }
`;
