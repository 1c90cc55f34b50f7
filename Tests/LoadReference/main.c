// Inserts the rows of orders that were taken in before into empty tables of the same schema: one durable transaction per order,
// on so many connections, and nothing else. What the intake is measured against.
#include "reference.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

const table tables[TABLES] = {
    {"intake_events", "t.*", "", "t.seq = e.seq", "t.seq"},
    {"intake_bodies", "t.*", "", "t.seq = e.seq", "t.seq"},
    {"orders", "t.*", "", "t.id = e.order_id", "t.id"},
    {"order_lines", "t.*", "", "t.order_id = e.order_id", "t.position"},
    {"order_steps", "t.*", "", "t.order_id = e.order_id AND t.version = 1", "t.version"},
    {"outbox", "t.topic, t.record_key, t.headers, t.value, t.created_at", "(topic, record_key, headers, value, created_at)",
     "t.record_key = %s", "t.seq"},
};

_Noreturn void fail(const char *what, const char *why) {
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

void add_row(sample *s, int64_t number, int table, const value *values) {
    static int64_t *numbers;
    static int at;
    static int last_table = -1;
    if (table != last_table) at = 0;
    last_table = table;
    if (table == 0) {
        numbers = realloc(numbers, sizeof *numbers * (size_t)(s->count + 1));
        s->orders = realloc(s->orders, sizeof *s->orders * (size_t)(s->count + 1));
        numbers[s->count] = number;
        s->orders[s->count] = (order){0};
        at = s->count++;
    }
    while (at < s->count && numbers[at] < number) at++;
    if (at == s->count || numbers[at] != number) fail(tables[table].name, "a row of no order");
    order *o = &s->orders[at];
    o->rows = realloc(o->rows, sizeof *o->rows * (size_t)(o->count + 1));
    o->rows[o->count++] = (row){table, values};
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double cpu(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static const engine *used;
static const char *target;
static sample loaded;
static double *latencies;
static atomic_int next_order;
static pthread_barrier_t barrier;

static void *work(void *unused) {
    (void)unused;
    void *connection = used->open(target);
    pthread_barrier_wait(&barrier);
    for (int i; (i = atomic_fetch_add(&next_order, 1)) < loaded.count;) {
        double start = now();
        used->insert(connection, &loaded.orders[i]);
        latencies[i] = now() - start;
    }
    pthread_barrier_wait(&barrier);
    used->close(connection);
    return NULL;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int count, char **words) {
    if (count != 5) fail("usage", "LoadReference postgres|sqlite SOURCE TARGET CONNECTIONS");
    used = strcmp(words[1], "postgres") ? &sqlite_engine : &postgres_engine;
    target = words[3];
    int connections = atoi(words[4]);
    if (connections < 1 || connections > 256) fail("usage", "CONNECTIONS must be 1 to 256");
    used->load(words[2], target, &loaded);
    if (loaded.count == 0) fail("source", "no orders");
    latencies = calloc((size_t)loaded.count, sizeof *latencies);
    pthread_t threads[256];
    pthread_barrier_init(&barrier, NULL, (unsigned)connections + 1);
    for (int i = 0; i < connections; i++) pthread_create(&threads[i], NULL, work, NULL);
    pthread_barrier_wait(&barrier);
    double start = now(), used_before = cpu();
    pthread_barrier_wait(&barrier);
    double seconds = now() - start, processor = cpu() - used_before;
    for (int i = 0; i < connections; i++) pthread_join(threads[i], NULL);
    qsort(latencies, (size_t)loaded.count, sizeof *latencies, by_size);
    printf("%d %.6f %.6f %.6f %.6f\n", loaded.count, seconds, latencies[loaded.count / 2],
           latencies[(int)((double)loaded.count * 0.99)], processor);
    return 0;
}
