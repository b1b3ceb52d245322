/** Questions to begin with, each a button. */
import { visible } from '../../src/views/values.ts';
import { ask } from '../options.ts';
import { busy, hello, onlyShows } from '../state.ts';
import { words } from '../words.ts';

export function Examples() {
  const examples = hello.value?.examples ?? [];
  if (examples.length === 0) return null;
  return (
    <div class="examples">
      <h2 class="minor">{words.value.examples}</h2>
      <ul>
        {examples.map((text) => (
          <li key={text}>
            <button type="button" disabled={busy.value || onlyShows.value} onClick={() => ask(text)}>
              {visible(text)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
