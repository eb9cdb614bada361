#pragma once
#include <curl/curl.h>

/* curl_easy_setopt and curl_easy_getinfo take anything, which Swift cannot call: one function for each kind of value. */

static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode ccurl_set_number(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*ccurl_reader)(char *bytes, size_t size, size_t count, void *context);
static inline CURLcode ccurl_set_reader(CURL *handle, ccurl_reader reader, void *context) {
    curl_easy_setopt(handle, CURLOPT_READDATA, context);
    return curl_easy_setopt(handle, CURLOPT_READFUNCTION, reader);
}

typedef int (*ccurl_listener)(CURL *handle, curl_infotype type, char *bytes, size_t count, void *context);
static inline CURLcode ccurl_set_listener(CURL *handle, ccurl_listener listener, void *context) {
    curl_easy_setopt(handle, CURLOPT_DEBUGDATA, context);
    return curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, listener);
}

/* The last reply's code, or 0. */
static inline long ccurl_reply(CURL *handle) {
    long code = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
    return code;
}
