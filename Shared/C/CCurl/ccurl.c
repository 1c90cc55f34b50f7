#include "ccurl.h"
#undef curl_easy_setopt
#undef curl_easy_getinfo

CURLcode ccurl_set_string(CURL *curl, CURLoption option, const char *value) { return curl_easy_setopt(curl, option, value); }
CURLcode ccurl_set_long(CURL *curl, CURLoption option, long value) { return curl_easy_setopt(curl, option, value); }
CURLcode ccurl_set_pointer(CURL *curl, CURLoption option, void *value) { return curl_easy_setopt(curl, option, value); }
CURLcode ccurl_set_data(CURL *curl, CURLoption option, ccurl_data function) { return curl_easy_setopt(curl, option, function); }
CURLcode ccurl_set_opensocket(CURL *curl, curl_opensocket_callback function) { return curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, function); }
CURLcode ccurl_get_long(CURL *curl, CURLINFO info, long *value) { return curl_easy_getinfo(curl, info, value); }
CURLcode ccurl_get_pointer(CURL *curl, CURLINFO info, void **value) { return curl_easy_getinfo(curl, info, value); }

CURL *ccurl_next_done(CURLM *multi, CURLcode *result) {
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(multi, &left));) {
        if (message->msg != CURLMSG_DONE) continue;
        *result = message->data.result;
        return message->easy_handle;
    }
    return NULL;
}
