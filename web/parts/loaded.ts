/** What is asked of the server when something is shown. */
import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { attempt } from '../state.ts';

/** Undefined until it is there; asked anew where `by` changes. */
export function useLoaded<T>(load: () => Promise<T>, by: string): Signal<T | undefined> {
  const loaded = useSignal<T | undefined>(undefined);
  useEffect(() => {
    let isWanted = true;
    void attempt(async () => {
      const value = await load();
      if (isWanted) loaded.value = value;
    });
    return () => {
      isWanted = false;
    };
  }, [by]);
  return loaded;
}
