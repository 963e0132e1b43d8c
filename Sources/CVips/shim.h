#ifndef CVIPS_SHIM_H
#define CVIPS_SHIM_H

// libvips' operations are variadic, which Swift cannot call. Functions return 0, or -1 with a text in vips_error_buffer.

#include <stdlib.h>
#include <string.h>
#include <vips/vips.h>

// Starts libvips with nothing but the three loaders, one thread and no cache.
static inline int cvips_start(void) {
  // Plug-in modules (ImageMagick, poppler, HEIF …) lie below this folder: none is loaded.
  setenv("VIPSHOME", "/nonexistent", 1);
  // No temporary files, whatever the size.
  setenv("VIPS_DISC_THRESHOLD", "4g", 1);
  if (vips_init("roost-media") != 0) return -1;
  vips_block_untrusted_set(TRUE);
  vips_operation_block_set("VipsForeignLoad", TRUE);
  vips_operation_block_set("VipsForeignLoadJpeg", FALSE);
  vips_operation_block_set("VipsForeignLoadPng", FALSE);
  vips_operation_block_set("VipsForeignLoadWebp", FALSE);
  vips_concurrency_set(1);
  vips_cache_set_max(0);
  vips_leak_set(FALSE);
  return 0;
}

// Reads the header only.
static inline VipsImage *cvips_open(const void *bytes, size_t size) {
  return vips_image_new_from_buffer(bytes, size, "", "access", VIPS_ACCESS_SEQUENTIAL, NULL);
}

static inline int cvips_pages(VipsImage *image) { return vips_image_get_n_pages(image); }

static inline void cvips_release(VipsImage *image) { g_object_unref(image); }

// Upright, within width × height, in the colours of screens with 8 bits, without transparency. Loaders that can shrink
// while they load do so.
static inline VipsImage *cvips_thumbnail(const void *bytes, size_t size, int width, int height) {
  VipsImage *small = NULL, *screen = NULL, *flat = NULL, *bands = NULL;
  if (vips_thumbnail_buffer((void *)bytes, size, &small, width, "height", height, "size", VIPS_SIZE_DOWN, "fail_on",
                            VIPS_FAIL_ON_ERROR, "export_profile", "srgb", NULL) != 0)
    return NULL;
  if (vips_colourspace(small, &screen, VIPS_INTERPRETATION_sRGB, NULL) == 0) {
    VipsArrayDouble *white = vips_array_double_newv(1, 255.0);
    if (!vips_image_hasalpha(screen)) {
      g_object_ref(screen);
      flat = screen;
    } else if (vips_flatten(screen, &flat, "background", white, NULL) != 0) {
      flat = NULL;
    }
    vips_area_unref(VIPS_AREA(white));
  }
  // Whatever had more is cut to red, green and blue.
  if (flat != NULL && vips_image_get_bands(flat) >= 3 && vips_extract_band(flat, &bands, 0, "n", 3, NULL) != 0)
    bands = NULL;
  VipsImage *result = bands == NULL ? NULL : vips_image_copy_memory(bands);
  if (bands != NULL) g_object_unref(bands);
  if (flat != NULL) g_object_unref(flat);
  if (screen != NULL) g_object_unref(screen);
  g_object_unref(small);
  return result;
}

// The pixels of an image of cvips_thumbnail, row by row without gaps; to be freed with g_free.
static inline void *cvips_pixels(VipsImage *image, size_t *size) { return vips_image_write_to_memory(image, size); }

// Keeps the pointer: red, green and blue, row by row.
static inline VipsImage *cvips_from_pixels(const void *pixels, size_t size, int width, int height) {
  VipsImage *plain = vips_image_new_from_memory(pixels, size, width, height, 3, VIPS_FORMAT_UCHAR), *screen = NULL;
  if (plain == NULL) return NULL;
  if (vips_copy(plain, &screen, "interpretation", VIPS_INTERPRETATION_sRGB, NULL) != 0) screen = NULL;
  g_object_unref(plain);
  return screen;
}

// JPEG of quality 85 without metadata; to be freed with g_free.
static inline int cvips_jpeg(VipsImage *image, void **bytes, size_t *size) {
  return vips_jpegsave_buffer(image, bytes, size, "Q", 85, "strip", TRUE, "optimize_coding", TRUE, NULL);
}

static inline void cvips_free(void *memory) { g_free(memory); }

// What went wrong, and forgets it. To be freed with free.
static inline char *cvips_take_error(void) {
  char *text = strdup(vips_error_buffer());
  vips_error_clear();
  return text;
}

#endif
