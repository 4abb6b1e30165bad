/** Network filters and where they are bound (libvirt-nwfilter.h). */
import { array, int, uint } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { nonnullNwfilter, nonnullNwfilterBinding, string, uuid } from './objects.ts';
import { nothing, procedure, procedureTable } from './procedure.ts';
import { remote } from './programs.ts';

export const nwfilterProcedures = procedureTable(remote, {
  nwfilterLookupByName: procedure(175, { name: string }, { nwfilter: nonnullNwfilter }),
  nwfilterLookupByUuid: procedure(176, { uuid }, { nwfilter: nonnullNwfilter }),
  nwfilterGetXmlDesc: procedure(177, { nwfilter: nonnullNwfilter, flags: uint }, { xml: string }),
  connectNumOfNwfilters: procedure(178, nothing, { num: int }),
  connectListNwfilters: procedure(179, { maxnames: int }, { names: array(string, limits.nwfilterList) }),
  nwfilterDefineXml: procedure(180, { xml: string }, { nwfilter: nonnullNwfilter }),
  nwfilterUndefine: procedure(181, { nwfilter: nonnullNwfilter }, nothing),
  connectListAllNwfilters: procedure(286, { needResults: int, flags: uint }, { filters: array(nonnullNwfilter, limits.nwfilterList), ret: uint }),
  nwfilterBindingLookupByPortDev: procedure(397, { name: string }, { nwfilter: nonnullNwfilterBinding }),
  nwfilterBindingGetXmlDesc: procedure(398, { nwfilter: nonnullNwfilterBinding, flags: uint }, { xml: string }),
  nwfilterBindingCreateXml: procedure(399, { xml: string, flags: uint }, { nwfilter: nonnullNwfilterBinding }),
  nwfilterBindingDelete: procedure(400, { nwfilter: nonnullNwfilterBinding }, nothing),
  connectListAllNwfilterBindings: procedure(
    401,
    { needResults: int, flags: uint },
    { bindings: array(nonnullNwfilterBinding, limits.nwfilterBindingList), ret: uint },
  ),
  nwfilterDefineXmlFlags: procedure(431, { xml: string, flags: uint }, { nwfilter: nonnullNwfilter }),
});
