import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { opener, redirect } from './browser.ts';
import { electronExecutable, lastWords, whyNoDesktop } from './desktop.ts';

const tree = (): string => mkdtempSync(join(tmpdir(), 'virtdeck-launch-'));
const withElectron = (): string => {
  const folder = tree();
  mkdirSync(join(folder, 'node_modules/electron/dist'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/electron/path.txt'), 'electron');
  writeFileSync(join(folder, 'node_modules/electron/dist/electron'), '');
  return folder;
};

describe('the desktop window', () => {
  test('needs a display', () => {
    expect(whyNoDesktop(withElectron(), 'linux', {})).toMatch(/no display/);
    expect(whyNoDesktop(withElectron(), 'linux', { DISPLAY: ':0' })).toBeUndefined();
    expect(whyNoDesktop(withElectron(), 'linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBeUndefined();
    expect(whyNoDesktop(withElectron(), 'darwin', {})).toBeUndefined();
  });

  test('needs the Electron runtime, and says how to get it', () => {
    expect(electronExecutable(tree(), {})).toBeUndefined();
    expect(whyNoDesktop(tree(), 'linux', { DISPLAY: ':0' })).toMatch(/npx install-electron/);
  });

  test("Chromium's last complaint is quoted without its prefix", () => {
    expect(lastWords('x\n[12:0101/1:FATAL:a.cc(1)] Running as root without --no-sandbox is not supported.\n\n')).toBe(
      'Running as root without --no-sandbox is not supported.',
    );
  });
});

describe('the browser', () => {
  test('nothing to open with is said, not an error', () => {
    expect(opener('http://127.0.0.1/', 'linux', { PATH: tree() })).toBeUndefined();
  });

  test('a browser of the Chromium family shows an app window, but not as root, where its sandbox does not work', () => {
    const folder = tree();
    writeFileSync(join(folder, 'chromium'), '');
    expect(opener('http://127.0.0.1/', 'linux', { PATH: folder }, true)).toBeUndefined();
    expect(opener('http://127.0.0.1/', 'linux', { PATH: folder }, false)).toEqual({
      argv: [join(folder, 'chromium'), '--app=http://127.0.0.1/'],
      readsFiles: true,
    });
  });

  test('otherwise the system opens its own', () => {
    const folder = tree();
    symlinkSync('/bin/true', join(folder, 'xdg-open'));
    expect(opener('http://127.0.0.1/', 'linux', { PATH: folder })?.argv).toEqual([
      join(folder, 'xdg-open'),
      'http://127.0.0.1/',
    ]);
    expect(opener('http://127.0.0.1/', 'darwin', { PATH: folder })?.argv.at(-1)).toContain('http://127.0.0.1/');
  });

  test('the page that hands over the URL cannot be broken out of', () => {
    expect(redirect('http://127.0.0.1/?a=1&b="><script>')).toContain(
      'url=http://127.0.0.1/?a=1&amp;b=&quot;>&lt;script>"',
    );
  });
});
