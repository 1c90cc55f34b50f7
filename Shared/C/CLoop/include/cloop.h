#pragma once
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* accept4 with SOCK_NONBLOCK | SOCK_CLOEXEC; needs _GNU_SOURCE, which Swift's Glibc lacks. */
int cloop_accept(int fd);
/* A mark that is unique to the calling thread. Not pthread_self(): glibc marks that const, so LLVM folds it across awaits. */
void *cloop_thread(void);
/* Offset of the first "\r\n\r\n" in p[0..<n], or -1. */
long cloop_find_head_end(const uint8_t *p, size_t n);
