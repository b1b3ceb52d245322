import type { Frame } from '../core/dataset.ts';

/** Numbers functions: two frames that say the same have one number. Most come as one object, which is found without making a text of it. */
export class FrameIds {
  readonly #objects = new Map<Frame, number>();
  readonly #texts = new Map<string, number>();

  of(frame: Frame): number {
    const known = this.#objects.get(frame);
    if (known !== undefined) return known;
    const text = `${frame.kind}\0${frame.module ?? ''}\0${frame.name}`;
    const id = this.#texts.get(text) ?? this.#texts.size;
    this.#texts.set(text, id);
    this.#objects.set(frame, id);
    return id;
  }
}
