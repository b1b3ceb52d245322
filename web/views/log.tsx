/** The last lines a program printed. */
import { useEffect, useRef } from 'preact/hooks';
import { visible } from '../../src/views/values.ts';
import { wordsIn } from '../words.ts';

const MOST_LINES = 300;

export function LogView({ texts, language }: { readonly texts: readonly string[]; readonly language: string }) {
  const box = useRef<HTMLPreElement>(null);
  const isAtEnd = useRef(true);
  const shown = texts.slice(-MOST_LINES).map(visible).join('\n');
  useEffect(() => {
    // Who reads further up is left there.
    if (box.current !== null && isAtEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [shown]);
  return (
    <pre
      ref={box}
      class="log scroll"
      role="log"
      tabIndex={0}
      aria-label={wordsIn(language).log}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 40;
      }}
    >
      {shown}
    </pre>
  );
}
