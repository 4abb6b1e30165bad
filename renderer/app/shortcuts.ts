/** Keys that work everywhere outside text fields and consoles: the general ones, and the verbs' of what the page is about. */
import { useEffect } from 'react';
import { routeObject, type Route } from '../../shared/model/route.ts';
import { isPressed } from '../nouns/shortcut.ts';
import { isVerbKey, runVerbKey } from '../nouns/verbKeys.ts';
import { useDialog } from '../store/dialogs.ts';
import { generalKeys } from './generalKeys.ts';

export function useShortcuts(route: Route): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || belongsElsewhere(event.target)) return;
      const isBusy = isTyping(event.target) || useDialog.getState().dialog !== undefined;
      const general = generalKeys.find(({ keys, run }) => run !== undefined && isPressed(keys, event));
      if (general === undefined) {
        if (isBusy || !isVerbKey(event)) return;
        runVerbKey(event, routeObject(route));
      } else {
        if (!(general.anywhere?.() ?? !isBusy)) return;
        general.run?.(route);
      }
      event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [route]);
}

/** A console's keys are the guest's, all of them. */
const belongsElsewhere = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="application"], .xterm') !== null;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
