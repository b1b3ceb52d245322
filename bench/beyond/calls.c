// What is traced. calls SECONDS [RATE]: waits for a line, then makes that many system calls a second, as many as it can without a rate, and prints how many it made.
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec at;
	clock_gettime(CLOCK_MONOTONIC, &at);
	return at.tv_sec + at.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	double seconds = argc > 1 ? atof(argv[1]) : 1, rate = argc > 2 ? atof(argv[2]) : 0, begun;
	unsigned long long calls = 0;

	if (getchar() == EOF)
		return 1;
	for (begun = now(); now() - begun < seconds;) {
		for (int i = 0; i < 100; i++, calls++)
			syscall(SYS_getppid);
		// Spins: a sleep is a system call too.
		while (rate > 0 && calls > rate * (now() - begun) && now() - begun < seconds)
			;
	}
	printf("%llu\n", calls);
	return 0;
}
