/** What can be done with a VM. One entry here is a button in the toolbar, an entry in every menu, a command of the palette and a key. */
import {
  CirclePause,
  CirclePlay,
  CirclePower,
  Download,
  FileDown,
  Monitor,
  Pencil,
  Play,
  Plus,
  PowerOff,
  RefreshCw,
  RotateCcw,
  RotateCw,
  SlidersHorizontal,
  SquareTerminal,
  Sun,
  Trash2,
  Upload,
} from 'lucide-react';
import { isActive, type DomainRef, type DomainState } from '../../../shared/model/domain.ts';
import { domainHref } from '../../../shared/model/route.ts';
import { api } from '../../backend.ts';
import { openConsoleWindow } from '../consoleWindow.ts';
import { openDialog } from '../../store/dialogs.ts';
import type { DomainVerbId, ReasonId } from '../../words/keys.ts';
import { changeable, connected, started } from '../checks.ts';
import { autostartVerbs, copyNameVerb, copyUuidVerb } from '../commonVerbs.ts';
import type { Target } from '../noun.ts';
import type { Verb, VerbEntry } from '../verb.ts';

type DomainTarget = Target<'domain'>;

const ref = ({ record: { host, uuid } }: DomainTarget): DomainRef => ({ host, uuid });
const active = ({ record }: DomainTarget): boolean => isActive(record);
const paused = ({ record }: DomainTarget): boolean => record.state === 'paused';
const asleep = ({ record }: DomainTarget): boolean => record.state === 'pmsuspended';

type Check = (target: DomainTarget) => ReasonId | undefined;

const off: Check = (target) => changeable(target) ?? (active(target) ? 'isRunning' : undefined);
const running: Check = (target) => changeable(target) ?? (active(target) ? undefined : 'isOff');
/** Of one that does not go on by itself. */
const halted: Partial<Record<DomainState, ReasonId>> = {
  paused: 'isPaused',
  pmsuspended: 'isAsleep',
  crashed: 'isCrashed',
};
const working: Check = (target) => running(target) ?? halted[target.record.state];
const persistent: Check = (target) => changeable(target) ?? (target.record.persistent ? undefined : 'isTransient');
const onlyOff: Check = (target) => persistent(target) ?? (active(target) ? 'mustBeOff' : undefined);

/** Seconds that a guest may take to shut down before its restart is given up. */
const RESTART_PATIENCE = 180;

