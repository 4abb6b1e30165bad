import { useEffect, useRef, useState } from 'react';
import { leaveFullScreen } from './fullScreen.ts';
import { ReleaseChord } from './releaseChord.ts';
import type { SerialTerminal } from './serialTerminal.ts';

export async function copySelection(terminal: SerialTerminal | undefined): Promise<void> {
  if (terminal !== undefined && terminal.selection !== '') await navigator.clipboard.writeText(terminal.selection);
  terminal?.focus();
}

export async function pasteClipboard(terminal: SerialTerminal | undefined): Promise<void> {
  try {
    terminal?.paste(await navigator.clipboard.readText());
  } catch {
    // Reading the clipboard is denied in some browsers; Ctrl+V of the browser still pastes.
  }
  terminal?.focus();
}

export interface TerminalUse {
  readonly parent: { readonly current: HTMLDivElement | null };
  readonly label: string;
  readonly fontSize: number;
  readonly releaseChord: string;
  readonly onInput: (bytes: Uint8Array) => void;
  readonly onLeave: () => void;
  readonly onFind: () => void;
}

/** One terminal for as long as the console is shown, whatever becomes of its line. */
export function useTerminal(use: TerminalUse): SerialTerminal | undefined {
  const { parent, label, fontSize, releaseChord } = use;
  const [terminal, setTerminal] = useState<SerialTerminal>();
  const current = useRef(use);
  useEffect(() => {
    current.current = use;
  });
  useEffect(() => {
    let gone = false;
    let made: SerialTerminal | undefined;
    void import('./serialTerminal.ts').then(({ SerialTerminal: Terminal }) => {
      const element = parent.current;
      if (gone || element === null) return;
      const chord = new ReleaseChord(releaseChord);
      made = new Terminal({
        parent: element,
        label,
        fontSize: current.current.fontSize,
        onInput: (bytes) => current.current.onInput(bytes),
        onKey: (event) => keyOf(event, chord, made, current.current),
      });
      element.addEventListener('focusout', () => chord.reset());
      setTerminal(made);
    });
    return () => {
      gone = true;
      setTerminal(undefined);
      made?.dispose();
    };
  }, [parent, label, releaseChord]);
  useEffect(() => {
    if (terminal !== undefined) terminal.setFontSize(fontSize);
  }, [terminal, fontSize]);
  return terminal;
}

/** Everything goes to the guest but the release chord and three combinations that no terminal sends. @returns false: kept */
function keyOf(
  event: KeyboardEvent,
  chord: ReleaseChord,
  terminal: SerialTerminal | undefined,
  use: TerminalUse,
): boolean {
  if (event.type === 'keyup') {
    if (chord.keyup(event.key)) {
      terminal?.blur();
      void leaveFullScreen();
      use.onLeave();
    }
    return true;
  }
  if (event.type !== 'keydown') return true;
  chord.keydown(event.key);
  // Nothing that is typed here is a shortcut of the window.
  event.stopPropagation();
  if (!event.ctrlKey || !event.shiftKey) return true;
  const actions: Readonly<Record<string, () => void>> = {
    c: () => void copySelection(terminal),
    v: () => void pasteClipboard(terminal),
    f: use.onFind,
  };
  const action = actions[event.key.toLowerCase()];
  if (action === undefined) return true;
  event.preventDefault();
  action();
  return false;
}
