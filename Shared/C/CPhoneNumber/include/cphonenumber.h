#pragma once
#include <stdbool.h>
#include <stddef.h>
#ifdef __cplusplus
extern "C" {
#endif
/* Reads `text` as a number dialled from `region` (ISO 3166-1, or "ZZ" for none). 0 = read, >0 = libphonenumber's error,
   -1 = a C++ exception. Outputs end with NUL and are cut to their capacity. */
int cphonenumber_parse(const char *text, const char *region, char *e164, size_t e164_capacity, char *international,
                       size_t international_capacity, bool *valid);
#ifdef __cplusplus
}
#endif
