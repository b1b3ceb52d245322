/** Statements: rows that are told, maps that are changed, conditions. */
import type { Assignment, Block, Call, Expression, If, MapRef, Statement } from '../bpftrace/ast.ts';
import { walk } from '../bpftrace/visit.ts';
import type { Body, Local } from './body.ts';
import { type Code, integerType, literal, number, TERNARY, UNARY, wide, within } from './code.ts';
import { verbName } from './map-code.ts';
import type { MapPlan, Verb } from './maps.ts';
import { declared } from './parts.ts';
import { fillPart, keyOf } from './texts.ts';
import { partOf } from './type-parts.ts';
import { Unsaid } from './unsaid.ts';
import { planned, sayValue } from './values.ts';
import { quoted, typeOf } from './whole.ts';

/** What a probe does, without its predicate. */
export function sayBlock(body: Body, block: Block): void {
  for (const statement of block.statements) sayStatement(body, statement);
}

function sayStatement(body: Body, statement: Statement): void {
  switch (statement.kind) {
    case 'assignment':
      assign(body, statement);
      return;
    case 'let':
      if (statement.value !== undefined) setVariable(body, statement.name, statement.value, statement);
      return;
    case 'if':
      sayIf(body, statement);
      return;
    case 'block':
      body.block('', () => sayBlock(body, statement));
      return;
    case 'expression-statement':
      sayExpression(body, statement.expression);
      return;
    case 'jump':
      if (statement.word === 'return') {
        body.push('return 0;');
        return;
      }
      break;
    case 'while':
    case 'for':
    case 'unroll':
      throw new Unsaid('loops cannot be said in C yet', statement);
    default:
      break;
  }
  throw new Unsaid('a statement of this kind cannot be said in C yet', statement);
}

function sayIf(body: Body, statement: If): void {
  const condition = conditionOf(body, statement.condition);
  body.block(`if (${condition})`, () => sayBlock(body, statement.then));
  const { otherwise } = statement;
  if (otherwise === undefined) return;
  body.orElse(() => (otherwise.kind === 'if' ? sayIf(body, otherwise) : sayBlock(body, otherwise)));
}

export function conditionOf(body: Body, expression: Expression): string {
  return sayValue(body, expression).code;
}

/** The opposite of a condition, as people write it. */
export function unless(body: Body, expression: Expression): string {
  if (expression.kind === 'binary') {
    const opposite = OPPOSITES[expression.operator];
    if (opposite !== undefined) return sayValue(body, { ...expression, operator: opposite }).code;
  }
  if (expression.kind === 'unary' && expression.operator === '!') return conditionOf(body, expression.operand);
  return `!${within(sayValue(body, expression), UNARY)}`;
}

const OPPOSITES: Readonly<Record<string, string>> = { '==': '!=', '!=': '==', '<': '>=', '>=': '<', '>': '<=', '<=': '>' };

function sayExpression(body: Body, expression: Expression): void {
  if (expression.kind === 'call') {
    sayCall(body, expression);
    return;
  }
  if (expression.kind === 'unary' && (expression.operator === '++' || expression.operator === '--')) {
    const { operand } = expression;
    if (operand.kind === 'map') {
      add(body, operand, literal(expression.operator === '++' ? 1n : -1n));
      return;
    }
    const local = operand.kind === 'variable' ? body.locals.get(operand.name) : undefined;
    if (local !== undefined) {
      body.push(`${local.name}${expression.operator};`);
      return;
    }
  }
  throw new Unsaid(`${quoted(body.whole, expression)} cannot be said in C yet`, expression);
}

function sayCall(body: Body, call: Call): void {
  const [first] = call.args;
  switch (call.name) {
    case 'printf':
      row(body, call);
      return;
    case 'delete':
      if (first?.kind === 'map') {
        remove(body, first);
        return;
      }
      break;
    case 'exit':
      throw new Unsaid('an end by the program itself (exit) cannot be said in C yet', call);
    default:
      break;
  }
  throw new Unsaid(`${call.name}() cannot be said in C yet`, call);
}

