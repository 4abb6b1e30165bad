/** Migration and the job it runs as (libvirt-domain.h). The order of calls is in src/libvirt-domain.c, virDomainMigrateVersion3Full. */
import { int, opaque, optional, uhyper, uint } from '../wire/xdr.ts';
import { limits } from './limits.ts';
import { nonnullDomain, string } from './objects.ts';
import { nothing, procedure, procedureTable, streamProcedure } from './procedure.ts';
import { remote } from './programs.ts';
import { typedParameters } from './typedParameter.ts';

/** What the two hosts tell each other through the client. */
const cookie = opaque(limits.migrateCookie);
const params = typedParameters(limits.domainMigrateParamList);

export const migrationProcedures = procedureTable(remote, {
  // Version 3 with typed parameters: what servers since 1.1.0 speak
  domainMigrateBegin3Params: procedure(302, { dom: nonnullDomain, params, flags: uint }, { cookieOut: cookie, xml: string }),
  domainMigratePrepare3Params: procedure(303, { params, cookieIn: cookie, flags: uint }, { cookieOut: cookie, uriOut: optional(string) }),
  domainMigratePrepareTunnel3Params: streamProcedure(304, { params, cookieIn: cookie, flags: uint }, { cookieOut: cookie }, { direction: 'up' }),
  domainMigratePerform3Params: procedure(305, { dom: nonnullDomain, dconnuri: optional(string), params, cookieIn: cookie, flags: uint }, { cookieOut: cookie }),
  domainMigrateFinish3Params: procedure(306, { params, cookieIn: cookie, flags: uint, cancelled: int }, { dom: nonnullDomain, cookieOut: cookie }),
  domainMigrateConfirm3Params: procedure(307, { dom: nonnullDomain, params, cookieIn: cookie, flags: uint, cancelled: int }, nothing),

  // Version 3 (feature 6)
  domainMigrateBegin3: procedure(
    213,
    { dom: nonnullDomain, xmlin: optional(string), flags: uhyper, dname: optional(string), resource: uhyper },
    { cookieOut: cookie, xml: string },
  ),
  domainMigratePrepare3: procedure(
    214,
    { cookieIn: cookie, uriIn: optional(string), flags: uhyper, dname: optional(string), resource: uhyper, domXml: string },
    { cookieOut: cookie, uriOut: optional(string) },
  ),
  domainMigratePrepareTunnel3: streamProcedure(
    215,
    { cookieIn: cookie, flags: uhyper, dname: optional(string), resource: uhyper, domXml: string },
    { cookieOut: cookie },
    { direction: 'up' },
  ),
  domainMigratePerform3: procedure(
    216,
    {
      dom: nonnullDomain,
      xmlin: optional(string),
      cookieIn: cookie,
      dconnuri: optional(string),
      uri: optional(string),
      flags: uhyper,
      dname: optional(string),
      resource: uhyper,
    },
    { cookieOut: cookie },
  ),
  domainMigrateFinish3: procedure(
    217,
    { dname: string, cookieIn: cookie, dconnuri: optional(string), uri: optional(string), flags: uhyper, cancelled: int },
    { dom: nonnullDomain, cookieOut: cookie },
  ),
  domainMigrateConfirm3: procedure(218, { dom: nonnullDomain, cookieIn: cookie, flags: uhyper, cancelled: int }, nothing),

  // Tuning while it runs
  domainMigrateSetMaxDowntime: procedure(166, { dom: nonnullDomain, downtime: uhyper, flags: uint }, nothing),
  domainMigrateSetMaxSpeed: procedure(207, { dom: nonnullDomain, bandwidth: uhyper, flags: uint }, nothing),
  domainMigrateGetMaxSpeed: procedure(242, { dom: nonnullDomain, flags: uint }, { bandwidth: uhyper }),
  domainMigrateGetCompressionCache: procedure(299, { dom: nonnullDomain, flags: uint }, { cacheSize: uhyper }),
  domainMigrateSetCompressionCache: procedure(300, { dom: nonnullDomain, cacheSize: uhyper, flags: uint }, nothing),
  domainMigrateStartPostCopy: procedure(364, { dom: nonnullDomain, flags: uint }, nothing),
  domainMigrateGetMaxDowntime: procedure(387, { dom: nonnullDomain, flags: uint }, { downtime: uhyper }),

  // The job
  domainGetJobInfo: procedure(
    163,
    { dom: nonnullDomain },
    {
      type: int,
      timeElapsed: uhyper,
      timeRemaining: uhyper,
      dataTotal: uhyper,
      dataProcessed: uhyper,
      dataRemaining: uhyper,
      memTotal: uhyper,
      memProcessed: uhyper,
      memRemaining: uhyper,
      fileTotal: uhyper,
      fileProcessed: uhyper,
      fileRemaining: uhyper,
    },
  ),
  domainAbortJob: procedure(164, { dom: nonnullDomain }, nothing),
  domainGetJobStats: procedure(298, { dom: nonnullDomain, flags: uint }, { type: int, params: typedParameters(limits.domainJobStats) }),
  domainAbortJobFlags: procedure(442, { dom: nonnullDomain, flags: uint }, nothing),

  // Versions 1 and 2: servers before 0.9.2
  domainMigratePrepare: procedure(
    61,
    { uriIn: optional(string), flags: uhyper, dname: optional(string), resource: uhyper },
    { cookie, uriOut: optional(string) },
  ),
  domainMigratePerform: procedure(62, { dom: nonnullDomain, cookie, uri: string, flags: uhyper, dname: optional(string), resource: uhyper }, nothing),
  domainMigrateFinish: procedure(63, { dname: string, cookie, uri: string, flags: uhyper }, { ddom: nonnullDomain }),
  domainMigratePrepare2: procedure(
    108,
    { uriIn: optional(string), flags: uhyper, dname: optional(string), resource: uhyper, domXml: string },
    { cookie, uriOut: optional(string) },
  ),
  domainMigrateFinish2: procedure(109, { dname: string, cookie, uri: string, flags: uhyper, retcode: int }, { ddom: nonnullDomain }),
  domainMigratePrepareTunnel: streamProcedure(148, { flags: uhyper, dname: optional(string), resource: uhyper, domXml: string }, nothing, { direction: 'up' }),
});
