/** The C that goes into a module beside its BPF object: headers for whoever writes that part, and one that prints every record as a line of JSON. */
import type { Field, ObjectParts } from './object.ts';

/** What a user-space part includes: the functions of the runtime. */
export const RUNTIME_HEADER = `/* What a wasm-bpf runtime offers a module. */
#ifndef WASM_BPF_H
#define WASM_BPF_H
#include <stdint.h>

#define WASM_BPF(name) __attribute__((import_module("wasm_bpf"), import_name(#name))) name

typedef uint64_t bpf_object_id; /* 0: not loaded */
typedef int (*bpf_record_fn)(void *context, void *record, int size);

enum { WASM_BPF_LOOKUP = 1, WASM_BPF_UPDATE = 2, WASM_BPF_DELETE = 3, WASM_BPF_NEXT_KEY = 4 };

bpf_object_id WASM_BPF(wasm_load_bpf_object)(const void *object, int size);
int WASM_BPF(wasm_close_bpf_object)(bpf_object_id object);
int WASM_BPF(wasm_attach_bpf_program)(bpf_object_id object, const char *program, const char *target);
int WASM_BPF(wasm_bpf_map_fd_by_name)(bpf_object_id object, const char *map);
int WASM_BPF(wasm_bpf_buffer_poll)(bpf_object_id object, int fd, bpf_record_fn call, void *context, void *record, int most, int milliseconds);
int WASM_BPF(wasm_bpf_map_operate)(int fd, int command, void *key, void *value, void *next_key, uint64_t flags);
#endif
`;

const BYTES_A_LINE = 24;

/** The object itself, `bpf_object`, and the names of its programs, `bpf_programs`, ended by a null. */
export function objectHeader(object: Uint8Array, parts: ObjectParts): string {
  const lines: string[] = [];
  for (let at = 0; at < object.length; at += BYTES_A_LINE) lines.push(`${[...object.subarray(at, at + BYTES_A_LINE)].join(',')},`);
  return `/* Generated: the compiled BPF object. */
#ifndef BPF_OBJECT_H
#define BPF_OBJECT_H
static const unsigned char bpf_object[] __attribute__((aligned(8))) = {
${lines.join('\n')}
};
static const char *const bpf_programs[] = { ${[...parts.programs.map(quoted), '0'].join(', ')} };
#endif
`;
}

/** How the records look, for the part that prints them. */
export function recordsHeader(parts: ObjectParts): string {
  const tables = parts.buffers.map(({ fields }, i) => `static const struct field fields_${i}[] = {\n${fields.map(fieldRow).join('\n')}\n};`);
  const rows = parts.buffers.map(({ map, fields }, i) => `  { ${quoted(map)}, fields_${i}, ${fields.length} },`);
  return `${tables.join('\n')}\nstatic const struct buffer buffers[] = {\n${rows.join('\n')}\n};\n`;
}

function fieldRow({ name, form, offset, size, bits }: Field): string {
  return `  { ${quoted(name)}, ${form.toUpperCase()}, ${offset}, ${size}, ${bits?.from ?? 0}, ${bits?.count ?? 0} },`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Opens the object, attaches all of it, and prints a line of JSON for each record until its polls fail: the runtime then wants it to end. */
export const DEFAULT_PART = `#include <stdio.h>
#include <string.h>
#include "wasm-bpf.h"
#include "bpf-object.h"

enum form { UNSIGNED, SIGNED, TEXT, FLOAT };
struct field { const char *name; enum form form; int offset, size, from, bits; };
struct buffer { const char *map; const struct field *fields; int count; };
#include "bpf-records.h"

#define BUFFERS ((int)(sizeof(buffers) / sizeof(buffers[0])))
static char record[65536];

static void print_text(const char *text, int size)
{
	putchar('"');
	for (int i = 0; i < size && text[i]; i++) {
		unsigned char c = text[i];
		if (c < 0x20 || c == '"' || c == '\\\\' || c == 0x7f)
			printf("\\\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static void print_number(const char *at, const struct field *field)
{
	uint64_t value = 0;
	int bits = field->bits ? field->bits : field->size * 8;

	memcpy(&value, at, field->size > 8 ? 8 : field->size);
	value >>= field->from;
	if (bits < 64)
		value &= (1ull << bits) - 1;
	if (field->form == SIGNED && bits < 64 && value >> (bits - 1))
		value |= ~0ull << bits;
	if (field->form == SIGNED)
		printf("%lld", (long long)value);
	else
		printf("%llu", (unsigned long long)value);
}

static int print_record(void *context, void *data, int size)
{
	const struct buffer *buffer = context;
	const char *separator = "{";

	for (int i = 0; i < buffer->count; i++) {
		const struct field *field = &buffer->fields[i];
		const char *at = (const char *)data + field->offset;

		printf("%s\\"%s\\":", separator, field->name);
		separator = ",";
		if (field->form == TEXT) {
			int left = size - field->offset;

			print_text(at, left < 0 ? 0 : left < field->size ? left : field->size);
		} else if (field->offset + field->size > size) {
			printf("null");
		} else if (field->form == FLOAT && field->size == 8) {
			double value;

			memcpy(&value, at, 8);
			printf("%.17g", value);
		} else if (field->form == FLOAT) {
			float value;

			memcpy(&value, at, 4);
			printf("%.9g", value);
		} else {
			print_number(at, field);
		}
	}
	puts("}");
	return 0;
}

int main(void)
{
	int fds[BUFFERS];
	int attached = 0;
	bpf_object_id object = wasm_load_bpf_object(bpf_object, sizeof(bpf_object));

	if (!object) {
		fprintf(stderr, "the BPF object was not loaded\\n");
		return 1;
	}
	for (int i = 0; i < BUFFERS; i++) {
		fds[i] = wasm_bpf_map_fd_by_name(object, buffers[i].map);
		if (fds[i] < 0) {
			fprintf(stderr, "there is no map %s\\n", buffers[i].map);
			return 1;
		}
	}
	for (int i = 0; bpf_programs[i]; i++) {
		if (wasm_attach_bpf_program(object, bpf_programs[i], 0) < 0)
			fprintf(stderr, "%s was not attached\\n", bpf_programs[i]);
		else
			attached++;
	}
	for (int status = attached ? 0 : -1; status >= 0;) {
		for (int i = 0; i < BUFFERS && status >= 0; i++)
			status = wasm_bpf_buffer_poll(object, fds[i], print_record, (void *)&buffers[i], record, sizeof(record), 100 / BUFFERS);
		fflush(stdout);
	}
	wasm_close_bpf_object(object);
	return attached ? 0 : 1;
}
`;
