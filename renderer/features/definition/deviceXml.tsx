import { Button, Group, Loader, Modal } from '@mantine/core';
import { useCallback, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { keyedDevices, type DeviceKey } from '../../../shared/model/devices/deviceKey.ts';
import { isActive, type DomainRef } from '../../../shared/model/domain.ts';
import { formatXml } from '../../../shared/xml/format.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { elementsAt, usesOf, type Schema } from '../../../shared/xml/schema.ts';
import { serializeElement } from '../../../shared/xml/serialize.ts';
import type { CodeEditorHandle } from '../../components/codeEditor.tsx';
import { useDefinition } from '../../nouns/definition.ts';
import { elementOf, useDeviceWords } from '../../nouns/deviceWords.ts';
import { useDomainSchema } from '../../nouns/domainSchema.ts';
import { Problem } from '../../nouns/problem.tsx';
import { planEdit, usePlannedEdits } from '../../store/edits.ts';
import { useDomain } from '../../store/inventory.ts';
import { Code } from '../../components/code.tsx';
import styles from './definition.module.css';
import { faultsOf } from '../../nouns/xmlFaults.ts';
import { Notice } from './notices.tsx';
import { ProblemList } from './problemList.tsx';
import { useAssistant } from './useAssistant.ts';

interface DeviceXmlProps {
  readonly domain: DomainRef;
  readonly device: DeviceKey;
  readonly onClose: () => void;
}

/** The XML of one device, to edit; planned like every other change. */
export function DeviceXml({ domain: ref, device, onClose }: DeviceXmlProps): ReactElement {
  const { t } = useTranslation();
  const domain = useDomain(ref);
  const words = useDeviceWords();
  // A transient VM has only what runs.
  const kind = domain !== undefined && !domain.persistent && isActive(domain) ? 'live' : 'persistent';
  const [loaded, reload] = useDefinition(ref, kind);
  const xml = loaded.kind === 'loaded' ? loaded.value.xml : undefined;
  const current = useMemo(() => (xml === undefined ? undefined : deviceText(xml, device)), [xml, device]);
  return (
    <Modal
      opened
      onClose={onClose}
      size={860}
      closeOnEscape={false}
      onKeyDown={(event) => closeUnlessEditing(event, onClose)}
      title={t('definition.device.title', { device: words(device), name: domain?.name ?? '' })}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      {loaded.kind === 'loading' && <Loader size="sm" aria-label={t('definition.loading')} />}
      {loaded.kind === 'failed' && <Problem error={loaded.error} onRetry={reload} />}
      {loaded.kind === 'loaded' &&
        (current === undefined ? (
          <Notice kind="warning" text={t('definition.device.gone')} />
        ) : (
          <DeviceEditor domain={ref} device={device} current={current} onClose={onClose} />
        ))}
    </Modal>
  );
}

/** In the editor Esc closes what the editor has opened, or lets Tab leave it. */
function closeUnlessEditing(event: KeyboardEvent, onClose: () => void): void {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  if (event.target instanceof Element && event.target.closest('.cm-editor') !== null) return;
  onClose();
}

/** On its own as libvirt would write it: without the indentation that it has in the definition. */
function deviceText(xml: string, device: DeviceKey): string | undefined {
  const element = keyedDevices(parseXml(xml).root).get(device);
  return element && formatXml(serializeElement(element)).trimEnd();
}

/** The same schema for a text that begins with a device. */
function deviceSchema(schema: Schema, element: string): Schema {
  const steps = ['domain', 'devices'].map((name) => ({ name, attributes: new Map<string, string>() }));
  return { ...schema, roots: elementsAt(schema, steps).flatMap(({ children }) => usesOf(children, element)) };
}

interface DeviceEditorProps extends DeviceXmlProps {
  readonly current: string;
}

function DeviceEditor({ domain: ref, device, current, onClose }: DeviceEditorProps): ReactElement {
  const { t } = useTranslation();
  const words = useDeviceWords();
  const code = useRef<CodeEditorHandle>(null);
  const planned = usePlannedEdits(ref).find((edit) => edit.kind === 'deviceXml' && edit.device === device);
  const [from] = useState(planned?.kind === 'deviceXml' ? planned.from : current);
  const [text, setText] = useState(planned?.kind === 'deviceXml' ? planned.to : current);
  const known = useDomainSchema();
  const narrow = useCallback((whole: Schema) => deviceSchema(whole, elementOf(device)), [device]);
  const schema = useMemo(() => known && narrow(known.schema), [known, narrow]);
  const assistant = useAssistant(narrow);
  const marks = useMemo(() => faultsOf(text, schema, t), [text, schema, t]);
  const malformed = marks.some(({ severity }) => severity === 'error');
  const plan = (): void => {
    if (malformed || text === from) return;
    planEdit(ref, { kind: 'deviceXml', device, from, to: text });
    onClose();
  };
  return (
    <>
      <Notice kind="info" text={t('definition.device.which')} />
      {from !== current && <Notice kind="warning" text={t('definition.device.changed')} />}
      <div className={styles.device}>
        <div className={styles.content}>
          <Code
            ref={code}
            text={text}
            onChange={setText}
            label={t('definition.device.label', { device: words(device) })}
            marks={marks}
            assistant={assistant}
            keys={{ 'Mod-Enter': plan, 'Mod-s': plan }}
          />
        </div>
        <ProblemList marks={marks} onShow={({ line, column }) => code.current?.show(line, column)} />
      </div>
      <Group justify="space-between" mt="md">
        <Button variant="default" disabled={malformed} onClick={() => setText(formatXml(text).trimEnd())}>
          {t('definition.format')}
        </Button>
        <Group>
          <Button variant="default" onClick={onClose}>
            {t('shell.cancel')}
          </Button>
          <Button
            disabled={malformed || text === from}
            title={malformed ? t('definition.malformed') : undefined}
            onClick={plan}
          >
            {t('definition.device.plan')}
          </Button>
        </Group>
      </Group>
    </>
  );
}
