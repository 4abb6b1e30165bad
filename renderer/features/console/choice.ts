/** Which of a VM's consoles: as routes and the chooser name it. */
import type { Consoles, GraphicsConsole } from '../../../shared/model/console.ts';

type Listed = Pick<Consoles, 'graphics' | 'serials'>;

export type ConsoleChoice =
  | { readonly kind: 'vnc'; readonly index: number }
  | { readonly kind: 'serial'; readonly alias: string };

/** `vnc:0`, `serial:serial0`. */
export const choiceText = (choice: ConsoleChoice): string =>
  choice.kind === 'vnc' ? `vnc:${choice.index}` : `serial:${choice.alias}`;

/** @returns undefined for what names no console */
export function parseChoice(text: string): ConsoleChoice | undefined {
  const [, kind, rest] = /^(vnc|serial):(.+)$/.exec(text) ?? [];
  if (kind === undefined || rest === undefined) return undefined;
  if (kind === 'serial') return { kind, alias: rest };
  return /^\d{1,2}$/.test(rest) ? { kind: 'vnc', index: Number(rest) } : undefined;
}

/** A screen that VirtDeck can show, whether or not the VM runs now. */
const showable = (graphics: GraphicsConsole): boolean => graphics.reachable || graphics.why === 'notRunning';

/** All that can be chosen, screens first. */
export function choicesOf(consoles: Listed): readonly ConsoleChoice[] {
  return [
    ...consoles.graphics.filter(showable).map(({ index }): ConsoleChoice => ({ kind: 'vnc', index })),
    ...consoles.serials
      .filter(({ openable }) => openable)
      .map(({ alias }): ConsoleChoice => ({ kind: 'serial', alias })),
  ];
}

/** Why there is no screen to show; undefined when there is one. */
export function whyNoScreen(consoles: Listed): 'none' | 'spice' | 'listenNone' | 'unsupported' | undefined {
  if (consoles.graphics.some(showable)) return undefined;
  const reasons = consoles.graphics.map(({ why }) => why);
  // What could be shown elsewhere, or after a change, says more than a device that never shows anything (egl-headless).
  return whyInOrder.find((why) => reasons.includes(why)) ?? 'none';
}

const whyInOrder = ['spice', 'listenNone', 'unsupported'] as const;
