export type KeyAction = 'toggle' | 'step' | 'save' | 'filter' | 'help';

/** Every key of the app, for the handler and for the help. */
export const keyBindings: readonly {
  readonly key: string;
  readonly label: string;
  readonly action: KeyAction;
  readonly does: string;
}[] = [
  { key: ' ', label: 'Space', action: 'toggle', does: 'Play or pause the open run' },
  { key: '.', label: '.', action: 'step', does: 'One training step' },
  { key: 's', label: 's', action: 'save', does: 'Keep a checkpoint' },
  { key: '/', label: '/', action: 'filter', does: 'Filter the runs' },
  { key: '?', label: '?', action: 'help', does: 'Show these keys' },
];

/** What a key press asks for; nothing while typing, with a modifier, or where the key already means something. */
export function keyAction(event: KeyboardEvent): KeyAction | undefined {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return undefined;
  const target = event.composedPath()[0];
  if (target instanceof HTMLElement && isTyping(target)) return undefined;
  // Space presses the focused button, and so on: the page's own meaning wins.
  if (
    event.key === ' ' &&
    target instanceof HTMLElement &&
    target.closest('button, a, summary, input, select, [role=tab]')
  )
    return undefined;
  return keyBindings.find(({ key }) => key === event.key)?.action;
}

function isTyping(element: HTMLElement): boolean {
  if (element.isContentEditable || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement)
    return true;
  return element instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(element.type);
}
