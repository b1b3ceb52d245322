/** Questions to begin with, each a button. */
import { visible } from '../../src/views/values.ts';
import { busy, hello, onlyShows, question, start } from '../state.ts';
import { words } from '../words.ts';
import { takeOptions } from './ask-options.tsx';

export function Examples() {
  const examples = hello.value?.examples ?? [];
  if (examples.length === 0) return null;
  return (
    <div class="examples">
      <h2 class="minor">{words.value.examples}</h2>
      <ul>
        {examples.map((text) => (
          <li key={text}>
            <button
              type="button"
              disabled={busy.value || onlyShows.value}
              onClick={() => {
                question.value = text;
                void start({ ...takeOptions(), question: text });
              }}
            >
              {visible(text)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
