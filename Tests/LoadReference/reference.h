#pragma once
#include <stdint.h>

// One value of a row as the engine gave it: bytes that outlive the run. A length of -1 is null.
typedef struct {
    const void *bytes;
    int length;
    int kind;
    int64_t integer;
} value;

typedef struct {
    int table;
    const value *values;
} row;

// What one order consists of, in the order in which it is written.
typedef struct {
    row *rows;
    int count;
} order;

typedef struct {
    order *orders;
    int count;
} sample;

enum { TABLES = 6, MAX_COLUMNS = 40 };

typedef struct {
    const char *name;
    // What is read of it, and where it goes; what the database fills itself is left out.
    const char *columns, *into;
    // How a row t belongs to the order's row e of intake_events; %s is the order's id as text.
    const char *match;
    const char *order;
} table;

extern const table tables[TABLES];

// Adds a row to the order of that number; orders come in ascending numbers per table.
void add_row(sample *, int64_t number, int table, const value *values);

typedef struct {
    // Reads the source and makes the empty target.
    void (*load)(const char *source, const char *target, sample *);
    void *(*open)(const char *target);
    // One durable transaction.
    void (*insert)(void *connection, const order *);
    void (*close)(void *connection);
} engine;

extern const engine postgres_engine, sqlite_engine;

_Noreturn void fail(const char *what, const char *why);
