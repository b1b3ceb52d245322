// What is traced. calls SECONDS RATE PRODUCERS: waits for a line, then each of so many threads makes its share of that many system calls a second, as many as it can where the
// rate is 0. Prints how many all made.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MOST 16

static double seconds, rate, begun;

static double now(void)
{
	struct timespec at;
	clock_gettime(CLOCK_MONOTONIC, &at);
	return at.tv_sec + at.tv_nsec / 1e9;
}

static void *produce(void *made)
{
	unsigned long long calls = 0;

	while (now() - begun < seconds) {
		for (int i = 0; i < 100; i++, calls++)
			syscall(SYS_getppid);
		// Spins: a sleep is a system call too.
		while (rate > 0 && calls > rate * (now() - begun) && now() - begun < seconds)
			;
	}
	*(unsigned long long *)made = calls;
	return NULL;
}

int main(int argc, char **argv)
{
	int producers = argc > 3 ? atoi(argv[3]) : 1;
	unsigned long long made[MOST] = {}, calls = 0;
	pthread_t threads[MOST];

	if (producers < 1 || producers > MOST || getchar() == EOF)
		return 1;
	seconds = argc > 1 ? atof(argv[1]) : 1;
	rate = (argc > 2 ? atof(argv[2]) : 0) / producers;
	begun = now();
	for (int i = 0; i < producers; i++)
		if (pthread_create(&threads[i], NULL, produce, &made[i]))
			return 1;
	for (int i = 0; i < producers; i++) {
		pthread_join(threads[i], NULL);
		calls += made[i];
	}
	printf("%llu\n", calls);
	return 0;
}
