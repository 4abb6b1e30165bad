// npm test [-- PATH...]
import { ensureDependencies, runTypeScript } from './bootstrap.mjs';

ensureDependencies();
runTypeScript('build/test/runTests.ts');
