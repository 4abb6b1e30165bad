import { ActionIcon, Button, Menu, Modal, SegmentedControl, Textarea, Tooltip } from '@mantine/core';
import { Camera, ClipboardType, Hand, Keyboard, Maximize } from 'lucide-react';
import { useState, type ReactElement, type ReactNode, type Ref, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../backend.ts';
import { useSettings } from '../../store/settings.ts';
import { toggleFullScreen } from './fullScreen.ts';
import { combinations } from './keys.ts';
import { chordText } from './releaseChord.ts';
import { saveFile } from '../../components/saveFile.ts';
import type { VncConnection, VncScale } from './vncConnection.ts';
import styles from './console.module.css';

interface VncToolsProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly chooser: ReactNode;
  readonly connection: RefObject<VncConnection | null>;
  readonly open: boolean;
  readonly clipping: boolean;
  readonly name: string;
  readonly view: RefObject<HTMLElement | null>;
}

/** The row above the picture. Its buttons do nothing while there is no picture, and say so by being disabled. */
export function VncTools({ ref, chooser, connection, open, clipping, name, view }: VncToolsProps): ReactElement {
  const { t } = useTranslation();
  const { scale, releaseChord } = useSettings().console;
  const [dragging, setDragging] = useState(false);
  const [typing, setTyping] = useState(false);
  const drag = (): void => {
    connection.current?.setDragging(!dragging);
    setDragging(!dragging);
  };
  const savePicture = async (): Promise<void> => {
    const picture = (await connection.current?.picture()) ?? null;
    if (picture !== null)
      saveFile(picture, `${name} ${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.png`);
  };
  return (
    <div ref={ref} className={styles.tools} role="toolbar" aria-label={t('console.tools')}>
      {chooser}
      <SendKeys disabled={!open} onSend={(keys) => connection.current?.sendCombination(keys)} />
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<ClipboardType size={14} />}
        disabled={!open}
        onClick={() => setTyping(true)}
      >
        {t('console.typeText')}
      </Button>
      <ScaleChoice scale={scale} />
      {clipping && <Tool label={t('console.drag')} icon={<Hand size={15} />} pressed={dragging} onClick={drag} />}
      <Tool
        label={t('console.savePicture')}
        icon={<Camera size={15} />}
        disabled={!open}
        onClick={() => void savePicture()}
      />
      <Tool
        label={t('console.fullScreen')}
        icon={<Maximize size={15} />}
        onClick={() => void toggleFullScreen(view.current)}
      />
      <span className={styles.chord}>{t('console.releaseHint', { chord: chordText(releaseChord) })}</span>
      <TypeText
        opened={typing}
        onClose={() => setTyping(false)}
        onType={(text) => connection.current?.type(text) ?? []}
      />
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function Tool({ label, icon, pressed, disabled, onClick }: ToolProps): ReactElement {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={pressed === true ? 'filled' : 'default'}
        aria-label={label}
        aria-pressed={pressed}
        disabled={disabled ?? false}
        onClick={onClick}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

/** Remembered for every console of this workstation. */
function ScaleChoice({ scale }: { readonly scale: VncScale }): ReactElement {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('console.scale')}
      value={scale}
      onChange={(value) =>
        void api.app.updateSettings({ console: { scale: value === 'oneToOne' ? 'oneToOne' : 'fit' } })
      }
      data={[
        { value: 'fit', label: t('console.scales.fit') },
        { value: 'oneToOne', label: t('console.scales.oneToOne') },
      ]}
    />
  );
}

interface SendKeysProps {
  readonly disabled: boolean;
  readonly onSend: (keys: (typeof combinations)[number][number]['keys']) => void;
}

function SendKeys({ disabled, onSend }: SendKeysProps): ReactElement {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-start" disabled={disabled} shadow="md">
      <Menu.Target>
        <Button size="compact-sm" variant="default" leftSection={<Keyboard size={14} />} disabled={disabled}>
          {t('console.sendKeys')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('console.sendKeys')}>
        {combinations.map((group, index) => (
          <div key={group[0]?.name} role="group">
            {index > 0 && <Menu.Divider />}
            {group.map(({ name, keys }) => (
              <Menu.Item key={name} onClick={() => onSend(keys)}>
                {name}
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface TypeTextProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** @returns the characters that could not be typed */
  readonly onType: (text: string) => readonly string[];
}

/** Text for a guest without a shared clipboard: typed key by key, as on a US keyboard. */
function TypeText({ opened, onClose, onType }: TypeTextProps): ReactElement {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [unknown, setUnknown] = useState<readonly string[]>([]);
  const close = (): void => {
    setText('');
    setUnknown([]);
    onClose();
  };
  const type = (): void => {
    const left = onType(text);
    if (left.length === 0) close();
    else setUnknown(left);
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('console.typeText')}
      size="md"
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <Textarea
        label={t('console.textToType')}
        description={t('console.textToTypeHint')}
        autosize
        minRows={4}
        maxRows={12}
        data-autofocus
        value={text}
        error={unknown.length === 0 ? undefined : t('console.notTypable', { characters: unknown.join(' ') })}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.ctrlKey) type();
        }}
      />
      <div className={styles.modalButtons}>
        <Button variant="default" size="compact-md" onClick={close}>
          {t('console.cancel')}
        </Button>
        <Button size="compact-md" disabled={text === ''} onClick={type}>
          {t('console.type')}
        </Button>
      </div>
    </Modal>
  );
}
