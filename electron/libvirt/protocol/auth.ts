/** Authentication: what the server wants, SASL and polkit. The only procedures allowed before it is done. */
import { array, charBytes, int } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { authType, string } from './objects.ts';
import { nothing, procedure, procedureTable } from './procedure.ts';
import { remote } from './programs.ts';

export const authProcedures = procedureTable(remote, {
  authList: procedure(66, nothing, { types: array(authType, limits.authTypeList) }),
  authSaslInit: procedure(67, nothing, { mechlist: string }),
  authSaslStart: procedure(
    68,
    { mech: string, nil: int, data: charBytes(limits.authSaslData) },
    { complete: int, nil: int, data: charBytes(limits.authSaslData) },
  ),
  authSaslStep: procedure(69, { nil: int, data: charBytes(limits.authSaslData) }, { complete: int, nil: int, data: charBytes(limits.authSaslData) }),
  authPolkit: procedure(70, nothing, { complete: int }),
});
