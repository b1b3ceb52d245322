/** The C that goes into a module beside its BPF object: headers for whoever writes that part, and one that prints every record as a line of JSON. */
import type { Field, Reading } from '../../object/fields.ts';

/** A buffer whose records are printed: the map, and what lies where in a record. */
export interface RecordBuffer {
  readonly map: string;
  readonly fields: readonly Field[];
}

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
const MOST_NAMES = 4096;

/** The object itself, `bpf_object`, and the names of its programs, `bpf_programs`, ended by a null. */
export function objectHeader(object: Uint8Array, programs: readonly string[]): string {
  const lines: string[] = [];
  for (let at = 0; at < object.length; at += BYTES_A_LINE) lines.push(`${[...object.subarray(at, at + BYTES_A_LINE)].join(',')},`);
  return `/* Generated: the compiled BPF object. */
#ifndef BPF_OBJECT_H
#define BPF_OBJECT_H
static const unsigned char bpf_object[] __attribute__((aligned(8))) = {
${lines.join('\n')}
};
static const char *const bpf_programs[] = { ${[...programs.map(quoted), '0'].join(', ')} };
#endif
`;
}

/** How the records look, for the part that prints them. */
export function recordsHeader(buffers: readonly RecordBuffer[]): string {
  const tables = buffers.map(({ fields }, i) => {
    const names = fields.map((field, j) => namesOf(field.reading, `names_${i}_${j}`)).join('');
    return `${names}static const struct field fields_${i}[] = {\n${fields.map((field, j) => fieldRow(field, `names_${i}_${j}`)).join('\n')}\n};`;
  });
  const rows = buffers.map(({ map, fields }, i) => `  { ${quoted(map)}, fields_${i}, ${fields.length} },`);
  return `${tables.join('\n')}\nstatic const struct buffer buffers[] = {\n${rows.join('\n')}\n};\n`;
}

/** What the module prints as the bytes it is. */
const AS_BYTES: readonly Reading['how'][] = ['addresses'];

function namesOf(reading: Reading, table: string): string {
  if (reading.how !== 'enum') return '';
  const rows = [...reading.names].filter(([value]) => Number.isSafeInteger(value)).slice(0, MOST_NAMES);
  return `static const struct name ${table}[] = {\n${rows.map(([value, name]) => `  { ${value}LL, ${quoted(name)} },`).join('\n')}\n  { 0, 0 }\n};\n`;
}

function fieldRow({ column, offset, size, reading }: Field, table: string): string {
  const signed = 'signed' in reading && reading.signed ? 1 : 0;
  const swapped = reading.how === 'integer' && reading.swapped === true ? 1 : 0;
  const [from, bits] = reading.how === 'bits' ? [reading.shift, reading.bits] : [0, 0];
  const names = reading.how === 'enum' ? table : '0';
  return `  { ${quoted(column.name)}, ${AS_BYTES.includes(reading.how) ? 'HEX' : reading.how.toUpperCase()}, ${offset}, ${size}, ${signed}, ${swapped}, ${from}, ${bits}, ${names} },`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Opens the object, attaches all of it, and prints a line of JSON for each record until its polls fail: the runtime then wants it to end. */
export const DEFAULT_PART = `#include <stdio.h>
#include <string.h>
#include "wasm-bpf.h"
#include "bpf-object.h"

enum how { INTEGER, BITS, ENUM, FLOAT, BOOL, POINTER, TEXT, ADDRESS, MAC, HEX };
struct name { long long value; const char *name; };
struct field { const char *name; enum how how; int offset, size, is_signed, swapped, from, bits; const struct name *names; };
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

/* Sign-extended to 64 bits where it has a sign. */
static uint64_t number_at(const unsigned char *at, const struct field *field)
{
	uint64_t value = 0;
	int size = field->size > 8 ? 8 : field->size;
	int bits = field->bits ? field->bits : size * 8;

	for (int i = 0; i < size; i++)
		value |= (uint64_t)at[field->swapped ? size - 1 - i : i] << (8 * i);
	value >>= field->from;
	if (bits < 64)
		value &= (1ull << bits) - 1;
	if (field->is_signed && bits < 64 && value >> (bits - 1))
		value |= ~0ull << bits;
	return value;
}

static void print_enum(long long value, const struct field *field)
{
	for (const struct name *one = field->names; one->name; one++) {
		if (one->value == value) {
			print_text(one->name, 1 << 16);
			return;
		}
	}
	printf(field->is_signed ? "\\"%lld\\"" : "\\"%llu\\"", value);
}

static void print_float(const unsigned char *at, int size)
{
	double value = 0;
	float narrow;

	if (size == 8) {
		memcpy(&value, at, 8);
	} else {
		memcpy(&narrow, at, 4);
		value = narrow;
	}
	if (value - value != 0)
		printf("null");
	else
		printf("%.17g", value);
}

/* In the order of the network; the longest run of zeros is left out. */
static void print_address(const unsigned char *at, int size)
{
	int best = -1, longest = 1;

	if (size == 4) {
		printf("\\"%u.%u.%u.%u\\"", at[0], at[1], at[2], at[3]);
		return;
	}
	for (int i = 0; i < 8; i++) {
		int run = 0;

		while (i + run < 8 && !at[2 * (i + run)] && !at[2 * (i + run) + 1])
			run++;
		if (run > longest) {
			best = i;
			longest = run;
		}
	}
	putchar('"');
	for (int i = 0; i < 8; i++) {
		if (i == best) {
			printf("::");
			i += longest - 1;
		} else {
			printf("%s%x", i && i != best + longest ? ":" : "", at[2 * i] << 8 | at[2 * i + 1]);
		}
	}
	putchar('"');
}

static void print_value(const unsigned char *at, const struct field *field)
{
	switch (field->how) {
	case TEXT:
		break;
	case ENUM:
		print_enum(number_at(at, field), field);
		break;
	case FLOAT:
		print_float(at, field->size);
		break;
	case BOOL:
		printf(*at ? "true" : "false");
		break;
	case POINTER:
		printf("\\"0x%llx\\"", (unsigned long long)number_at(at, field));
		break;
	case ADDRESS:
		print_address(at, field->size);
		break;
	case MAC:
		for (int i = 0; i < field->size; i++)
			printf("%c%02x", i ? ':' : '"', at[i]);
		putchar('"');
		break;
	case HEX:
		printf("\\"0x");
		for (int i = 0; i < field->size; i++)
			printf("%02x", at[i]);
		putchar('"');
		break;
	default:
		printf(field->is_signed ? "%lld" : "%llu", (long long)number_at(at, field));
	}
}

static int print_record(void *context, void *data, int size)
{
	const struct buffer *buffer = context;
	const char *separator = "{";

	for (int i = 0; i < buffer->count; i++) {
		const struct field *field = &buffer->fields[i];
		const char *at = (const char *)data + field->offset;
		int left = size - field->offset;

		printf("%s\\"%s\\":", separator, field->name);
		separator = ",";
		if (left < (field->how == TEXT ? 1 : field->size))
			printf("null");
		else if (field->how == TEXT)
			print_text(at, left < field->size ? left : field->size);
		else
			print_value((const unsigned char *)at, field);
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
