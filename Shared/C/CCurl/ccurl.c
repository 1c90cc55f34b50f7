#include "ccurl.h"
#undef curl_easy_setopt
#undef curl_easy_getinfo

CURLcode ccurl_set_string(CURL *curl, CURLoption option, const char *value) { return curl_easy_setopt(curl, option, value); }
CURLcode ccurl_set_long(CURL *curl, CURLoption option, long value) { return curl_easy_setopt(curl, option, value); }
CURLcode ccurl_set_pointer(CURL *curl, CURLoption option, void *value) { return curl_easy_setopt(curl, option, value); }
CURLcode ccurl_set_data(CURL *curl, CURLoption option, ccurl_data function) { return curl_easy_setopt(curl, option, function); }
CURLcode ccurl_get_long(CURL *curl, CURLINFO info, long *value) { return curl_easy_getinfo(curl, info, value); }
