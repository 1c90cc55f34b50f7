// Each order as one pipeline: BEGIN, its rows, COMMIT; one wait for all of it. SOURCE and TARGET are "conninfo|schema".
#include "reference.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Oid types[TABLES][MAX_COLUMNS];
static int columns[TABLES];

static PGconn *connect_to(const char *place) {
    char conninfo[1024], sql[256];
    const char *bar = strrchr(place, '|');
    if (!bar) fail("place", "conninfo|schema expected");
    snprintf(conninfo, sizeof conninfo, "%.*s", (int)(bar - place), place);
    PGconn *c = PQconnectdb(conninfo);
    if (PQstatus(c) != CONNECTION_OK) fail("connect", PQerrorMessage(c));
    snprintf(sql, sizeof sql, "SET client_min_messages = warning; SET search_path TO %s", bar + 1);
    PQclear(PQexec(c, sql));
    return c;
}

static void run(PGconn *c, const char *sql) {
    PGresult *r = PQexec(c, sql);
    if (PQresultStatus(r) != PGRES_COMMAND_OK) fail(sql, PQerrorMessage(c));
    PQclear(r);
}

static void load_table(PGconn *c, int t, sample *s) {
    char match[256], sql[1024];
    snprintf(match, sizeof match, tables[t].match, "CAST(e.order_id AS text)");
    snprintf(sql, sizeof sql,
             "SELECT e.seq, %s FROM %s t JOIN intake_events e ON %s "
             "WHERE e.type = 'shop.order.placed.v1' AND e.state = 'accepted' ORDER BY e.seq, %s",
             tables[t].columns, tables[t].name, match, tables[t].order);
    PGresult *r = PQexecParams(c, sql, 0, NULL, NULL, NULL, NULL, 1);
    if (PQresultStatus(r) != PGRES_TUPLES_OK) fail(sql, PQerrorMessage(c));
    columns[t] = PQnfields(r) - 1;
    if (columns[t] > MAX_COLUMNS) fail(tables[t].name, "too many columns");
    for (int j = 0; j < columns[t]; j++) types[t][j] = PQftype(r, j + 1);
    // The result is kept: the values point into it.
    for (int i = 0; i < PQntuples(r); i++) {
        uint64_t number;
        memcpy(&number, PQgetvalue(r, i, 0), 8);
        value *values = malloc(sizeof *values * (size_t)columns[t]);
        for (int j = 0; j < columns[t]; j++)
            values[j] = (value){PQgetvalue(r, i, j + 1), PQgetisnull(r, i, j + 1) ? -1 : PQgetlength(r, i, j + 1), 0, 0};
        add_row(s, (int64_t)__builtin_bswap64(number), t, values);
    }
}

static void load(const char *source, const char *target, sample *s) {
    PGconn *c = connect_to(source);
    const char *from = strrchr(source, '|') + 1, *to = strrchr(target, '|') + 1;
    for (int t = 0; t < TABLES; t++) load_table(c, t, s);
    char sql[512];
    snprintf(sql, sizeof sql, "DROP SCHEMA IF EXISTS %s CASCADE; CREATE SCHEMA %s", to, to);
    run(c, sql);
    for (int t = 0; t < TABLES; t++) {
        snprintf(sql, sizeof sql, "CREATE TABLE %s.%s (LIKE %s.%s INCLUDING ALL)", to, tables[t].name, from, tables[t].name);
        run(c, sql);
    }
    PQfinish(c);
}

static void *open_connection(const char *target) {
    PGconn *c = connect_to(target);
    for (int t = 0; t < TABLES; t++) {
        char sql[1024], name[8];
        int used = snprintf(sql, sizeof sql, "INSERT INTO %s %s VALUES (", tables[t].name, tables[t].into);
        for (int j = 0; j < columns[t]; j++)
            used += snprintf(sql + used, sizeof sql - (size_t)used, "%s$%d", j ? ", " : "", j + 1);
        snprintf(sql + used, sizeof sql - (size_t)used, ")");
        snprintf(name, sizeof name, "i%d", t);
        PGresult *r = PQprepare(c, name, sql, columns[t], types[t]);
        if (PQresultStatus(r) != PGRES_COMMAND_OK) fail(sql, PQerrorMessage(c));
        PQclear(r);
    }
    PQclear(PQprepare(c, "begin", "BEGIN", 0, NULL));
    PQclear(PQprepare(c, "commit", "COMMIT", 0, NULL));
    if (!PQenterPipelineMode(c)) fail("pipeline", PQerrorMessage(c));
    return c;
}

static void insert(void *connection, const order *o) {
    static const char *const names[TABLES] = {"i0", "i1", "i2", "i3", "i4", "i5"};
    static const int binary[MAX_COLUMNS] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    PGconn *c = connection;
    int sent = PQsendQueryPrepared(c, "begin", 0, NULL, NULL, NULL, 1);
    for (int i = 0; i < o->count; i++) {
        const row *r = &o->rows[i];
        const char *values[MAX_COLUMNS];
        int lengths[MAX_COLUMNS];
        for (int j = 0; j < columns[r->table]; j++) {
            values[j] = r->values[j].length < 0 ? NULL : r->values[j].bytes;
            lengths[j] = r->values[j].length;
        }
        sent &= PQsendQueryPrepared(c, names[r->table], columns[r->table], values, lengths, binary, 1);
    }
    sent &= PQsendQueryPrepared(c, "commit", 0, NULL, NULL, NULL, 1);
    if (!sent || !PQpipelineSync(c)) fail("send", PQerrorMessage(c));
    for (int i = 0; i < o->count + 2; i++) {
        PGresult *r = PQgetResult(c);
        if (PQresultStatus(r) != PGRES_COMMAND_OK) fail("insert", PQresultErrorMessage(r));
        PQclear(r);
        if (PQgetResult(c)) fail("insert", "a second result");
    }
    PGresult *r = PQgetResult(c);
    if (PQresultStatus(r) != PGRES_PIPELINE_SYNC) fail("insert", "the pipeline did not end");
    PQclear(r);
}

static void close_connection(void *connection) { PQfinish(connection); }

const engine postgres_engine = {load, open_connection, insert, close_connection};
