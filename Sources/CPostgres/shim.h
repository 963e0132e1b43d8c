#ifndef CPOSTGRES_SHIM_H
#define CPOSTGRES_SHIM_H

// Debian keeps libpq's headers in a folder of their own, other systems among all headers.
#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#else
#include <libpq-fe.h>
#endif

#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

// The fields of an error are named by character constants, which Swift does not import.

static inline const char *cpostgres_sqlstate(const PGresult *result) {
  return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}

static inline const char *cpostgres_primary_message(const PGresult *result) {
  return PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
}

static inline const char *cpostgres_constraint(const PGresult *result) {
  return PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
}

static inline const char *cpostgres_table(const PGresult *result) {
  return PQresultErrorField(result, PG_DIAG_TABLE_NAME);
}

// Whether the server ends the connection with this error.
static inline int cpostgres_is_fatal(const PGresult *result) {
  const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  return severity != NULL && (severity[0] == 'F' || severity[0] == 'P');
}

// How many bytes OpenSSL has read from the socket and not yet handed to libpq. PQconsumeInput may leave some, and then
// no poll tells of them. libpq has loaded OpenSSL if the connection uses it, so this needs no header and no link flag.
static inline int cpostgres_pending_bytes(PGconn *connection) {
  void *ssl = PQsslStruct(connection, "OpenSSL");
  if (ssl == NULL) return 0;
  int (*pending)(const void *) = (int (*)(const void *))dlsym(RTLD_DEFAULT, "SSL_pending");
  return pending == NULL ? 0 : pending(ssl);
}

// A descriptor that one thread makes readable to wake another that polls it. Swift's Glibc module lacks eventfd.

static inline int cpostgres_wakeup_open(void) {
  return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

static inline void cpostgres_wakeup_signal(int descriptor) {
  uint64_t one = 1;
  ssize_t written = write(descriptor, &one, sizeof one);
  (void)written;
}

static inline void cpostgres_wakeup_clear(int descriptor) {
  uint64_t count;
  ssize_t taken = read(descriptor, &count, sizeof count);
  (void)taken;
}

#endif
