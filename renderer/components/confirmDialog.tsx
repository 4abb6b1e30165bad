/** Asks before something is interrupted or lost: what happens, to which objects, and which are left out. It knows no noun. */
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { CircleMinus } from 'lucide-react';
import { useId, useState, type FormEvent, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { isAnswer, shortened } from './confirmation.ts';
import styles from './confirmDialog.module.css';

/** What is asked about. */
export interface ConfirmObject {
  readonly key: string;
  readonly name: string;
  readonly icon?: ReactNode;
  /** Where it is: its host. */
  readonly place?: string | undefined;
}

/** Of those that were chosen: one to which nothing happens. */
export interface ExcludedObject extends ConfirmObject {
  readonly why: string;
}

/** How much is asked for, by what is lost. */
export type Damage =
  /** Nothing: it comes back by itself. */
  | { readonly kind: 'plain' }
  /** What is unsaved, perhaps. */
  | { readonly kind: 'explicit'; readonly gentler?: { readonly label: string; readonly onChoose: () => void } }
  /** Data. `answer` (a name; of several their number) must be typed; `label` says so. */
  | { readonly kind: 'typed'; readonly label: string; readonly answer: string };

interface ConfirmDialogProps {
  readonly title: string;
  readonly consequence: ReactNode;
  readonly damage: Damage;
  /** None: the title names the only one. */
  readonly objects?: readonly ConfirmObject[];
  readonly excluded?: readonly ExcludedObject[];
  /** "3 of them are left out". */
  readonly excludedTitle?: string;
  /** "and 5 more". */
  readonly more: (count: number) => string;
  /** The act, and to how many: "Force off 3 VMs". */
  readonly act: string;
  /** Nothing is left that it could be done to. */
  readonly disabled?: boolean;
  readonly cancel: string;
  /** Name of the cross. */
  readonly close: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/**
 * Enter pressed too soon loses nothing: where something may be lost the dialog opens on Cancel or on the field, and Enter in the field does
 * not confirm. Ctrl+Enter does, as in every dialog.
 */
export function ConfirmDialog(props: ConfirmDialogProps): ReactElement {
  const { title, consequence, damage, objects = [], excluded = [], act, cancel, close, onConfirm, onClose } = props;
  const [typed, setTyped] = useState('');
  const about = useId();
  const confirm = (event: FormEvent): void => {
    event.preventDefault();
    onClose();
    onConfirm();
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': close }} aria-describedby={about}>
      <form onSubmit={confirm}>
        <div id={about} className={styles.consequence}>
          {consequence}
        </div>
        <Objects objects={objects} more={props.more} />
        {excluded.length > 0 && (
          <>
            {props.excludedTitle !== undefined && <p className={styles.excluded}>{props.excludedTitle}</p>}
            <Objects objects={excluded} more={props.more} />
          </>
        )}
        {damage.kind === 'typed' && (
          <TextInput
            mt="sm"
            label={damage.label}
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={keepEnter}
          />
        )}
        <Group justify="flex-end" mt="md">
          <Button variant="default" {...(damage.kind === 'explicit' && { 'data-autofocus': true })} onClick={onClose}>
            {cancel}
          </Button>
          {damage.kind === 'explicit' && damage.gentler && (
            <Button
              variant="default"
              onClick={() => {
                onClose();
                damage.gentler?.onChoose();
              }}
            >
              {damage.gentler.label}
            </Button>
          )}
          <Button
            {...(damage.kind === 'plain' ? { 'data-autofocus': true } : { color: 'red' })}
            type="submit"
            disabled={props.disabled === true || (damage.kind === 'typed' && !isAnswer(typed, damage.answer))}
          >
            {act}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** Without Ctrl, which means it. */
function keepEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) event.preventDefault();
}

interface ObjectsProps {
  readonly objects: readonly (ConfirmObject | ExcludedObject)[];
  readonly more: (count: number) => string;
}

function Objects({ objects, more }: ObjectsProps): ReactElement | null {
  if (objects.length === 0) return null;
  const { listed, rest } = shortened(objects);
  return (
    <ul className={styles.objects}>
      {listed.map((object) => (
        <li key={object.key} data-excluded={'why' in object || undefined}>
          {'why' in object ? <CircleMinus size={14} aria-hidden /> : object.icon}
          <span className={styles.name}>{object.name}</span>
          <span className={styles.quiet}>{object.place}</span>
          {'why' in object && <span className={styles.why}>{object.why}</span>}
        </li>
      ))}
      {rest > 0 && <li className={styles.quiet}>{more(rest)}</li>}
    </ul>
  );
}
