#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

#include <stdbool.h>

/// Begins or ends counting.
void allocations_count(bool on);

/// How many blocks of memory were asked for while counting was on; always 0 where the C library is not glibc.
long allocations_counted(void);

#endif
