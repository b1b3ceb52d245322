/** Parts that are not of what the page begins with: fetched when they are first shown. */
import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { attempt } from '../state.ts';
import { words } from '../words.ts';

export function lazily<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  return function Lazily(props: P) {
    const part = useSignal<{ readonly Part: ComponentType<P> } | undefined>(undefined);
    useEffect(() => {
      void attempt(async () => {
        part.value = { Part: await load() };
      });
    }, []);
    if (part.value === undefined) return <p class="dim pulse">{words.value.loading}</p>;
    const { Part } = part.value;
    return <Part {...props} />;
  };
}
