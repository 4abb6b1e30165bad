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
const serial = (alias: string, openable = true) =>
  ({ alias, element: 'serial', index: 0, type: openable ? 'pty' : 'tcp', openable }) as const;

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

  it('offers no serial port that gives no stream', () => {
    const consoles = { graphics: [], serials: [serial('serial0', false), serial('serial1')] };
    expect(choicesOf(consoles).map(choiceText)).toEqual(['serial:serial1']);
  });

  it('says of a screen that others can show why it is not shown here, whatever stands before it', () => {
    const headless = graphics(0, { type: 'other', why: 'unsupported' });
    expect(whyNoScreen({ graphics: [headless, graphics(1, { type: 'spice', why: 'spice' })], serials: [] })).toBe(
      'spice',
    );
    expect(whyNoScreen({ graphics: [headless, graphics(1, { why: 'listenNone' })], serials: [] })).toBe('listenNone');
    expect(whyNoScreen({ graphics: [headless], serials: [] })).toBe('unsupported');
  });

  it('says why there is no screen', () => {
    expect(whyNoScreen({ graphics: [], serials: [] })).toBe('none');
    expect(whyNoScreen({ graphics: [graphics(0, { type: 'spice', why: 'spice' })], serials: [] })).toBe('spice');
    expect(whyNoScreen({ graphics: [graphics(0, { why: 'listenNone' })], serials: [] })).toBe('listenNone');
  });
});
