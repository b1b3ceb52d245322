/** What may be said beside a question or a program, as the flags of the command line: what answers, who plans, whom it is about, what is tried first, who hears of it. */

import { areShown, choose, chosen, type Of, offers, showOptions, type Value } from '../options.ts';
import { hello } from '../state.ts';
import { words } from '../words.ts';
import { Check, Choice, Field, SECONDS, secondsNames } from './fields.tsx';
import { PromptSeen } from './prompt.tsx';

/** What only programs of bpftrace are made for: guests, rehearsals, a command to follow. */
const ONLY_BPFTRACE = ['command', 'rehearse', 'workload', 'about', 'sandbox', 'guest', 'within'] as const;

/** Of what answers: whether it may be a program of bpftrace. */
function isForBpftrace(as: string): boolean {
  return as === '' || as === 'bpftrace';
}

/** Of a question, a tool, or a program of one's own in this language. */
export function AskOptions({ of = 'question' }: { readonly of?: Of }) {
  const w = words.value;
  // How long is seen beside a question.
  const count = Object.keys(chosen[of].value).filter((name) => of !== 'question' || name !== 'seconds').length;
  return (
    <details class="options" open={areShown} onToggle={({ currentTarget }) => showOptions(currentTarget.open)}>
      <summary>
        {w.options}
        {count === 0 ? '' : ` (${count})`}
      </summary>
      {of === 'question' ? <OfQuestion /> : <OfProgram of={of} />}
      <Trials of={of} />
      {of === 'question' ? <PromptSeen /> : null}
    </details>
  );
}

function OfQuestion() {
  const w = words.value;
  const { as = '', planner = '' } = chosen.question.value;
  return (
    <>
      <div class="fields">
        <Choice
          id="option-as"
          label={w.answeredBy}
          value={as}
          choices={['', 'bpftrace', 'c', 'tool']}
          names={w.means}
          onChange={(value) => {
            choose('question', 'as', value);
            if (!isForBpftrace(value)) for (const name of ONLY_BPFTRACE) choose('question', name, undefined);
          }}
        />
        <Choice
          id="option-planner"
          label={w.plannedBy}
          value={planner}
          choices={['', 'embedded', 'model']}
          names={w.planners}
          onChange={(value) => {
            choose('question', 'planner', value);
            if (value === 'embedded') for (const name of ['model', 'localOnly', 'maxCost'] as const) choose('question', name, undefined);
          }}
        />
        {planner === 'embedded' ? null : <Models />}
      </div>
      <div class="fields">
        <Text of="question" name="pid" label={w.onlyPid} isNumber />
        <Text of="question" name="comm" label={w.onlyComm} />
        <Text of="question" name="top" label={w.onlyTop} isNumber />
        {hello.value?.commands === undefined || !isForBpftrace(as) ? null : (
          <Text of="question" name="command" label={w.onlyCommand} placeholder="ls -l /etc" isCode />
        )}
      </div>
    </>
  );
}

/** Which model, where there are some to choose from. */
function Models() {
  const w = words.value;
  const { model = '', localOnly = false, maxCost } = chosen.question.value;
  const models = offers.value?.models ?? [];
  const inUse = hello.value?.model;
  if (models.length === 0 && inUse === undefined) return null;
  const names = Object.fromEntries(models.map(({ name, local }) => [name, local ? name : w.elsewhere(name)]));
  return (
    <>
      {models.length === 0 ? null : (
        <Choice
          id="option-model"
          label={w.whichModel}
          value={model}
          choices={['', ...models.map(({ name }) => name)]}
          names={{ ...names, '': inUse === undefined ? w.noModel : w.modelInUse(inUse) }}
          onChange={(value) => choose('question', 'model', value)}
        />
      )}
      <Field id="option-cost" label={w.atMostDollars}>
        <input
          id="option-cost"
          type="text"
          inputMode="decimal"
          maxLength={9}
          defaultValue={String(maxCost ?? '')}
          onInput={({ currentTarget: { value } }) => choose('question', 'maxCost', /^\d*\.?\d+$/.test(value.trim()) ? Number(value) : undefined)}
        />
      </Field>
      <Check label={w.localOnly} checked={localOnly} onChange={(checked) => choose('question', 'localOnly', checked)} />
    </>
  );
}

function OfProgram({ of }: { readonly of: 'bpftrace' | 'c' | 'tool' }) {
  const w = words.value;
  const { seconds } = chosen[of].value;
  return (
    <div class="fields">
      <Choice
        id="option-seconds"
        label={w.lasts}
        value={String(seconds ?? '')}
        choices={of === 'tool' ? SECONDS : SECONDS.filter((value) => value !== '0')}
        names={secondsNames(of === 'tool' ? w.asAsked : w.untilStopped)}
        onChange={(value) => choose(of, 'seconds', value === '' ? undefined : Number(value))}
      />
      <Text of={of} name="top" label={w.onlyTop} isNumber />
      {of === 'c' ? (
        <>
          <Text of={of} name="pid" label={w.onlyPid} isNumber />
          <Text of={of} name="settings" label={w.settings} placeholder="hz=49 interface=eth0" isCode isList />
        </>
      ) : of === 'bpftrace' ? (
        <Text of={of} name="args" label={w.arguments} isCode isList />
      ) : null}
    </div>
  );
}

