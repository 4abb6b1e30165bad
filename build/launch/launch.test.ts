import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/lab/lifeline.ts';
import { opener, redirect, tunnelHint } from './browser.ts';
import { electronExecutable, lastWords, whyNoDesktop } from './desktop.ts';
import { complaint, fetchElectron } from './electronRuntime.ts';

const tree = (): string => temporaryFolder('virtdeck-launch-');
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

  test('needs the Electron runtime', () => {
    expect(electronExecutable(tree(), {})).toBeUndefined();
    expect(whyNoDesktop(tree(), 'linux', { DISPLAY: ':0' })).toMatch(/runtime is not installed/);
  });

  test('a runtime that cannot be fetched is said in a sentence, without a stack', async () => {
    const script = join(tree(), 'install.js');
    writeFileSync(
      script,
      `console.error(new TypeError('fetch failed', { cause: Object.assign(new Error('getaddrinfo ENOTFOUND example.org'), { code: 'ENOTFOUND' }) }).stack); process.exit(1)`,
    );
    expect(await fetchElectron(script).ended).toBe('fetch failed');
    writeFileSync(script, '');
    expect(await fetchElectron(script).ended).toBeUndefined();
    writeFileSync(script, 'setInterval(() => {}, 1000)');
    const fetching = fetchElectron(script);
    fetching.stop();
    expect(await fetching.ended).toBe('SIGTERM');
  });

  test('the cause of an error is quoted with it', () => {
    expect(complaint('TypeError: fetch failed\n    at x\n  [cause]: Error: connect ECONNREFUSED ::1:443\n')).toBe(
      'fetch failed, connect ECONNREFUSED ::1:443',
    );
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

  test('a browser that is a snap, or a script that starts one, is not given a file, which it could not read', () => {
    const folder = tree();
    writeFileSync(join(folder, 'chromium'), '#!/bin/sh\nexec /snap/bin/chromium "$@"\n');
    expect(opener('http://127.0.0.1/', 'linux', { PATH: folder }, false)?.readsFiles).toBe(false);
    const snap = join(folder, 'snap/chromium');
    mkdirSync(join(folder, 'snap'));
    writeFileSync(snap, '');
    const linked = tree();
    symlinkSync(snap, join(linked, 'chromium'));
    expect(opener('http://127.0.0.1/', 'linux', { PATH: linked }, false)?.readsFiles).toBe(false);
  });

  describe.skipIf(process.platform === 'win32')('of the system is given a file', () => {
    /** A desktop whose browser starts so; `html` opens files of HTML. */
    const desktop = (exec: string, html = 'web.desktop'): NodeJS.ProcessEnv => {
      const folder = tree();
      mkdirSync(join(folder, 'applications'));
      writeFileSync(join(folder, 'applications/web.desktop'), `[Desktop Entry]\nExec=${exec}\n`);
      writeFileSync(join(folder, 'applications/editor.desktop'), '[Desktop Entry]\nExec=web %f\n');
      symlinkSync('/bin/true', join(folder, 'xdg-open'));
      writeFileSync(join(folder, 'web'), '');
      writeFileSync(join(folder, 'ubuntu'), '#!/bin/sh\nexec /snap/bin/firefox "$@"\n');
      const script = `#!/bin/sh\n[ "$3" = text/html ] && echo ${html} || echo web.desktop\n`;
      writeFileSync(join(folder, 'xdg-mime'), script);
      chmodSync(join(folder, 'xdg-mime'), 0o755);
      return { PATH: folder, XDG_DATA_HOME: join(folder, 'none'), XDG_DATA_DIRS: folder };
    };
    const readsFiles = (env: NodeJS.ProcessEnv): boolean | undefined =>
      opener('http://127.0.0.1/', 'linux', env, true)?.readsFiles;

    test('where it is a program of the system', () => {
      expect(readsFiles(desktop('web %u'))).toBe(true);
      expect(readsFiles(desktop('/bin/true %u'))).toBe(true);
    });

    test.each([
      ['a snap', desktop('env HINT=x /snap/bin/firefox %u')],
      ['a script that starts a snap', desktop('ubuntu %u')],
      ['a flatpak', desktop('/usr/bin/flatpak run org.mozilla.firefox @@u %u @@')],
      ['not found', desktop('elsewhere %u')],
      ['not what opens files of HTML', desktop('web %u', 'editor.desktop')],
    ])('but not where it is %s', (_what, env) => {
      expect(readsFiles(env)).toBe(false);
    });
  });

  test('who is here by SSH is told the way to the loopback address', () => {
    const env = { SSH_CONNECTION: '192.0.2.7 50000 192.0.2.9 22', USER: 'alice' };
    expect(tunnelHint('http://127.0.0.1:7788/login?token=x', env)).toContain(
      '"ssh -L 7788:127.0.0.1:7788 alice@192.0.2.9"',
    );
    expect(tunnelHint('http://127.0.0.1:7788/login?token=x', {})).toBeUndefined();
    expect(tunnelHint('https://192.0.2.9:7788/login?token=x', env)).toBeUndefined();
  });

  test('the page that hands over the URL cannot be broken out of', () => {
    expect(redirect('http://127.0.0.1/?a=1&b="><script>')).toContain(
      'url=http://127.0.0.1/?a=1&amp;b=&quot;>&lt;script>"',
    );
  });
});
