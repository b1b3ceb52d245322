import { type Btf, Kind } from './btf.ts';
import { type Place, tagOf } from './btf-place.ts';

/** Ids are the kernel's within vmlinux; those of a module's own types are moved up by this for each module, so that they are not taken for another's. */
const MODULE_STEP = 2 ** 24;

/** The kernel's BTF and that of its modules, which is read when a name is not in the kernel's. */
export class Sections {
  readonly #vmlinux: Btf;
  readonly #readModules: () => readonly Btf[];
  #modules: readonly Btf[] | undefined;

  constructor(vmlinux: Btf, readModules: () => readonly Btf[]) {
    this.#vmlinux = vmlinux;
    this.#readModules = readModules;
  }

  /** The kernel first; its modules are read only if the walk comes to them. */
  *all(): Generator<Btf> {
    yield this.#vmlinux;
    this.#modules ??= this.#readModules();
    yield* this.#modules;
  }

  /** The first type of this name and of one of these kinds. */
  find(name: string, kinds: readonly number[]): Place | undefined {
    for (const btf of this.all()) {
      const id = btf.find(name, kinds);
      if (id !== undefined) return { btf, id };
    }
    return undefined;
  }

  /** The type for an id that `idOf` gave. */
  place(id: number): Place | undefined {
    if (id < MODULE_STEP) return { btf: this.#vmlinux, id };
    const btf = this.#modules?.[Math.floor(id / MODULE_STEP) - 1];
    return btf === undefined ? undefined : { btf, id: id % MODULE_STEP };
  }

  /** A number for a type that no type of another module has. */
  idOf({ btf, id }: Place): number {
    return btf.base === undefined || id < btf.first ? id : id + MODULE_STEP * ((this.#modules?.indexOf(btf) ?? 0) + 1);
  }

  /** What a forward declaration declares: a module's BTF only declares what is defined in the kernel's. */
  definitionOf({ btf, id }: Place): Place | undefined {
    const defined = this.#vmlinux.find(btf.name(id), [btf.flag(id) ? Kind.union : Kind.struct]);
    return defined === undefined ? undefined : { btf: this.#vmlinux, id: defined };
  }

  /** The names of all types of these kinds, once each; tags with their word before them. */
  names(kinds: readonly number[]): string[] {
    const found = new Set<string>();
    for (const btf of this.all()) {
      for (const id of btf.named(kinds)) {
        const kind = btf.kind(id);
        const isTag = kind === Kind.struct || kind === Kind.union || kind === Kind.enum || kind === Kind.enum64;
        found.add(isTag ? `${tagOf(kind)} ${btf.name(id)}` : btf.name(id));
      }
    }
    return [...found];
  }
}