/** What is tried before it runs, and who hears of it. */
function Trials({ of }: { readonly of: Of }) {
  const w = words.value;
  const { sandbox = false, guest = '', rehearse = false, explain = false, otlp = false, keep = true, within = '' } = chosen[of].value;
  const { guests = [], otlp: to, keeps = false } = offers.value ?? {};
  const mayTry = of !== 'c' && of !== 'tool' && (of !== 'question' || isForBpftrace(chosen.question.value.as ?? ''));
  const runIn = (value: string): void => {
    for (const name of ['rehearse', 'about', 'workload', 'sandbox', 'guest'] as const) choose(of, name, undefined);
    choose(of, 'within', value);
  };
  return (
    <>
      {mayTry && (guests.length > 0 || within !== '') ? (
        <div class="fields">
          <Choice
            id="option-within"
            label={w.runsIn}
            value={within}
            choices={['', ...guests]}
            names={{ '': w.thisMachine, ...Object.fromEntries(guests.map((name) => [name, w.inGuest(name)])) }}
            onChange={runIn}
          />
          {within === '' ? null : <Text of={of} name="workload" label={w.besideIt} placeholder="open 50" isCode />}
        </div>
      ) : null}
      {mayTry && within === '' ? (
        <div class="fields">
          <Check
            label={w.tryRehearse}
            checked={rehearse}
            onChange={(checked) => {
              choose(of, 'rehearse', checked);
              if (!checked) for (const name of ['workload', 'about'] as const) choose(of, name, undefined);
            }}
          />
          <Check
            label={offers.value !== undefined && guests.length === 0 ? w.noGuest : w.trySandbox}
            checked={sandbox}
            disabled={!sandbox && guests.length === 0}
            onChange={(checked) => {
              choose(of, 'sandbox', checked);
              if (!checked) choose(of, 'guest', undefined);
            }}
          />
        </div>
      ) : null}
      {mayTry && within === '' && (sandbox || (rehearse && of === 'bpftrace')) ? (
        <div class="fields">
          {sandbox ? (
            <Choice
              id="option-guest"
              label={w.whichGuest}
              value={guest}
              choices={['', ...guests]}
              names={{ '': w.likeThis }}
              onChange={(value) => choose(of, 'guest', value)}
            />
          ) : null}
          {rehearse && of === 'bpftrace' ? (
            <>
              <Text of={of} name="workload" label={w.workload} placeholder="open 20" isCode />
              <Text of={of} name="about" label={w.about} />
            </>
          ) : null}
        </div>
      ) : null}
      <div class="fields">
        {hello.value?.model === undefined ? null : (
          <Check label={w.modelExplains(hello.value.model)} checked={explain} onChange={(checked) => choose(of, 'explain', checked)} />
        )}
        {to === undefined ? null : <Check label={w.pushMetrics(to)} checked={otlp} onChange={(checked) => choose(of, 'otlp', checked)} />}
        {keeps ? <Check label={w.notKept} checked={!keep} onChange={(checked) => choose(of, 'keep', checked ? false : undefined)} /> : null}
      </div>
    </>
  );
}

function numberOf(text: string): number | undefined {
  const number = Number(text);
  return /^\d{1,9}$/.test(text.trim()) && number > 0 ? number : undefined;
}

interface TextProps {
  readonly of: Of;
  readonly name: 'pid' | 'comm' | 'top' | 'command' | 'args' | 'settings' | 'workload' | 'about';
  readonly label: string;
  readonly placeholder?: string;
  readonly isNumber?: boolean;
  readonly isCode?: boolean;
  /** Words, each for itself. */
  readonly isList?: boolean;
}

const LONGEST: Partial<Readonly<Record<TextProps['name'], number>>> = { comm: 64, pid: 9, top: 6, command: 4096 };

function Text({ of, name, label, placeholder, isNumber = false, isCode = false, isList = false }: TextProps) {
  const value = chosen[of].value[name];
  const read = (text: string): Value => (isNumber ? numberOf(text) : isList ? text.split(/\s+/).filter((word) => word !== '') : text.trim() === '' ? '' : text);
  return (
    <Field id={`option-${name}`} label={label}>
      <input
        id={`option-${name}`}
        type="text"
        {...(isNumber ? { inputMode: 'numeric', pattern: '[0-9]*' } : {})}
        class={isCode ? 'code' : undefined}
        maxLength={LONGEST[name] ?? 1000}
        spellcheck={false}
        placeholder={placeholder}
        defaultValue={Array.isArray(value) ? value.join(' ') : String(value ?? '')}
        onInput={({ currentTarget }) => choose(of, name, read(currentTarget.value))}
      />
    </Field>
  );
}
