#define _GNU_SOURCE 1
#include "cloop.h"
#include <arpa/inet.h>
#include <string.h>

int cloop_accept(int fd, char address[INET6_ADDRSTRLEN]) {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } peer;
    socklen_t length = sizeof peer;
    address[0] = 0;
    int accepted = accept4(fd, &peer.any, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (accepted < 0) return accepted;
    if (peer.any.sa_family == AF_INET) {
        inet_ntop(AF_INET, &peer.v4.sin_addr, address, INET6_ADDRSTRLEN);
    } else if (peer.any.sa_family == AF_INET6) {
        if (IN6_IS_ADDR_V4MAPPED(&peer.v6.sin6_addr))
            inet_ntop(AF_INET, peer.v6.sin6_addr.s6_addr + 12, address, INET6_ADDRSTRLEN);
        else
            inet_ntop(AF_INET6, &peer.v6.sin6_addr, address, INET6_ADDRSTRLEN);
    }
    return accepted;
}

static __thread char mark;
void *cloop_thread(void) { return &mark; }

static __thread void *current;
void *cloop_current(void) { return current; }
void cloop_set_current(void *loop) { current = loop; }

static const uint8_t token[256] = {
    ['!'] = 1, ['#'] = 1, ['$'] = 1, ['%'] = 1, ['&'] = 1, ['\''] = 1, ['*'] = 1, ['+'] = 1, ['-'] = 1, ['.'] = 1,
    ['^'] = 1, ['_'] = 1, ['`'] = 1, ['|'] = 1, ['~'] = 1, ['0' ... '9'] = 1, ['A' ... 'Z'] = 1, ['a' ... 'z'] = 1,
};
long cloop_token_length(const uint8_t *p) {
    const uint8_t *start = p;
    while (token[*p]) p++;
    return p - start;
}

long cloop_find_head_end(const uint8_t *p, size_t n) {
    const uint8_t *end = p + n;
    for (const uint8_t *cr = p; end - cr >= 4; cr++) {
        cr = memchr(cr, '\r', end - cr - 3);
        if (!cr) return -1;
        if (cr[1] == '\n' && cr[2] == '\r' && cr[3] == '\n') return cr - p;
    }
    return -1;
}
