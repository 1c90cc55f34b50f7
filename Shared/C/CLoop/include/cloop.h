#pragma once
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* accept4 with SOCK_NONBLOCK | SOCK_CLOEXEC; needs _GNU_SOURCE, which Swift's Glibc lacks. The peer's address is put down as text,
   an IPv4 address mapped into IPv6 as the IPv4 address it is. */
int cloop_accept(int fd, char address[INET6_ADDRSTRLEN]);
/* A mark that is unique to the calling thread. Not pthread_self(): glibc marks that const, so LLVM folds it across awaits. */
void *cloop_thread(void);
/* What the calling thread last set here, NULL at first: its event loop. */
void *cloop_current(void);
void cloop_set_current(void *loop);
/* How many characters of a token (RFC 9110) p begins with; p must hold one that is none. */
long cloop_token_length(const uint8_t *p);
/* Offset of the first "\r\n\r\n" in p[0..<n], or -1. */
long cloop_find_head_end(const uint8_t *p, size_t n);
