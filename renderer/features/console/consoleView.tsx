import { Button, Loader, Select } from '@mantine/core';
import { AppWindow, Cpu, MonitorOff, SquareTerminal } from 'lucide-react';
import { useRef, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Consoles } from '../../../shared/model/console.ts';
import { domainKey, type Domain } from '../../../shared/model/domain.ts';
import { domainHref } from '../../../shared/model/route.ts';
import { api } from '../../backend.ts';
import { domainVerb } from '../../nouns/domain/verbs.ts';
import { useLoaded } from '../../nouns/loaded.ts';
import { Problem } from '../../nouns/problem.tsx';
import { beginVerb } from '../../nouns/runVerb.ts';
import { useHost } from '../../store/inventory.ts';
import { choicesOf, choiceText, parseChoice, whyNoScreen, type ConsoleChoice } from './choice.ts';
import { Card } from './linkOverlay.tsx';
import { PointerHint } from './pointerHint.tsx';
import { SerialConsole } from './serialConsole.tsx';
import { VncConsole } from './vncConsole.tsx';
import styles from './console.module.css';

interface ConsoleViewProps {
  readonly domain: Domain;
  readonly choice: ConsoleChoice | undefined;
  readonly onChoose: (choice: ConsoleChoice) => void;
  /** Absent in a console that is a window of its own already. */
  readonly onDetach?: (choice: ConsoleChoice) => void;
}

/** The chosen console of one VM; without a choice its screen, and where it has none, what there is instead. */
export function ConsoleView({ domain, choice, onChoose, onDetach }: ConsoleViewProps): ReactElement {
  const { t } = useTranslation();
  const { host, uuid } = domain;
  const connected = useHost(host)?.status.kind === 'connected';
  const version = [domain.definition?.xmlHash, domain.state, connected].join(' ');
  const known = useRef<Consoles>(undefined);
  const [loaded, reload] = useLoaded(domainKey(domain), version, async (signal) => {
    try {
      known.current = await api.console.list({ host, uuid }, { signal });
      return known.current;
    } catch (thrown) {
      // While the host is away an open console stays, with its last picture or what was read, and connects again by itself.
      if (known.current === undefined) throw thrown;
      return known.current;
    }
  });
  switch (loaded.kind) {
    case 'loading':
      return <Loader className={styles.loader} size="sm" aria-label={t('console.loading')} />;
    case 'failed':
      return <Problem error={loaded.error} onRetry={reload} />;
    case 'loaded':
      return (
        <Chosen
          domain={domain}
          consoles={loaded.value}
          choice={choice}
          onChoose={onChoose}
          {...(onDetach === undefined ? {} : { onDetach })}
        />
      );
    default:
      return loaded satisfies never;
  }
}

function Chosen(props: ConsoleViewProps & { readonly consoles: Consoles }): ReactElement {
  const { domain, consoles, choice, onChoose, onDetach } = props;
  const choices = choicesOf(consoles);
  const first = choices[0];
  const why = whyNoScreen(consoles);
  // Without a screen the serial console is offered, not opened: it may be somebody else's.
  const shown = choice ?? (first?.kind === 'vnc' ? first : undefined);
  const chooser = (
    <Chooser
      choices={choices}
      consoles={consoles}
      shown={shown}
      onChoose={onChoose}
      {...(onDetach === undefined ? {} : { onDetach })}
    />
  );
  const start = (): void => {
    const verb = domainVerb(domain.managedSave ? 'restore' : 'start');
    if (verb !== undefined) beginVerb('domain', verb, [domain]);
  };
  if (shown === undefined) {
    return (
      <div className={styles.console}>
        <div className={styles.tools}>{chooser}</div>
        <NoScreen
          why={why ?? 'none'}
          serial={first}
          others={consoles.serials}
          onChoose={onChoose}
          {...(onDetach === undefined ? {} : { hardwareHref: domainHref(domain, 'hardware') })}
        />
      </div>
    );
  }
  const key = choiceText(shown);
  return shown.kind === 'vnc' ? (
    <VncConsole
      key={key}
      domain={domain}
      index={shown.index}
      onStart={start}
      chooser={chooser}
      hint={consoles.pointer === 'relative' && <PointerHint domain={domain} inMainWindow={onDetach !== undefined} />}
    />
  ) : (
    <SerialConsole key={key} domain={domain} alias={shown.alias} onStart={start} chooser={chooser} />
  );
}

