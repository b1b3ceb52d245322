/** A question, its plan, and what came of it. */
import { run } from '../state.ts';
import { words } from '../words.ts';
import { AskBox } from './ask-box.tsx';
import { PlanCard } from './plan-card.tsx';
import { Result } from './result.tsx';
import { Runs } from './runs.tsx';

export function Asking() {
  const current = run.value;
  const plan = current?.state.value.plan;
  return (
    <>
      <h1 class="unseen">{words.value.askLabel}</h1>
      <AskBox />
      {current === undefined ? (
        <div class="ask">
          <Runs />
        </div>
      ) : (
        <div class={`run ${current.state.value.phase}`} key={current.id} lang={plan?.intent.language === 'zh' ? 'zh' : undefined}>
          {plan === undefined ? null : (
            <PlanCard plan={plan} diagnostics={current.state.value.diagnostics} command={current.state.value.command} within={current.state.value.within} />
          )}
          <Result run={current} />
        </div>
      )}
    </>
  );
}
