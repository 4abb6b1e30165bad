/**
 * Ctrl+Enter does what the open dialog is for, from wherever the focus is in it, also from its buttons. What the dialog's own button
 * could not do now the key can't either. Dialogs without a form have the key themselves, or not at all.
 * @returns how to stop
 */
export function submitByKey(): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    if (!(event.target instanceof Element)) return;
    const form = event.target.closest('[role="dialog"]')?.querySelector('form');
    if (!form) return;
    event.preventDefault();
    const button = form.querySelector<HTMLButtonElement>('[type="submit"]');
    if (button?.disabled !== true) form.requestSubmit(button);
  };
  addEventListener('keydown', onKeyDown);
  return () => removeEventListener('keydown', onKeyDown);
}
