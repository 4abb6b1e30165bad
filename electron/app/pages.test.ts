import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CustomScheme, Protocol, Session } from 'electron';
import { afterAll, describe, expect, test } from 'vitest';
import { standIn } from '../../test/electron/standIn.ts';
import { indexUrl, pageResponse, registerScheme, servePages } from './pages.ts';
import { restrictPermissions } from './permissions.ts';
import { temporaryFolder } from '../../test/lab/lifeline.ts';

describe("the window's scheme", () => {
  const folder = temporaryFolder('vd-pages-');
  const directory = join(folder, 'pages');
  afterAll(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(directory, 'assets'), { recursive: true });
  writeFileSync(join(directory, 'index.html'), '<!doctype html>');
  writeFileSync(join(directory, 'assets/a-1.js'), 'export {};');
  writeFileSync(join(directory, '../outside.json'), '{}');

  test('is a secure context with an origin of its own, and never bypasses the content policy', () => {
    let registered: CustomScheme[] = [];
    registerScheme(standIn<Protocol>({ registerSchemesAsPrivileged: (schemes) => void (registered = schemes) }));
    expect(registered).toMatchObject([{ scheme: 'virtdeck', privileges: { standard: true, secure: true } }]);
    expect(registered[0]?.privileges?.bypassCSP).toBeUndefined();
  });

  test('serves the built files with the policy of the web server', async () => {
    let handler: ((request: Request) => Response | Promise<Response>) | undefined;
    const protocol = standIn<Protocol>({
      handle: (_scheme, handle) => void (handler = handle as unknown as typeof handler),
    });
    servePages(protocol, directory);
    const page = await handler?.(new Request(indexUrl));
    expect(page?.status).toBe(200);
    expect(page?.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(page?.headers.get('content-type')).toContain('text/html');
    expect(await page?.text()).toBe('<!doctype html>');
    expect((await handler?.(new Request(`${indexUrl}assets/a-1.js`)))?.headers.get('content-type')).toContain(
      'javascript',
    );
  });

  test.each([
    'virtdeck://app/..%2foutside.json',
    'virtdeck://app/../outside.json',
    'virtdeck://app/%2e%2e/outside.json',
    'virtdeck://other/index.html',
    'virtdeck://app/nothing.js',
  ])('serves nothing else: %s', async (url) => {
    expect((await pageResponse({ url, method: 'GET' }, directory)).status).toBe(404);
    expect((await pageResponse({ url: indexUrl, method: 'POST' }, directory)).status).toBe(404);
  });
});

describe('a permission', () => {
  type Request = Parameters<NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>>;
  type Check = Parameters<NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>>;
  let ask: (permission: Request[1], url: string) => boolean = () => true;
  let check: (permission: Check[1], origin: string) => boolean = () => true;
  let device = true;
  restrictPermissions(
    standIn<Session>({
      setPermissionRequestHandler: (handler) => {
        ask = (permission, requestingUrl) => {
          let answer = true;
          const details = { requestingUrl, isMainFrame: true } as Request[3];
          handler?.(standIn({}), permission, (granted) => (answer = granted), details);
          return answer;
        };
      },
      setPermissionCheckHandler: (handler) => {
        check = (permission, origin) => handler?.(null, permission, origin, { isMainFrame: true }) ?? true;
      },
      setDevicePermissionHandler: (handler) => {
        device = handler?.(standIn({})) ?? true;
      },
    }),
    indexUrl,
  );

  test.each([
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'hid',
    'usb',
    'openExternal',
    'unknown',
  ] as const)('that no page needs is denied: %s', (permission) => {
    expect(ask(permission, indexUrl)).toBe(false);
    expect(check(permission, indexUrl)).toBe(false);
  });

  test('that a console needs is granted to our own pages only; devices never', () => {
    for (const permission of ['fullscreen', 'clipboard-sanitized-write', 'keyboardLock'] as const) {
      expect([ask(permission, indexUrl), check(permission, 'virtdeck://app')]).toEqual([true, true]);
      expect([ask(permission, 'https://x/'), check(permission, 'https://x')]).toEqual([false, false]);
    }
    expect(device).toBe(false);
  });
});
