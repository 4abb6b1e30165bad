import { describe, expect, it } from 'vitest';
import type { GraphicsConsole } from '../../../shared/model/console.ts';
import { choicesOf, choiceText, parseChoice, whyNoScreen } from './choice.ts';

const graphics = (index: number, rest: Partial<GraphicsConsole>): GraphicsConsole => ({
  type: 'vnc',
  index,
  listen: '',
  reachable: rest.why === undefined,
  ...rest,
});
const serial = (alias: string) => ({ alias, element: 'serial', index: 0, type: 'pty' }) as const;

describe('the choice of console', () => {
  it.each(['vnc:0', 'vnc:15', 'serial:serial0', 'serial:console1'])('%s survives the way through a route', (text) => {
    const choice = parseChoice(text);
    expect(choice && choiceText(choice)).toBe(text);
  });

  it.each(['', 'vnc', 'vnc:', 'vnc:x', 'spice:0', 'serial:'])('"%s" names no console', (text) => {
    expect(parseChoice(text)).toBeUndefined();
  });

  it('offers screens first, without those that can not be shown', () => {
    const consoles = {
      graphics: [graphics(0, { type: 'spice', why: 'spice' }), graphics(1, { why: 'notRunning' })],
      serials: [serial('serial0')],
    };
    expect(choicesOf(consoles).map(choiceText)).toEqual(['vnc:1', 'serial:serial0']);
    expect(whyNoScreen(consoles)).toBeUndefined();
  });

  it('says why there is no screen', () => {
    expect(whyNoScreen({ graphics: [], serials: [] })).toBe('none');
    expect(whyNoScreen({ graphics: [graphics(0, { type: 'spice', why: 'spice' })], serials: [] })).toBe('spice');
    expect(whyNoScreen({ graphics: [graphics(0, { why: 'listenNone' })], serials: [] })).toBe('listenNone');
  });
});
