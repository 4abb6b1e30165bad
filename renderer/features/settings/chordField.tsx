import { Button } from '@mantine/core';
import { Keyboard } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { chordOf, isUsableChord } from './chord.ts';

interface ChordFieldProps {
  readonly value: string;
  readonly labelledBy: string;
  readonly onChange: (chord: string) => void;
}

/** A button with the chord on it; pressed, it takes the next keys that are held down together. Escape and Tab leave it as it was. */
export function ChordField({ value, labelledBy, onChange }: ChordFieldProps): ReactElement {
  const { t } = useTranslation();
  const [recording, setRecording] = useState<'no' | 'yes' | 'refused'>('no');
  const held = useRef(new Set<string>());
  const stop = (): void => {
    held.current.clear();
    setRecording('no');
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (recording === 'no') return;
    if (event.key === 'Escape' || event.key === 'Tab') return stop();
    event.preventDefault();
    held.current.add(event.key);
  };
  const keyUp = (event: KeyboardEvent): void => {
    if (recording === 'no' || held.current.size === 0) return;
    event.preventDefault();
    const usable = isUsableChord(held.current);
    if (usable) onChange(chordOf(held.current));
    held.current.clear();
    setRecording(usable ? 'no' : 'refused');
  };
  const text = { no: printed(value), yes: t('settings.pressKeys'), refused: t('settings.chordRefused') }[recording];
  return (
    <Button
      variant="default"
      leftSection={<Keyboard size={14} />}
      aria-labelledby={`${labelledBy} ${labelledBy}-value`}
      aria-pressed={recording !== 'no'}
      onClick={() => setRecording('yes')}
      onKeyDown={keyDown}
      onKeyUp={keyUp}
      onBlur={stop}
    >
      <span id={`${labelledBy}-value`} aria-live="polite">
        {text}
      </span>
    </Button>
  );
}

/** As keys are printed. */
const printed = (chord: string): string => chord.replaceAll('Control', 'Ctrl').replaceAll('+', ' + ');
