#ifndef CCAIRO_SHIM_H
#define CCAIRO_SHIM_H

// Pango brings cairo and GObject along.
#include <pango/pangocairo.h>

#endif
