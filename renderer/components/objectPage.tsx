/** The page of one object: what it is and how it is in one line, what can be done with it, and its tabs. It knows no noun. */
import { Tabs } from '@mantine/core';
import { useId, type ReactElement, type ReactNode } from 'react';
import page from './page.module.css';

export interface PageTab {
  /** Last part of the route. */
  readonly id: string;
  readonly label: ReactNode;
  /** Behind the label: what waits there. */
  readonly mark?: ReactNode;
  readonly render: () => ReactNode;
}

/** How sure it is what is shown. */
export type ObjectPageState =
  | { readonly kind: 'ready' }
  /** It was so; what it is now can't be asked. `note`: since when. */
  | { readonly kind: 'away'; readonly note: ReactNode }
  /** It was so, and is being read again. */
  | { readonly kind: 'stale' };

interface ObjectPageProps {
  readonly state: ObjectPageState;
  readonly icon: ReactNode;
  readonly title: string;
  /** The state of the object, in words. */
  readonly stateText: ReactNode;
  /** What waits or is wrong. */
  readonly marks?: ReactNode;
  /** Where it is and how it is reached. */
  readonly subtitle?: ReactNode;
  readonly toolbar: ReactNode;
  readonly tabs: readonly PageTab[];
  /** Id of the tab to show; the first one if none has it. */
  readonly tab: string;
  readonly onTab: (id: string) => void;
  /** Between the tabs and their content. */
  readonly notice?: ReactNode;
}

export function ObjectPage(props: ObjectPageProps): ReactElement {
  const heading = useId();
  const { tabs, tab, onTab, notice } = props;
  return (
    <article className={page.page} aria-labelledby={heading}>
      <Head {...props} heading={heading} />
      <PageTabs tabs={tabs} tab={tab} onTab={onTab} notice={notice} />
    </article>
  );
}

interface NoObjectProps {
  /** All that could be known is here. Before that nothing is said: the object may well be there. */
  readonly loaded: boolean;
  readonly title: string;
  readonly hint: string;
  /** Where to go instead. */
  readonly way: ReactNode;
}

/** In the place of the page of an object that there is not. */
export function NoObject({ loaded, title, hint, way }: NoObjectProps): ReactElement | null {
  if (!loaded) return null;
  return (
    <div className={page.unknown} role="status">
      <h1>{title}</h1>
      <p>{hint}</p>
      {way}
    </div>
  );
}

function Head({
  heading,
  state,
  icon,
  title,
  stateText,
  marks,
  subtitle,
  toolbar,
}: ObjectPageProps & { readonly heading: string }): ReactElement {
  return (
    <header className={page.head}>
      {icon}
      <h1 id={heading}>{title}</h1>
      {stateText}
      {marks}
      {subtitle}
      {state.kind === 'away' && <span className={page.stale}>{state.note}</span>}
      <span className={page.verbs}>{toolbar}</span>
    </header>
  );
}

type PageTabsProps = Pick<ObjectPageProps, 'tabs' | 'tab' | 'onTab' | 'notice'>;

function PageTabs({ tabs, tab, onTab, notice }: PageTabsProps): ReactElement {
  const shown = tabs.find(({ id }) => id === tab) ?? tabs[0];
  return (
    <Tabs
      className={page.tabs}
      value={shown?.id ?? null}
      onChange={(id) => {
        if (id !== null) onTab(id);
      }}
      keepMounted={false}
    >
      <Tabs.List px={16} className={page.tabList}>
        {tabs.map(({ id, label, mark }) => (
          <Tabs.Tab key={id} value={id} rightSection={mark}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {notice}
      {shown !== undefined && (
        <Tabs.Panel value={shown.id} className={page.panel}>
          {shown.render()}
        </Tabs.Panel>
      )}
    </Tabs>
  );
}
