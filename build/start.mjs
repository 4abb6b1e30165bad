// npm start [-- FLAGS]: the desktop window, or where that is not possible the window in a browser. Flags go to the program.
import { ensureDependencies, runTypeScript } from './bootstrap.mjs';

ensureDependencies();
runTypeScript('build/launch/launch.ts');
