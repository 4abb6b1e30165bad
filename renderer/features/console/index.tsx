import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { domainKey, type DomainRef } from '../../../shared/model/domain.ts';
import { hrefOf } from '../../../shared/model/route.ts';
import { openConsoleWindow } from '../../nouns/consoleWindow.ts';
import { useDomain, useIsLoaded } from '../../store/inventory.ts';
import { choiceText, parseChoice, type ConsoleChoice } from './choice.ts';
import { ConsoleView } from './consoleView.tsx';
import styles from './console.module.css';

/** The consoles of a VM, as a tab of its page. */
export function ConsoleTab(ref: DomainRef): ReactElement | null {
  const domain = useDomain(ref);
  const [choice, setChoice] = useState<ConsoleChoice>();
  if (domain === undefined) return null;
  return (
    <ConsoleView
      key={domainKey(domain)}
      domain={domain}
      choice={choice}
      onChoose={setChoice}
      onDetach={(chosen) => openConsoleWindow(ref, choiceText(chosen))}
    />
  );
}

interface ConsoleWindowProps extends DomainRef {
  /** The last part of the route: `vnc:0`, `serial:serial0`. */
  readonly console: string;
}

/** A console that is a window of its own: no frame around it. */
export function ConsoleWindow({ host, uuid, console }: ConsoleWindowProps): ReactElement | null {
  const domain = useDomain({ host, uuid });
  const name = domain?.name;
  useEffect(() => {
    if (name !== undefined) document.title = `${name} - VirtDeck`;
  }, [name]);
  if (domain === undefined) return <UnknownDomain />;
  return (
    <main className={styles.window}>
      <h1 className={styles.hidden}>{domain.name}</h1>
      <ConsoleView
        key={domainKey(domain)}
        domain={domain}
        choice={parseChoice(console)}
        onChoose={(chosen) => location.replace(hrefOf({ page: 'console', host, uuid, console: choiceText(chosen) }))}
      />
    </main>
  );
}

/** Nothing is said before the inventory is here: the VM may well be in it. */
function UnknownDomain(): ReactElement | null {
  const { t } = useTranslation();
  if (!useIsLoaded('domain')) return null;
  return (
    <main>
      <h1 className={styles.unknown}>{t('console.domainUnknown')}</h1>
    </main>
  );
}
