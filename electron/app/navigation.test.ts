import type { WebContents, WindowOpenHandlerResponse } from 'electron';
import { describe, expect, test } from 'vitest';
import { preventable, standIn } from '../../test/electron/standIn.ts';
import { guardNavigation } from './navigation.ts';
import { consoleWindowOptions } from './window.ts';

const index = 'virtdeck://app/';

function guarded() {
  const opened: string[] = [];
  let openHandler: (details: { url: string }) => WindowOpenHandlerResponse = () => ({ action: 'deny' });
  const contents = standIn<WebContents>({
    setWindowOpenHandler: (handler) => {
      openHandler = (details) => handler(details as Parameters<typeof handler>[0]);
    },
  });
  guardNavigation(contents, {
    index,
    consoleWindow: () => consoleWindowOptions('/preload.cjs', '/icon.png'),
    openExternal: async (url) => void opened.push(url),
  });
  const prevented = (event: string, fields: object): boolean => {
    const details = preventable(fields);
    contents.emit(event, details);
    return details.prevented;
  };
  return { opened, open: (url: string) => openHandler({ url }), prevented };
}

describe('a page', () => {
  test.each([
    'https://evil.example/',
    'file:///etc/passwd',
    'virtdeck://other/',
    'data:text/html,x',
    'virtdeck:app',
    'x',
  ])('does not go elsewhere: %s', (url) => {
    const { prevented } = guarded();
    expect(prevented('will-frame-navigate', { url, isMainFrame: true })).toBe(true);
    expect(prevented('will-redirect', { url, isMainFrame: true })).toBe(true);
  });

  test('may load itself again, but not in a frame', () => {
    const { prevented } = guarded();
    expect(prevented('will-frame-navigate', { url: `${index}#/settings`, isMainFrame: true })).toBe(false);
    expect(prevented('will-frame-navigate', { url: index, isMainFrame: false })).toBe(true);
  });

  test('gets no webview', () => {
    expect(guarded().prevented('will-attach-webview', {})).toBe(true);
  });
});

describe('a new window', () => {
  test('opens for a console of ours, as locked up as every page', () => {
    const response = guarded().open(`${index}#/console/h1/6b3f/vnc:0`);
    expect(response.action).toBe('allow');
    const { webPreferences } = (response.action === 'allow' && response.overrideBrowserWindowOptions) || {};
    expect(webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
    });
  });

  test.each([`${index}#/settings`, 'virtdeck://other/#/console/h1/6b3f/vnc:0', 'https://evil.example/#/console/', ''])(
    'does not open for anything else: "%s"',
    (url) => {
      expect(guarded().open(url)).toEqual({ action: 'deny' });
    },
  );

  test('to an https link opens in the browser instead; no other scheme starts a program', () => {
    const { open, opened } = guarded();
    for (const url of [
      'https://libvirt.org/',
      'http://libvirt.org/',
      'file:///bin/sh',
      'smb://x/y',
      'javascript:alert(1)',
      'https://user:secret@libvirt.org/',
    ]) {
      expect(open(url)).toEqual({ action: 'deny' });
    }
    expect(opened).toEqual(['https://libvirt.org/']);
  });
});