/** Most used first, destructive last. */
const entries: readonly VerbEntry<DomainTarget, DomainVerbId>[] = [
  {
    id: 'start',
    icon: Play,
    group: 'power',
    confirm: 'none',
    bulk: true,
    prominent: true,
    blocked: off,
    shown: (target) => !paused(target) && !asleep(target) && !target.record.managedSave,
    run: (target) => started(api.domain.start({ ...ref(target), paused: false })),
  },
  {
    id: 'restore',
    icon: Upload,
    group: 'power',
    confirm: 'none',
    bulk: true,
    prominent: true,
    blocked: off,
    shown: ({ record: domain }) => domain.managedSave,
    run: (target) => started(api.domain.restore({ ...ref(target), paused: false })),
  },
  {
    id: 'resume',
    icon: CirclePlay,
    group: 'power',
    confirm: 'none',
    bulk: true,
    prominent: true,
    blocked: running,
    shown: paused,
    run: (target) => started(api.domain.resume(ref(target))),
  },
  {
    id: 'wake',
    icon: Sun,
    group: 'power',
    confirm: 'none',
    bulk: true,
    prominent: true,
    blocked: running,
    shown: asleep,
    run: (target) => started(api.domain.wake(ref(target))),
  },
  {
    id: 'shutdown',
    icon: CirclePower,
    group: 'power',
    confirm: { damage: 'plain', words: 'domain.confirm.shutdown' },
    bulk: true,
    prominent: true,
    blocked: working,
    run: (target) => started(api.domain.shutdown({ ...ref(target), mode: 'auto' })),
  },
  {
    id: 'reboot',
    icon: RotateCw,
    group: 'power',
    confirm: { damage: 'plain', words: 'domain.confirm.reboot' },
    bulk: true,
    prominent: true,
    blocked: working,
    run: (target) => started(api.domain.reboot({ ...ref(target), mode: 'auto' })),
  },
  {
    id: 'restart',
    icon: RefreshCw,
    group: 'power',
    confirm: { damage: 'plain', words: 'domain.confirm.restart' },
    bulk: true,
    blocked: (target) => working(target) ?? persistent(target),
    run: (target) =>
      started(api.domain.restart({ ...ref(target), mode: 'auto', patienceSeconds: RESTART_PATIENCE, force: false })),
  },
  {
    id: 'suspend',
    icon: CirclePause,
    group: 'power',
    confirm: 'none',
    bulk: true,
    prominent: true,
    blocked: working,
    shown: (target) => !paused(target),
    run: (target) => started(api.domain.suspend(ref(target))),
  },
  {
    id: 'console',
    icon: Monitor,
    group: 'console',
    confirm: 'none',
    bulk: false,
    prominent: true,
    shortcut: 'mod+Shift+O',
    blocked: () => undefined,
    run: ({ record: domain }) => void (location.hash = domainHref(domain, 'console')),
  },
  {
    id: 'consoleWindow',
    icon: SquareTerminal,
    group: 'console',
    confirm: 'none',
    bulk: false,
    blocked: (target) => connected(target) ?? (active(target) ? undefined : 'isOff'),
    run: ({ record: domain }) => openConsoleWindow(domain),
  },
  {
    id: 'startPaused',
    icon: CirclePlay,
    group: 'state',
    confirm: 'none',
    bulk: true,
    blocked: off,
    run: (target) => started(api.domain.start({ ...ref(target), paused: true })),
  },
  {
    id: 'save',
    icon: Download,
    group: 'state',
    confirm: { damage: 'plain', words: 'domain.confirm.save' },
    bulk: true,
    blocked: (target) =>
      running(target) ?? (target.record.state === 'crashed' ? 'isCrashed' : undefined) ?? persistent(target),
    run: (target) => started(api.domain.save(ref(target))),
  },
  {
    id: 'dump',
    icon: FileDown,
    group: 'state',
    confirm: 'none',
    bulk: false,
    blocked: running,
    run: (target) => openDialog({ kind: 'dumpDomain', domain: ref(target) }),
  },
  ...autostartVerbs(persistent, (target: DomainTarget, autostart) =>
    api.domain.setAutostart({ ...ref(target), autostart }),
  ),
  {
    id: 'rename',
    icon: Pencil,
    group: 'edit',
    confirm: 'none',
    bulk: false,
    shortcut: 'F2',
    blocked: onlyOff,
    run: (target) => openDialog({ kind: 'renameDomain', domain: ref(target) }),
  },
  {
    id: 'addHardware',
    icon: Plus,
    group: 'edit',
    confirm: 'none',
    bulk: false,
    blocked: changeable,
    run: (target) => openDialog({ kind: 'addHardware', domain: ref(target) }),
  },
  {
    id: 'changeSetting',
    icon: SlidersHorizontal,
    group: 'edit',
    confirm: 'none',
    bulk: true,
    blocked: persistent,
    run: (target) => openDialog({ kind: 'bulkEdit', domains: [ref(target)] }),
    runMany: (targets) => openDialog({ kind: 'bulkEdit', domains: targets.map(ref) }),
  },
  copyNameVerb(),
  copyUuidVerb(),
  {
    id: 'reset',
    icon: RotateCcw,
    group: 'danger',
    confirm: {
      damage: 'explicit',
      words: 'domain.confirm.reset',
      gentler: { verb: 'reboot', label: 'domain.confirm.reset.gentler' },
    },
    bulk: true,
    blocked: running,
    run: (target) => started(api.domain.reset(ref(target))),
  },
  {
    id: 'destroy',
    icon: PowerOff,
    group: 'danger',
    confirm: {
      damage: 'explicit',
      words: 'domain.confirm.destroy',
      gentler: { verb: 'shutdown', label: 'domain.confirm.destroy.gentler' },
    },
    bulk: true,
    prominent: true,
    blocked: running,
    run: (target) => started(api.domain.destroy(ref(target))),
  },
  {
    id: 'delete',
    icon: Trash2,
    group: 'danger',
    confirm: 'none',
    bulk: true,
    shortcut: 'Delete',
    blocked: changeable,
    run: (target) => openDialog({ kind: 'deleteDomain', domain: ref(target) }),
    runMany: (targets) => openDialog({ kind: 'deleteDomains', domains: targets.map(ref) }),
  },
];

export const domainVerbs = entries.map((entry): Verb<DomainTarget> => ({
  ...entry,
  label: `domain.verbs.${entry.id}`,
}));

/** For what offers one of them by itself. */
export const domainVerb = (id: DomainVerbId): Verb<DomainTarget> | undefined =>
  domainVerbs.find((verb) => verb.id === id);
