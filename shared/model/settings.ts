/** What this workstation's user prefers. One schema: what is missing or broken in the file becomes its default. */
import { z } from 'zod';
import { hardwarePreset } from './creation/presets.ts';

export const languages = ['en', 'zh-CN'] as const;
export const themes = ['system', 'light', 'dark'] as const;

export const settings = z.object({
  theme: z.enum(themes).catch('system').default('system'),
  /** `system` follows the desktop's language. */
  language: z
    .enum(['system', ...languages])
    .catch('system')
    .default('system'),
  /** Seconds between statistics ticks. */
  statsIntervalSeconds: z.number().int().min(1).max(60).catch(2).default(2),
  console: z
    .object({
      scale: z.enum(['fit', 'oneToOne']).catch('fit').default('fit'),
      /** The chord that gives the keyboard back to VirtDeck. */
      releaseChord: z.string().max(40).catch('Control+Alt').default('Control+Alt'),
    })
    .prefault({}),
  /** Sizes that new VMs are often given. */
  hardwarePresets: z.array(hardwarePreset).max(50).catch([]).default([]),
  /** Sizes, collapsed panels, columns, last page: windows write what they like under their own keys. */
  layout: z.record(z.string().max(80), z.json()).catch({}).default({}),
});
export type Settings = z.infer<typeof settings>;
/** What a window may send to change some of them. */
export const settingsPatch = z.object({
  theme: z.enum(themes).optional(),
  language: z.enum(['system', ...languages]).optional(),
  statsIntervalSeconds: z.number().int().min(1).max(60).optional(),
  console: z
    .object({ scale: z.enum(['fit', 'oneToOne']).optional(), releaseChord: z.string().max(40).optional() })
    .optional(),
  /** All of them. */
  hardwarePresets: z.array(hardwarePreset).max(50).optional(),
  layout: z.record(z.string().max(80), z.json()).optional(),
});
export type SettingsPatch = z.infer<typeof settingsPatch>;
