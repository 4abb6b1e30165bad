import { z } from 'zod';
import { call, noun, subscription } from '../rpc/contract.ts';
import { settingsPatch, type Settings } from '../model/settings.ts';

export interface AppInfo {
  readonly version: string;
  readonly variant: 'desktop' | 'browser';
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** A place to keep secrets in exists and is really encrypted. */
  readonly canRememberSecrets: boolean;
}

const nothing = z.object({});

export const app = noun({
  info: call(nothing).returns<AppInfo>(),
  /** The settings now and after every change, by whichever window. */
  watchSettings: subscription(nothing).yields<Settings>(),
  /** Merges; `layout` is merged key by key. */
  updateSettings: call(settingsPatch).returns<Settings>(),
});
