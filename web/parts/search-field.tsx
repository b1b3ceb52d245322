import type { Signal } from '@preact/signals';

interface SearchFieldProps {
  readonly text: Signal<string>;
  readonly label: string;
  /** Its label without. */
  readonly placeholder?: string;
  /** As wide as there is room. */
  readonly wide?: boolean;
}

/** A field whose text narrows what is shown beside it. */
export function SearchField({ text, label, placeholder = label, wide = false }: SearchFieldProps) {
  return (
    <input
      type="search"
      class={wide ? 'wide' : 'filter'}
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onInput={(event) => (text.value = event.currentTarget.value)}
    />
  );
}
