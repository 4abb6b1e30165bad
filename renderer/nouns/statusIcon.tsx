/** One icon per state: shape and colour; beside it stands the state's word. */
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { domainKey, type Domain, type DomainState } from '../../shared/model/domain.ts';
import type { HostStatus } from '../../shared/model/host.ts';
import { useIsSaving, useTaskStore } from '../store/tasks.ts';

interface Shape {
  readonly color: string;
  /** Path in a box of 16. */
  readonly path: string;
  readonly filled?: boolean;
}

const square = 'M5.6 5.6h4.8v4.8H5.6z';
const shapes: Readonly<Record<DomainState | 'saved' | 'saving', Shape>> = {
  running: { color: 'var(--running)', path: 'M6 4.6 11 8 6 11.4Z', filled: true },
  blocked: { color: 'var(--running)', path: 'M6 4.6 11 8 6 11.4Z' },
  paused: { color: 'var(--paused)', path: 'M6.2 5v6M9.8 5v6' },
  pmsuspended: { color: 'var(--paused)', path: 'M10.4 9.8A3.4 3.4 0 1 1 7.2 5a2.8 2.8 0 0 0 3.2 4.8Z' },
  shutdown: { color: 'var(--busy)', path: 'M8 4.6V8M5.6 6a3.4 3.4 0 1 0 4.8 0' },
  shutoff: { color: 'var(--off)', path: square },
  nostate: { color: 'var(--off)', path: 'M5 8h6' },
  crashed: { color: 'var(--error)', path: 'M5.4 5.4 10.6 10.6M10.6 5.4 5.4 10.6' },
  saved: { color: 'var(--off)', path: 'M8 4.4V9M5.8 7 8 9.2 10.2 7M5 11.6h6' },
  saving: { color: 'var(--busy)', path: 'M8 4.4V9M5.8 7 8 9.2 10.2 7M5 11.6h6' },
};

const shownState = ({ state, managedSave }: Domain, saving: boolean): keyof typeof shapes =>
  saving && state !== 'shutoff' ? 'saving' : state === 'shutoff' && managedSave ? 'saved' : state;

/** The state in a word, as users read it. */
export function useStateWord(): (domain: Domain) => string {
  const { t } = useTranslation();
  const saving = useTaskStore((state) => state.saving);
  return (domain) => t(`domain.state.${shownState(domain, saving.has(domainKey(domain)))}`);
}

/** The state of a VM as text. */
export function DomainState({ domain }: { readonly domain: Domain }): ReactElement {
  const word = useStateWord();
  return <>{word(domain)}</>;
}

/** The state of a host as text. */
export function HostState({ status }: { readonly status: HostStatus }): ReactElement {
  const { t } = useTranslation();
  return <>{t(`host.state.${status.kind}`)}</>;
}

interface BadgeProps extends Shape {
  readonly stale: boolean | undefined;
}

function Badge({ color, path, filled, stale }: BadgeProps): ReactElement {
  const paint = stale ? 'var(--text-3)' : color;
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden style={{ flex: 'none' }}>
      <rect x="1" y="1" width="14" height="14" rx="4" fill={paint} opacity=".16" />
      <path
        d={path}
        fill={filled ? paint : 'none'}
        stroke={filled ? 'none' : paint}
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}

interface DomainIconProps {
  readonly domain: Domain;
  /** Drawn grey: what was last seen, not what is. */
  readonly stale?: boolean;
}

export function DomainIcon({ domain, stale }: DomainIconProps): ReactElement {
  const saving = useIsSaving(domain);
  return <Badge {...shapes[shownState(domain, saving)]} stale={stale} />;
}

const hostColors: Readonly<Record<HostStatus['kind'], string>> = {
  connected: 'var(--running)',
  connecting: 'var(--busy)',
  reconnecting: 'var(--paused)',
  failed: 'var(--error)',
  disconnected: 'var(--text-3)',
};

/** Two servers of a rack; full when connected, crossed when failed, open when away. */
export function HostIcon({ status, named }: { readonly status: HostStatus; readonly named?: boolean }): ReactElement {
  const { t } = useTranslation();
  const color = hostColors[status.kind];
  const label = named ? { role: 'img', 'aria-label': t(`host.state.${status.kind}`) } : { 'aria-hidden': true };
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke={color}
      strokeWidth="1.3"
      {...label}
      style={{ flex: 'none' }}
    >
      <rect x="1.7" y="2.5" width="12.6" height="4.6" rx="1.2" />
      <rect x="1.7" y="8.9" width="12.6" height="4.6" rx="1.2" />
      {status.kind === 'connected' && <path d="M4 4.8h2M4 11.2h2" strokeLinecap="round" />}
      {status.kind === 'failed' && <path d="M5.5 5.5l5 5M10.5 5.5l-5 5" strokeWidth="1.8" strokeLinecap="round" />}
      {status.kind === 'reconnecting' && <path d="M8 4.5v4l2.4 1.6" strokeLinecap="round" />}
      {status.kind === 'connecting' && <path d="M4 4.8h2" strokeLinecap="round" />}
    </svg>
  );
}
