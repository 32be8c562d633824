#ifndef SKILLTHEORY_COMPILED_H
#define SKILLTHEORY_COMPILED_H

#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__)
/* Compiled twice; the processor chooses, and either gives the same results to the last bit. */
#define FOR_ANY_PROCESSOR __attribute__((target_clones("avx2", "default")))
#else
#define FOR_ANY_PROCESSOR
#endif

#endif
