// npm run quickstart [-- --yes] [FLAGS of npm start]: everything up to the running program.
import { ensureDependencies, runTypeScript } from './bootstrap.mjs';

ensureDependencies();
runTypeScript('build/quickstart/quickstart.ts');