function row(body: Body, call: Call): void {
  const plan = body.whole.rows.get(call);
  if (plan === undefined) throw new Unsaid('a printf that is no row of a table cannot be said in C yet', call);
  const { struct, parts } = plan;
  const name = body.name('event');
  body.push(`struct ${struct} *${name} = new_${struct}();`, '');
  body.block(`if (${name})`, () => {
    parts.forEach((part, at) => {
      const argument = call.args[at + 1];
      if (argument !== undefined) fillPart(body, `${name}->${part.name}`, part.part, argument, sayValue);
    });
    body.push(`bpf_ringbuf_submit(${name}, 0);`);
  });
}

function remove(body: Body, map: MapRef): void {
  const plan = planned(body, map);
  changeable(plan, map);
  if (plan.keyType !== undefined) {
    body.push(`bpf_map_delete_elem(&${plan.c}, ${keyOf(body, plan, map, sayValue)});`);
    return;
  }
  if (plan.kind !== 'value' || plan.value.how !== 'number') throw new Unsaid(`${map.name} cannot be emptied in C yet`, map);
  plan.verbs.add('write');
  body.push(`${verbName(plan, 'write')}(0);`);
}

function assign(body: Body, statement: Assignment): void {
  const { target, operator, value } = statement;
  if (target.kind === 'variable') {
    if (operator === '=') {
      setVariable(body, target.name, value, statement);
      return;
    }
    const local = body.locals.get(target.name);
    if (local?.part.how !== 'number') throw new Unsaid(`${quoted(body.whole, target)} is no number`, target);
    const changed = sayValue(body, { kind: 'binary', operator: operator.slice(0, -1), left: target, right: value, span: statement.span });
    body.push(`${local.name} = ${changed.code};`);
    return;
  }
  if (target.kind !== 'map') throw new Unsaid('only maps and variables can be assigned to in C', statement);
  if (operator === '+=' || operator === '-=') {
    const amount = wide(sayValue(body, value));
    const negative = amount.literal === undefined ? number(`-${within(amount, UNARY)}`, UNARY, true) : literal(-amount.literal);
    add(body, target, operator === '+=' ? amount : negative);
    return;
  }
  if (operator !== '=') {
    const changed = sayValue(body, { kind: 'binary', operator: operator.slice(0, -1), left: target, right: value, span: statement.span });
    act(body, target, 'write', [changed.code]);
    return;
  }
  const plan = planned(body, target);
  changeable(plan, target);
  const measured = value.kind === 'call' ? value.args[0] : undefined;
  const amount = (): string => (measured === undefined ? '1' : wide(sayValue(body, measured)).code);
  switch (plan.kind) {
    case 'sum':
      act(body, target, 'add', [amount()]);
      return;
    case 'hist':
    case 'lhist':
      act(body, target, 'record', [amount()]);
      return;
    case 'stats':
      act(body, target, 'measure', [amount()]);
      return;
    case 'min':
      act(body, target, 'least', [amount()]);
      return;
    case 'max':
      act(body, target, 'most', [amount()]);
      return;
    case 'value':
      put(body, target, plan, value);
      return;
  }
}

function add(body: Body, map: MapRef, amount: Code): void {
  act(body, map, 'add', [amount.code]);
}

function changeable({ table, name }: MapPlan, at: Expression): void {
  if (table !== undefined) throw new Unsaid(`${name} is filled at the begin and changed later, which cannot be said in C yet`, at);
}

/** Calls one of the map's functions. */
function act(body: Body, map: MapRef, verb: Verb, more: readonly string[]): void {
  const plan = planned(body, map);
  if (plan.kind === 'value' && plan.value.how !== 'number') throw new Unsaid(`${map.name} holds no number`, map);
  plan.verbs.add(verb);
  const key = keyOf(body, plan, map, sayValue);
  body.push(`${verbName(plan, verb)}(${[...(key === '' ? [] : [key]), ...more].join(', ')});`);
}

