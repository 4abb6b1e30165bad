import { describe, expect, test } from 'vitest';
import { isPressed, type KeyPress } from './shortcut.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

describe('a shortcut is pressed', () => {
  test('with its modifiers and no others', () => {
    expect(isPressed('mod+Shift+O', press('O', { ctrlKey: true, shiftKey: true }))).toBe(true);
    expect(isPressed('mod+Shift+O', press('o', { ctrlKey: true }))).toBe(false);
    expect(isPressed('F2', press('F2'))).toBe(true);
    expect(isPressed('F2', press('F2', { altKey: true }))).toBe(false);
    expect(isPressed('Delete', press('Delete', { shiftKey: true }))).toBe(false);
  });

  test('with Ctrl or Command where it says mod', () => {
    expect(isPressed('mod+K', press('k', { ctrlKey: true }))).toBe(true);
    expect(isPressed('mod+K', press('k', { metaKey: true }))).toBe(true);
    expect(isPressed('mod+K', press('k'))).toBe(false);
  });

  test('by the place of a letter where Alt may type another one', () => {
    expect(isPressed('Alt+N', press('˜', { altKey: true, code: 'KeyN' }))).toBe(true);
    expect(isPressed('Alt+N', press('n', { altKey: true, code: 'KeyB' }))).toBe(false);
  });

  test('with or without Shift where it is a sign', () => {
    expect(isPressed('?', press('?', { shiftKey: true }))).toBe(true);
    expect(isPressed('/', press('/'))).toBe(true);
    expect(isPressed('/', press('/', { shiftKey: true }))).toBe(true);
    expect(isPressed('/', press('/', { ctrlKey: true }))).toBe(false);
  });
});
