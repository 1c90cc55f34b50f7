#pragma once
#include <curl/curl.h>
#include <stddef.h>

/* curl_easy_setopt and curl_easy_getinfo are variadic (and macros), which Swift cannot call. */
typedef size_t (*ccurl_data)(char *bytes, size_t size, size_t count, void *context);
CURLcode ccurl_set_string(CURL *curl, CURLoption option, const char *value);
CURLcode ccurl_set_long(CURL *curl, CURLoption option, long value);
CURLcode ccurl_set_pointer(CURL *curl, CURLoption option, void *value);
CURLcode ccurl_set_data(CURL *curl, CURLoption option, ccurl_data function);
CURLcode ccurl_set_opensocket(CURL *curl, curl_opensocket_callback function);
CURLcode ccurl_get_long(CURL *curl, CURLINFO info, long *value);
CURLcode ccurl_get_pointer(CURL *curl, CURLINFO info, void **value);
/* The next transfer that is done: its handle, and how it ended in *result; NULL when there is none. */
CURL *ccurl_next_done(CURLM *multi, CURLcode *result);