function put(body: Body, map: MapRef, plan: MapPlan, value: Expression): void {
  const isPlain = plan.value.how === 'number' || plan.value.how === 'stack';
  plan.verbs.add('write');
  if (isPlain) {
    const code = wide(sayValue(body, value));
    const key = keyOf(body, plan, map, sayValue);
    body.push(`${verbName(plan, 'write')}(${[...(key === '' ? [] : [key]), code.code].join(', ')});`);
    return;
  }
  // Text is filled into room of its own first.
  const name = body.name(plan.c.replace(/_pending$/, ''), 'text');
  body.push(`${declared({ name, part: plan.value })} = {};`, '');
  fillPart(body, name, plan.value, value, sayValue);
  const key = keyOf(body, plan, map, sayValue);
  body.push(`${verbName(plan, 'write')}(${[...(key === '' ? [] : [key]), name].join(', ')});`);
}

function setVariable(body: Body, name: string, value: Expression, at: Statement): void {
  const local = body.locals.get(name);
  if (local === undefined) throw new Unsaid(`${name} is not known here`, at);
  if (local.part.how === 'text' || local.part.how === 'address') {
    fillPart(body, local.name, local.part, value, sayValue);
    return;
  }
  const code = sayValue(body, value);
  // The first that is said of it declares it.
  const to = `${local.isLater === true ? typeOfLocal(local) : ''}${local.name}`;
  if (local.isLater === true) body.locals.set(name, { ...local, isLater: false });
  if (local.pointer !== undefined) {
    const said = code.pointer === local.pointer ? code.code : `(${local.pointer})${within(code, UNARY)}`;
    body.push(`${to} = ${said};`);
    return;
  }
  body.push(`${to} = ${within(code.pointer === undefined ? code : wide(code), TERNARY)};`);
}

/** Declares the probe's scratch variables: they live as long as it runs, whatever block they are first set in. */
export function declareVariables(body: Body, block: Block): void {
  const seen = new Set<string>();
  const later = setFirst(block);
  let here = false;
  for (const node of walk(block)) {
    const [name, target] =
      node.kind === 'assignment' && node.target.kind === 'variable' ? [node.target.name, node.target] : node.kind === 'let' ? [node.name, node.value] : [];
    if (name === undefined || target === undefined || seen.has(name)) continue;
    seen.add(name);
    const type = typeOf(body.whole, target);
    const values = body.whole.assigned.flatMap((one) => (one.name === name && one.probe === body.probe ? [one.expression] : []));
    const part = partOf(
      type,
      values,
      body.whole.typing,
      { kind: 'script', items: [body.probe], preamble: [], probes: [body.probe], span: body.probe.span },
      name,
    );
    const local: Local = {
      name: body.name(name.slice(1), `${name.slice(1)}_here`),
      part,
      size: type.kind === 'integer' ? type.size : 8,
      ...(type.kind === 'pointer' && type.to.kind === 'record' ? { pointer: `${type.to.name} *` } : {}),
    };
    const isLater = later.has(name) && part.how !== 'text' && part.how !== 'address';
    body.locals.set(name, isLater ? { ...local, isLater } : local);
    if (isLater) continue;
    body.push(`${declaredLocal(local)};`);
    here = true;
  }
  if (here) body.push('');
}

/** The variables that are set before anything else is done with them, outside of every condition: they are declared there. */
function setFirst(block: Block): ReadonlySet<string> {
  const first = new Set<string>();
  const seen = new Set<string>();
  for (const statement of block.statements) {
    const target = statement.kind === 'assignment' && statement.operator === '=' && statement.target.kind === 'variable' ? statement.target.name : undefined;
    const inside = statement.kind === 'assignment' && target !== undefined ? statement.value : statement;
    for (const node of walk(inside)) if (node.kind === 'variable') seen.add(node.name);
    if (target === undefined || seen.has(target)) continue;
    first.add(target);
    seen.add(target);
  }
  return first;
}

function declaredLocal(local: Local): string {
  const { name, part } = local;
  return part.how === 'text' || part.how === 'address' ? `${declared({ name, part })} = {}` : `${typeOfLocal(local)}${name} = 0`;
}

/** With what stands between it and the name. */
function typeOfLocal({ part, size, pointer }: Local): string {
  return pointer ?? `${part.how === 'number' ? integerType(size, part.signed) : part.how === 'clock' ? '__u64' : '__s64'} `;
}
