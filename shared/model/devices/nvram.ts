/** `<nvram>` under `<devices>`: the non-volatile memory of pSeries guests (formatdomain, "NVRAM device"). */
import { hexadecimal, oneOf } from '../../xml/codec.ts';
import { attribute } from '../../xml/property.ts';

export const nvram = {
  addressType: attribute('address/@type', oneOf(['spapr-vio'])),
  register: attribute('address/@reg', hexadecimal(1)),
};
