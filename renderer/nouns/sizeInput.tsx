import { Slider } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { PropertyControl } from './propertyControl.tsx';
import type { FieldTraits } from '../../shared/xml/traits.ts';

interface SizeInputProps {
  readonly label: string;
  /** KiB. */
  readonly value: number | undefined;
  readonly onChange: (kib: number | undefined) => void;
  /** Every keystroke counts. */
  readonly eager?: boolean;
}

const field: FieldTraits = { kind: 'size', path: '' };

/** A size with its unit. */
export function SizeInput({ label, value, onChange, eager = false }: SizeInputProps): ReactElement {
  return (
    <PropertyControl
      field={field}
      eager={eager}
      label={label}
      value={value ?? null}
      onChange={(to) => onChange(typeof to === 'number' ? to : undefined)}
    />
  );
}

interface SizeSliderProps {
  readonly label: string;
  /** KiB. */
  readonly value: number;
  readonly maximum: number;
  readonly text: (kib: number) => string;
  readonly onChange: (kib: number) => void;
}

const MIB = 1024;
/** Steps that one can still point at: about a hundred of them, in powers of two. */
const stepOf = (maximum: number): number => 2 ** Math.max(0, Math.floor(Math.log2(maximum / MIB / 100))) * MIB;

/** A size between one step and a maximum; it counts when the handle is let go. */
export function SizeSlider({ label, value, maximum, text, onChange }: SizeSliderProps): ReactElement {
  const [dragged, setDragged] = useState<number>();
  const step = stepOf(maximum);
  return (
    <Slider
      size="sm"
      w={160}
      thumbProps={{ 'aria-label': label }}
      min={step}
      max={Math.max(step, maximum)}
      step={step}
      label={text}
      value={dragged ?? Math.min(value, maximum)}
      onChange={setDragged}
      onChangeEnd={(to) => {
        setDragged(undefined);
        onChange(to);
      }}
    />
  );
}
