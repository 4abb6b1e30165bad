/** Where the main window was, kept in the settings' layout. */
import type { Rectangle } from 'electron';
import { z } from 'zod';

/** Its key in `Settings.layout`. */
export const windowStateKey = 'shell.window';

const state = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(640).max(20_000),
  height: z.number().int().min(400).max(20_000),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof state>;

const preferred = { width: 1360, height: 860 } as const;
/** So much of the window's top has to be on a screen that it can be grabbed there. Pixels. */
const grip = { width: 120, height: 40 } as const;

/** The bounds to open with: the saved ones where they still lie on a screen, else the middle of the first. */
export function placed(
  saved: unknown,
  workAreas: readonly Rectangle[],
): Partial<Rectangle> & { readonly maximized: boolean } {
  const { data } = state.safeParse(saved);
  if (data && workAreas.some((area) => isReachable(data, area))) return data;
  const area = workAreas[0];
  const size = {
    width: Math.min(preferred.width, area?.width ?? preferred.width),
    height: Math.min(preferred.height, area?.height ?? preferred.height),
  };
  return { ...size, maximized: data?.maximized ?? false };
}

function isReachable(bounds: Rectangle, area: Rectangle): boolean {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const top = bounds.y >= area.y - 1 && bounds.y + grip.height <= area.y + area.height;
  return width >= grip.width && top;
}