interface ChooserProps {
  readonly choices: readonly ConsoleChoice[];
  readonly consoles: Consoles;
  readonly shown: ConsoleChoice | undefined;
  readonly onChoose: (choice: ConsoleChoice) => void;
  readonly onDetach?: (choice: ConsoleChoice) => void;
}

function Chooser({ choices, consoles, shown, onChoose, onDetach }: ChooserProps): ReactNode {
  const { t } = useTranslation();
  const nameOf = (choice: ConsoleChoice): string => {
    if (choice.kind === 'vnc') return t('console.screenNumber', { number: choice.index + 1 });
    const device = consoles.serials.find(({ alias }) => alias === choice.alias);
    return t('console.serialNamed', { alias: choice.alias, type: device?.type ?? '' });
  };
  return (
    <>
      <Select
        size="xs"
        w={190}
        aria-label={t('console.which')}
        allowDeselect={false}
        placeholder={t('console.which')}
        value={shown === undefined ? null : choiceText(shown)}
        data={[
          ...choices.map((choice) => ({ value: choiceText(choice), label: nameOf(choice) })),
          ...consoles.serials.flatMap(({ alias, type, openable }) =>
            openable ? [] : [{ value: alias, label: t('console.serialNamed', { alias, type }), disabled: true }],
          ),
        ]}
        onChange={(value) => {
          const chosen = value === null ? undefined : parseChoice(value);
          if (chosen !== undefined) onChoose(chosen);
        }}
      />
      {onDetach !== undefined && shown !== undefined && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<AppWindow size={14} />}
          onClick={() => onDetach(shown)}
        >
          {t('console.ownWindow')}
        </Button>
      )}
    </>
  );
}

interface NoScreenProps {
  readonly why: NonNullable<ReturnType<typeof whyNoScreen>>;
  readonly serial: ConsoleChoice | undefined;
  readonly others: Consoles['serials'];
  readonly onChoose: (choice: ConsoleChoice) => void;
  /** Absent in a window that holds nothing but the console. */
  readonly hardwareHref?: string;
}

function NoScreen({ why, serial, others, onChoose, hardwareHref }: NoScreenProps): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={styles.view}>
      <Card icon={<MonitorOff size={22} />} title={t(`console.noScreen.${why}`)}>
        <p className={styles.words}>{t(`console.noScreenRemedy.${why}`)}</p>
        {serial === undefined && <NoSerial others={others} />}
        <div className={styles.buttons}>
          {serial !== undefined && (
            <Button size="compact-md" leftSection={<SquareTerminal size={14} />} onClick={() => onChoose(serial)}>
              {t('console.openSerial')}
            </Button>
          )}
          {hardwareHref !== undefined && (
            <Button
              component="a"
              href={hardwareHref}
              size="compact-md"
              variant="default"
              leftSection={<Cpu size={14} />}
            >
              {t('domain.tabs.hardware')}
            </Button>
          )}
        </div>
      </Card>
    </div>
  );
}

/** Where the bytes of serial ports are that give no stream. */
function NoSerial({ others }: Pick<NoScreenProps, 'others'>): ReactElement {
  const { t } = useTranslation();
  if (others.length === 0) return <p className={styles.words}>{t('console.noSerial')}</p>;
  return (
    <>
      {others.map(({ alias, type, place }) => (
        <p key={alias} className={styles.words}>
          {place === undefined
            ? t('console.serialNowhere', { alias, type })
            : t('console.serialElsewhere', { alias, type, place })}
        </p>
      ))}
    </>
  );
}
