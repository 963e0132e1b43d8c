#ifndef CHIREDIS_SHIM_H
#define CHIREDIS_SHIM_H

#include <hiredis/hiredis.h>
#include <sys/eventfd.h>

// Swift's module of the C library leaves eventfd out.

static inline int chiredis_eventfd(void) {
  return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

static inline void chiredis_eventfd_signal(int descriptor) {
  eventfd_write(descriptor, 1);
}

static inline void chiredis_eventfd_clear(int descriptor) {
  eventfd_t count;
  eventfd_read(descriptor, &count);
}

#endif
