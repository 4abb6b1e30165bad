/** Where the program's files are, the same for both shells. */
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/**
 * Where the program keeps its data unless it is told otherwise: `VIRTDECK_DATA_DIR`, else the platform's place for the user's
 * application data. Both shells share it.
 */
export function dataDirectory(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  if (env['VIRTDECK_DATA_DIR']) return env['VIRTDECK_DATA_DIR'];
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData/Local'), 'VirtDeck');
  if (platform === 'darwin') return join(home, 'Library/Application Support/VirtDeck');
  return join(env['XDG_DATA_HOME'] || join(home, '.local/share'), 'virtdeck');
}

/** The program's folder, from that of an entry: `electron/` in the sources, `dist/electron/` when built. */
export function programRoot(entryDirectory: string): string {
  const above = dirname(entryDirectory);
  return basename(above) === 'dist' ? dirname(above) : above;
}

/** The built files of the window. */
export function rendererDirectory(entryDirectory: string): string {
  return join(programRoot(entryDirectory), 'dist/renderer');
}
