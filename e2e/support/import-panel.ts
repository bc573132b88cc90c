import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** A file as a page is given it. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array | string;
}

/** The panel of the Data screen that brings files in. */
export class ImportPanel {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get box(): Locator {
    return this.#page.getByRole('region', { name: 'Import' });
  }

  /** Says what became of the last import. */
  get report(): Locator {
    return this.box.getByRole('status');
  }

  get fault(): Locator {
    return this.box.getByRole('alert');
  }

  async choose(...files: readonly GivenFile[]): Promise<void> {
    await this.#page
      .getByLabel('Files to import')
      .setInputFiles(
        files.map(({ name, bytes }) => ({ name, mimeType: '', buffer: Buffer.from(bytes as Uint8Array) })),
      );
  }

  /** Drags files and folders of this machine from another program onto the panel. */
  async drop(paths: readonly string[]): Promise<void> {
    const { x, y, width, height } = (await this.box.boundingBox())!;
    const session = await this.#page.context().newCDPSession(this.#page);
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    const at = { x: x + width / 2, y: y + height / 2, data };
    await session.send('Input.dispatchDragEvent', { type: 'dragEnter', ...at });
    await session.send('Input.dispatchDragEvent', { type: 'dragOver', ...at });
    await expect(this.box).toHaveClass(/over/);
    await session.send('Input.dispatchDragEvent', { type: 'drop', ...at });
    await session.detach();
  }
}
