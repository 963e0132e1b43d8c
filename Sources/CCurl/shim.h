#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

// The type checks of curl.h are macros around the variadic functions; the functions below state the types themselves.
#define CURL_DISABLE_TYPECHECK 1
#include <curl/curl.h>

// libcurl's option functions are variadic, which Swift cannot call: one function here for each type of argument.

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
  return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ccurl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
  return (curl_easy_setopt)(handle, option, value);
}

// libcurl copies the text.
static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
  return (curl_easy_setopt)(handle, option, value);
}

// libcurl keeps the pointer.
static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return (curl_easy_setopt)(handle, option, value);
}

// For CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION, which share one signature.
static inline CURLcode ccurl_set_data_function(CURL *handle, CURLoption option, curl_write_callback function) {
  return (curl_easy_setopt)(handle, option, function);
}

// libcurl copies as many bytes as CURLOPT_POSTFIELDSIZE_LARGE said before.
static inline CURLcode ccurl_set_body(CURL *handle, const void *bytes) {
  return (curl_easy_setopt)(handle, CURLOPT_COPYPOSTFIELDS, bytes);
}

static inline CURLcode ccurl_set_prerequest_function(CURL *handle, curl_prereq_callback function) {
  return (curl_easy_setopt)(handle, CURLOPT_PREREQFUNCTION, function);
}

static inline CURLcode ccurl_set_socket_function(CURL *handle, curl_sockopt_callback function) {
  return (curl_easy_setopt)(handle, CURLOPT_SOCKOPTFUNCTION, function);
}

static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) {
  return (curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode ccurl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
  return (curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode ccurl_get_pointer(CURL *handle, CURLINFO info, void **value) {
  return (curl_easy_getinfo)(handle, info, value);
}

static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return (curl_multi_setopt)(multi, option, value);
}

static inline CURLcode ccurl_global_init(void) {
  return curl_global_init(CURL_GLOBAL_ALL);
}

// The result of the next finished transfer, or null. The result belongs to a union that Swift reads badly.
static inline CURL *ccurl_multi_next_finished(CURLM *multi, CURLcode *result) {
  int left = 0;
  CURLMsg *message;
  while ((message = curl_multi_info_read(multi, &left)) != NULL) {
    if (message->msg == CURLMSG_DONE) {
      *result = message->data.result;
      return message->easy_handle;
    }
  }
  return NULL;
}

#endif
