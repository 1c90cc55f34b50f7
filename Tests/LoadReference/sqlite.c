// SQLite has one writer: the connections take turns by a mutex, which costs less than its busy handler.
#include "reference.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    sqlite3 *db;
    sqlite3_stmt *begin, *commit, *inserts[TABLES];
} connection;

static int columns[TABLES];
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static sqlite3 *open_file(const char *path) {
    sqlite3 *db;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path, &db, flags, NULL)) fail(path, "cannot be opened");
    sqlite3_busy_timeout(db, 10000);
    return db;
}

static void run(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL)) fail(sql, sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *s;
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL)) fail(sql, sqlite3_errmsg(db));
    return s;
}

static value copied(sqlite3_stmt *s, int column) {
    value v = {NULL, sqlite3_column_bytes(s, column), sqlite3_column_type(s, column), sqlite3_column_int64(s, column)};
    if (v.kind == SQLITE_NULL) v.length = -1;
    if (v.kind == SQLITE_TEXT || v.kind == SQLITE_BLOB) {
        void *bytes = malloc((size_t)v.length + 1);
        const void *from = sqlite3_column_blob(s, column);
        if (from) memcpy(bytes, from, (size_t)v.length);
        v.bytes = bytes;
    }
    return v;
}

static void load_table(sqlite3 *db, int t, sample *s) {
    char match[512], sql[1536];
    snprintf(match, sizeof match, tables[t].match,
             "lower(substr(hex(e.order_id), 1, 8) || '-' || substr(hex(e.order_id), 9, 4) || '-' || "
             "substr(hex(e.order_id), 13, 4) || '-' || substr(hex(e.order_id), 17, 4) || '-' || substr(hex(e.order_id), 21))");
    snprintf(sql, sizeof sql,
             "SELECT e.seq, %s FROM %s t JOIN intake_events e ON %s "
             "WHERE e.type = 'shop.order.placed.v1' AND e.state = 'accepted' ORDER BY e.seq, %s",
             tables[t].columns, tables[t].name, match, tables[t].order);
    sqlite3_stmt *q = prepare(db, sql);
    columns[t] = sqlite3_column_count(q) - 1;
    if (columns[t] > MAX_COLUMNS) fail(tables[t].name, "too many columns");
    int code;
    while ((code = sqlite3_step(q)) == SQLITE_ROW) {
        value *values = malloc(sizeof *values * (size_t)columns[t]);
        for (int j = 0; j < columns[t]; j++) values[j] = copied(q, j + 1);
        add_row(s, sqlite3_column_int64(q, 0), t, values);
    }
    if (code != SQLITE_DONE) fail(sql, sqlite3_errmsg(db));
    sqlite3_finalize(q);
}

static void load(const char *source, const char *target, sample *s) {
    sqlite3 *from = open_file(source), *to = open_file(target);
    for (int t = 0; t < TABLES; t++) load_table(from, t, s);
    run(to, "PRAGMA journal_mode = WAL");
    for (int t = 0; t < TABLES; t++) {
        sqlite3_stmt *q =
            prepare(from, "SELECT sql FROM sqlite_master WHERE tbl_name = ?1 AND sql IS NOT NULL ORDER BY type DESC");
        sqlite3_bind_text(q, 1, tables[t].name, -1, SQLITE_STATIC);
        while (sqlite3_step(q) == SQLITE_ROW) run(to, (const char *)sqlite3_column_text(q, 0));
        sqlite3_finalize(q);
    }
    sqlite3_close(from);
    sqlite3_close(to);
}

static void *open_connection(const char *target) {
    connection *c = calloc(1, sizeof *c);
    c->db = open_file(target);
    run(c->db,
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -12000; "
        "PRAGMA journal_size_limit = 67108864; PRAGMA trusted_schema = OFF");
    c->begin = prepare(c->db, "BEGIN IMMEDIATE");
    c->commit = prepare(c->db, "COMMIT");
    for (int t = 0; t < TABLES; t++) {
        char sql[1024];
        int used = snprintf(sql, sizeof sql, "INSERT INTO %s %s VALUES (", tables[t].name, tables[t].into);
        for (int j = 0; j < columns[t]; j++)
            used += snprintf(sql + used, sizeof sql - (size_t)used, "%s?%d", j ? ", " : "", j + 1);
        snprintf(sql + used, sizeof sql - (size_t)used, ")");
        c->inserts[t] = prepare(c->db, sql);
    }
    return c;
}

static void step(connection *c, sqlite3_stmt *s) {
    if (sqlite3_step(s) != SQLITE_DONE) fail("insert", sqlite3_errmsg(c->db));
    sqlite3_reset(s);
}

static void insert(void *opened, const order *o) {
    connection *c = opened;
    pthread_mutex_lock(&turn);
    step(c, c->begin);
    for (int i = 0; i < o->count; i++) {
        const row *r = &o->rows[i];
        sqlite3_stmt *s = c->inserts[r->table];
        for (int j = 0; j < columns[r->table]; j++) {
            const value *v = &r->values[j];
            switch (v->kind) {
            case SQLITE_INTEGER: sqlite3_bind_int64(s, j + 1, v->integer); break;
            case SQLITE_TEXT: sqlite3_bind_text(s, j + 1, v->bytes, v->length, SQLITE_STATIC); break;
            case SQLITE_BLOB: sqlite3_bind_blob(s, j + 1, v->bytes, v->length, SQLITE_STATIC); break;
            default: sqlite3_bind_null(s, j + 1);
            }
        }
        step(c, s);
    }
    step(c, c->commit);
    pthread_mutex_unlock(&turn);
}

static void close_connection(void *opened) {
    connection *c = opened;
    sqlite3_finalize(c->begin);
    sqlite3_finalize(c->commit);
    for (int t = 0; t < TABLES; t++) sqlite3_finalize(c->inserts[t]);
    sqlite3_close(c->db);
    free(c);
}

const engine sqlite_engine = {load, open_connection, insert, close_connection};
