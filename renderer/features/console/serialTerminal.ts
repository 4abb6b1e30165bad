/** The terminal of a serial console: xterm.js with its looks, search and keys. Loaded when the first one is shown. */
import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal, type ITheme } from '@xterm/xterm';
import { onThemeChange } from '../../components/themeChange.ts';

export interface SerialTerminalOptions {
  readonly parent: HTMLElement;
  readonly label: string;
  readonly fontSize: number;
  /** What was typed, as bytes. */
  readonly onInput: (bytes: Uint8Array) => void;
  /** Decides about keys before the guest gets them; false keeps the key. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

const scrollback = 10_000;
/** CSS properties of the element that the terminal takes its colours from. */
const colorNames = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
  'brightBlack',
  'brightRed',
  'brightGreen',
  'brightYellow',
  'brightBlue',
  'brightMagenta',
  'brightCyan',
  'brightWhite',
  'background',
  'foreground',
  'cursor',
  'cursorAccent',
  'selectionBackground',
] as const;

export class SerialTerminal {
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #search = new SearchAddon();
  readonly #sizes: ResizeObserver;
  readonly #stopTheme: () => void;

  constructor({ parent, label, fontSize, onInput, onKey }: SerialTerminalOptions) {
    const style = getComputedStyle(parent);
    this.#terminal = new Terminal({
      fontSize,
      fontFamily: style.getPropertyValue('--terminal-font').trim() || 'monospace',
      scrollback,
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      // The text is in the page for screen readers (and for whoever looks for it there).
      screenReaderMode: true,
      theme: themeOf(parent),
    });
    // xterm.js takes OSC 52 (a guest writing our clipboard) only with an add-on that is not loaded here.
    this.#terminal.loadAddon(this.#fit);
    this.#terminal.loadAddon(this.#search);
    this.#terminal.loadAddon(new WebLinksAddon((_event, uri) => window.open(uri, '_blank', 'noopener,noreferrer')));
    this.#terminal.attachCustomKeyEventHandler(onKey);
    this.#terminal.open(parent);
    this.#terminal.textarea?.setAttribute('aria-label', label);
    const encoder = new TextEncoder();
    this.#terminal.onData((text) => onInput(encoder.encode(text)));
    // Mouse reports of the X10 kind: one byte each, not text.
    this.#terminal.onBinary((text) => onInput(Uint8Array.from(text, (character) => character.charCodeAt(0))));
    this.#sizes = new ResizeObserver(() => this.#fit.fit());
    this.#sizes.observe(parent);
    this.#stopTheme = onThemeChange(() => {
      this.#terminal.options.theme = themeOf(parent);
    });
  }

  /** Resolves when the bytes have been parsed: xterm.js' own measure of back-pressure. */
  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(bytes, resolve));
  }

  get selection(): string {
    return this.#terminal.getSelection();
  }

  /** As typed; with bracketed paste where the guest asked for it. */
  paste(text: string): void {
    this.#terminal.paste(text);
  }

  selectAll(): void {
    this.#terminal.selectAll();
  }

  /** Empties screen and scrollback; the prompt's line stays. */
  clear(): void {
    this.#terminal.clear();
  }

  focus(): void {
    this.#terminal.focus();
  }

  blur(): void {
    this.#terminal.blur();
  }

  /** @param pixels CSS pixels */
  setFontSize(pixels: number): void {
    this.#terminal.options.fontSize = pixels;
    this.#fit.fit();
  }

  /** @returns false when there is none */
  find(text: string, direction: 'next' | 'previous'): boolean {
    return direction === 'next' ? this.#search.findNext(text) : this.#search.findPrevious(text);
  }

  dispose(): void {
    this.#sizes.disconnect();
    this.#stopTheme();
    this.#terminal.dispose();
  }
}

function themeOf(element: HTMLElement): ITheme {
  const style = getComputedStyle(element);
  return Object.fromEntries(colorNames.map((name) => [name, style.getPropertyValue(`--terminal-${name}`).trim()]));
}
