import type { ServiceError } from '../../worker/protocol/errors.ts';
import { Store } from './store.ts';

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void | Promise<void>;
}

/** A short message that the person can put away. */
export interface Notice {
  readonly id: number;
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
  readonly remedy?: string;
  readonly action?: NoticeAction;
}

/** How long a message without consequence stays, in milliseconds. Warnings and errors wait for the person. */
const infoLifetime = 8000;

export class Notices extends Store<readonly Notice[]> {
  #next = 1;

  constructor() {
    super([]);
  }

  info(message: string, action?: NoticeAction): void {
    this.#add({ level: 'info', message, ...(action && { action }) });
  }

  say(level: 'info' | 'warning', message: string): void {
    this.#add({ level, message });
  }

  error({ message, remedy }: ServiceError): void {
    this.#add({ level: 'error', message, ...(remedy !== undefined && { remedy }) });
  }

  dismiss(id: number): void {
    this.value = this.value.filter((notice) => notice.id !== id);
  }

  #add(notice: Omit<Notice, 'id'>): void {
    if (this.value.some(({ level, message }) => level === notice.level && message === notice.message)) return;
    const id = this.#next++;
    this.value = [...this.value.slice(-3), { ...notice, id }];
    if (notice.level === 'info') setTimeout(() => this.dismiss(id), infoLifetime);
  }
}
