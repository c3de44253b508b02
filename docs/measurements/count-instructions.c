/*
 * Counts the instructions that a thread executes, method by method, where no hardware counter may be read: it runs the thread one
 * instruction at a time (ptrace) and looks up each in HotSpot's map of compiled code. Slow, but exact, and no neighbour disturbs it.
 *
 *   count-instructions THREAD STEPS MAP METHOD
 *
 * THREAD is the number of the thread, MAP what `jcmd PID Compiler.perfmap FILE` writes, METHOD a part of the name of a method in which one
 * instruction at least is executed once for each packet: the most frequent instruction of the methods so named counts packets. Only what is
 * executed below the first such method is counted, between calls of methods named in SKIP (refilling the ring is no part of a packet).
 * docs/profilers.md has an example. Linux, x86-64.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>

#define MOST_METHODS 20000

static const char SKIP[] = "NicRing.refill";

struct method {
  unsigned long start, end, count;
  char name[160];
};

static struct method methods[MOST_METHODS];
static int method_count;

static int by_start(const void *a, const void *b) {
  unsigned long x = ((const struct method *)a)->start, y = ((const struct method *)b)->start;
  return x < y ? -1 : x > y;
}

static int by_count(const void *a, const void *b) {
  unsigned long x = ((const struct method *)a)->count, y = ((const struct method *)b)->count;
  return x > y ? -1 : x < y;
}

static int by_value(const void *a, const void *b) {
  unsigned long x = *(const unsigned long *)a, y = *(const unsigned long *)b;
  return x < y ? -1 : x > y;
}

static void read_map(const char *file) {
  FILE *in = fopen(file, "r");
  char line[4096];
  if (in == NULL) {
    perror(file);
    exit(1);
  }
  while (method_count < MOST_METHODS && fgets(line, sizeof line, in) != NULL) {
    struct method *m = &methods[method_count];
    unsigned long size;
    if (sscanf(line, "%lx %lx %159[^\n]", &m->start, &size, m->name) == 3) {
      m->end = m->start + size;
      method_count++;
    }
  }
  fclose(in);
  qsort(methods, method_count, sizeof *methods, by_start);
}

static struct method *method_of(unsigned long at) {
  static struct method other = {0, 0, 0, "not in the map"};
  int low = 0, high = method_count;
  while (low < high) {
    int middle = (low + high) / 2;
    if (methods[middle].start <= at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low > 0 && at < methods[low - 1].end ? &methods[low - 1] : &other;
}

/* Runs the thread so many steps; returns how many were taken. */
static long step(int thread, long steps, unsigned long *at) {
  int status, signal_to_pass = 0;
  long taken = 0;
  if (ptrace(PTRACE_SEIZE, thread, 0, 0) != 0 || ptrace(PTRACE_INTERRUPT, thread, 0, 0) != 0) {
    perror("ptrace");
    exit(1);
  }
  waitpid(thread, &status, __WALL);
  while (taken < steps) {
    struct user_regs_struct registers;
    if (ptrace(PTRACE_SINGLESTEP, thread, 0, signal_to_pass) != 0 || waitpid(thread, &status, __WALL) < 0
        || !WIFSTOPPED(status)) {
      break;
    }
    signal_to_pass = WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);
    if (ptrace(PTRACE_GETREGS, thread, 0, &registers) != 0) {
      break;
    }
    at[taken++] = registers.rip;
  }
  ptrace(PTRACE_DETACH, thread, 0, 0);
  return taken;
}

/* How often the most frequent instruction of the methods with a name was executed. */
static unsigned long most_frequent(const unsigned long *sorted, long count, const char *name) {
  unsigned long most = 0;
  for (long from = 0, to; from < count; from = to) {
    for (to = from + 1; to < count && sorted[to] == sorted[from]; to++) {
    }
    if ((unsigned long)(to - from) > most && strstr(method_of(sorted[from])->name, name) != NULL) {
      most = to - from;
    }
  }
  return most;
}

int main(int count, char **argument) {
  if (count != 5 || atol(argument[2]) < 1) {
    fprintf(stderr, "usage: count-instructions THREAD STEPS MAP METHOD\n");
    return 2;
  }
  long steps = atol(argument[2]), kept = 0;
  unsigned long *at = malloc(steps * sizeof *at);
  if (at == NULL) {
    perror("malloc");
    return 1;
  }
  read_map(argument[3]);
  steps = step(atoi(argument[1]), steps, at);
  int inside = 0;
  for (long i = 0; i < steps; i++) {
    const char *name = method_of(at[i])->name;
    if (strstr(name, SKIP) != NULL) {
      inside = 0;
    } else if (strstr(name, argument[4]) != NULL) {
      inside = 1;
    }
    if (inside) {
      method_of(at[i])->count++;
      at[kept++] = at[i];
    }
  }
  qsort(at, kept, sizeof *at, by_value);
  unsigned long packets = most_frequent(at, kept, argument[4]);
  if (packets == 0) {
    fprintf(stderr, "no instruction of %s among %ld\n", argument[4], steps);
    return 1;
  }
  printf("%.1f instructions per packet, %lu packets\n", (double)kept / packets, packets);
  qsort(methods, method_count, sizeof *methods, by_count);
  for (int i = 0; i < 12 && methods[i].count * 1000 > (unsigned long)kept; i++) {
    printf("%8.1f %s\n", (double)methods[i].count / packets, methods[i].name);
  }
  return 0;
}
