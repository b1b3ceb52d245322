/** The rooms of the page. A new one is an entry here; what it is called is in `words.ts`. */
import type { ComponentChildren } from 'preact';
import type { Words } from '../words.ts';
import { Asking } from './asking.tsx';
import { lazily } from './lazily.tsx';
import { Machine } from './machine.tsx';
import { OwnProgram } from './own-program.tsx';
import { Probes } from './probes.tsx';
import { Difference, Session, Sessions } from './sessions.tsx';

export interface Room {
  /** Its address: `#/NAME`, and what it is given after that, `#/NAME/ID/ID`. */
  readonly name: string;
  /** What it is called in the head of the page; without one it has no place there. */
  readonly word?: { readonly [W in keyof Words]: Words[W] extends string ? W : never }[keyof Words];
  /** The room in the head that one is in while one is here. */
  readonly within?: string;
  /** What is drawn in it; undefined where it cannot do with what it is given. */
  readonly draw: (ids: readonly string[]) => ComponentChildren;
}

const Course = lazily(async () => (await import('../learn/course.tsx')).Course);
const Lesson = lazily<{ readonly id: string }>(async () => (await import('../learn/lesson.tsx')).Lesson);

const Tools = lazily(async () => (await import('./tools.tsx')).Tools);
const Tool = lazily<{ readonly name: string }>(async () => (await import('./tool.tsx')).Tool);

const ASK: Room = { name: '', word: 'ask', draw: () => <Asking /> };

export const ROOMS: readonly Room[] = [
  ASK,
  { name: 'run', within: '', draw: () => <Asking /> },
  { name: 'write', within: '', draw: () => <OwnProgram /> },
  { name: 'tools', within: '', draw: ([name]) => (name === undefined ? <Tools /> : <Tool key={name} name={name} />) },
  { name: 'sessions', word: 'sessions', draw: ([id]) => (id === undefined ? <Sessions /> : <Session key={id} id={id} />) },
  {
    name: 'diff',
    within: 'sessions',
    draw: ([before, after]) => (before === undefined || after === undefined ? undefined : <Difference key={`${before} ${after}`} {...{ before, after }} />),
  },
  { name: 'probes', word: 'probes', draw: () => <Probes /> },
  { name: 'learn', word: 'learn', draw: ([id]) => (id === undefined ? <Course /> : <Lesson key={id} id={id} />) },
  { name: 'machine', word: 'machine', draw: () => <Machine /> },
];

/** Where there is no such room, one asks. */
export function roomNamed(name: string): Room {
  return ROOMS.find((room) => room.name === name) ?? ASK;
}
