import { expect, test } from 'vitest';
import { appError } from '../../shared/errors.ts';
import { openAtFreePort } from './freePort.ts';
import { openWebServer, type WebServer } from './server.ts';

const taken = (port: number): never => {
  throw appError('conflict', `port ${port}: another program has it`);
};

test('the next port that no other program has is taken', async () => {
  const open = async (port: number): Promise<number> => (port < 7790 ? taken(port) : port);
  expect(await openAtFreePort(7788, open)).toBe(7790);
  expect(await openAtFreePort(7795, open)).toBe(7795);
});

test('what is wrong beside a taken port is said at once, and that all are taken in the end', async () => {
  const tried: number[] = [];
  const none = async (port: number): Promise<number> => {
    tried.push(port);
    return port === 4 ? Promise.reject(appError('notAllowed', 'no')) : taken(port);
  };
  await expect(openAtFreePort(2, none)).rejects.toThrow('no');
  expect(tried).toEqual([2, 3, 4]);
  await expect(openAtFreePort(7788, none)).rejects.toThrow('port 7887: another');
  await expect(openAtFreePort(65_534, none)).rejects.toThrow('port 65535: another');
});

test('a web server comes up beside one that has its port', async () => {
  const at = async (port: number): Promise<WebServer> =>
    await openWebServer({
      listen: '127.0.0.1',
      port,
      window: { directory: import.meta.dirname },
      onPort: () => undefined,
      log: () => undefined,
    });
  const first = await at(0);
  const second = await openAtFreePort(first.port, at);
  expect(second.port).toBeGreaterThan(first.port);
  await first.close();
  await second.close();
});
