/** What this server runs, or ran: another page may have begun it. */
import { visible } from '../../src/views/values.ts';
import { call } from '../client.ts';
import { words } from '../words.ts';
import { useLoaded } from './loaded.ts';

const MOST = 8;

export function Runs() {
  const w = words.value;
  const runs = useLoaded(() => call('GET /api/runs'), '').value ?? [];
  if (runs.length === 0) return null;
  return (
    <section class="card" aria-labelledby="runs">
      <h2 id="runs">{w.runsNow}</h2>
      <ul class="sessions">
        {[...runs]
          .reverse()
          .slice(0, MOST)
          .map(({ id, question, plan, tool, phase }) => (
            <li key={id}>
              <a href={`#/run/${encodeURIComponent(id)}`}>
                <b dir="auto">{visible(question ?? plan?.program.title ?? tool ?? w.ownProgram)}</b> <span class="dim">{w.phase[phase]}</span>
              </a>
            </li>
          ))}
      </ul>
    </section>
  );
}
