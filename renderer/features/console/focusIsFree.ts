/**
 * Whether a console that has just opened may take the keyboard. Somebody who types elsewhere, or has a menu or a list open, keeps it:
 * consoles come up when the network lets them, which may be in the middle of a word.
 */
export function focusIsFree(): boolean {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return true;
  return (
    focused.closest('input, textarea, select, [role="menu"], [role="listbox"], [role="combobox"], [role="dialog"]') ===
    null
  );
}
