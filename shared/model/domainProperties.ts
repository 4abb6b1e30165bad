/** What a domain's definition says outside `<devices>` (formatdomain), gathered from the tables of its parts. */
import { boot } from './domainProperties/boot.ts';
import { clock } from './domainProperties/clock.ts';
import { cpu } from './domainProperties/cpu.ts';
import { features } from './domainProperties/features.ts';
import { general } from './domainProperties/general.ts';
import { memory } from './domainProperties/memory.ts';
import { security } from './domainProperties/security.ts';
import { tuning } from './domainProperties/tuning.ts';

export { lifecycleActions } from './domainProperties/general.ts';

export const domain = {
  ...general,
  ...memory,
  ...tuning,
  ...boot,
  ...cpu,
  ...features,
  ...clock,
  ...security,
};
