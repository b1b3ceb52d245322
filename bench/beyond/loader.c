// The peer: the same object, loaded and read by libbpf's own ring_buffer__poll. loader OBJECT PID; ends at SIGINT and prints its records, its losses and its CPU time
// from when it was attached.
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

struct event { unsigned pid, call; unsigned long long when; char process[16]; };

static volatile sig_atomic_t ended;
static unsigned long long records, sum;

static double cpu(void)
{
	struct rusage used;
	getrusage(RUSAGE_SELF, &used);
	return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void end(int signal) { (void)signal; ended = 1; }

static int take(void *ctx, void *data, size_t size)
{
	const struct event *event = data;
	(void)ctx; (void)size;
	records++;
	sum += event->pid + event->call + event->when + strlen(event->process);
	return 0;
}

int main(int argc, char **argv)
{
	struct bpf_object *object;
	struct bpf_map *map;
	struct ring_buffer *ring;
	double begun;
	size_t size;
	unsigned zero = 0;
	unsigned long long dropped = 0;

	// It tries kernel features one after the other, and tells of those that are not there.
	libbpf_set_print(NULL);
	if (argc < 3 || !(object = bpf_object__open_file(argv[1], NULL)))
		return 1;
	bpf_object__for_each_map(map, object)
		if (strstr(bpf_map__name(map), ".rodata"))
			*(unsigned *)bpf_map__initial_value(map, &size) = atoi(argv[2]);
	bpf_map__set_value_size(bpf_object__find_map_by_name(object, "events"), 0);
	if (bpf_object__load(object) || !bpf_program__attach(bpf_object__next_program(object, NULL)))
		return 1;
	ring = ring_buffer__new(bpf_object__find_map_fd_by_name(object, "events"), take, NULL, NULL);
	if (!ring)
		return 1;
	signal(SIGINT, end);
	begun = cpu();
	puts("attached");
	fflush(stdout);
	while (!ended && ring_buffer__poll(ring, 100) != -1)
		;
	ring_buffer__consume(ring);
	bpf_object__for_each_map(map, object)
		if (strstr(bpf_map__name(map), ".bss"))
			bpf_map_lookup_elem(bpf_map__fd(map), &zero, &dropped);
	printf("{\"records\": %llu, \"lost\": %llu, \"cpu\": %f}\n", records, dropped, cpu() - begun);
	return sum == 0;
}
