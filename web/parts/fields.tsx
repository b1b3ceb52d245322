/** What options are given by. */
import type { ComponentChildren } from 'preact';
import { words } from '../words.ts';

/** Seconds to choose from: as it is without, so many, and without an end. */
export const SECONDS: readonly string[] = ['', '2', '5', '10', '30', '60', '300', '0'];

/** What they are called; `without` is said of none. */
export function secondsNames(without: string): Readonly<Record<string, string>> {
  const w = words.value;
  return Object.fromEntries(SECONDS.map((value) => [value, value === '' ? without : value === '0' ? w.untilStopped : `${value} ${w.seconds}`]));
}

export function Field({ label, id, children }: { readonly label: string; readonly id: string; readonly children: ComponentChildren }) {
  return (
    <div class="field">
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly choices: readonly string[];
  /** Of '' what is chosen without. */
  readonly names: Readonly<Record<string, string>>;
  readonly onChange: (value: string) => void;
}

export function Choice({ id, label, value, choices, names, onChange }: ChoiceProps) {
  return (
    <Field id={id} label={label}>
      <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {choices.map((one) => (
          <option key={one} value={one}>
            {names[one] ?? one}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Check({ label, checked, disabled = false, onChange }: CheckProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} disabled={disabled} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
