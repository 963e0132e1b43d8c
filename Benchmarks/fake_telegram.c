#define _GNU_SOURCE
// A Bot API that answers at once: hands out N updates of P people and counts the replies. One thread, poll(2).
// Usage: fake_telegram PORT UPDATES PEOPLE [TEXT]; prints a line when all replies are in.
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <netinet/tcp.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 512, INPUT = 1 << 16, OUTPUT = 1 << 17 };
typedef struct { int fd; size_t used; char *input; int waits; } Connection;
static Connection connections[CONNECTIONS];
static int updates, people, given, confirmed, replies;
static const char *text;
static double *sent_at, *latencies;
static int latency_count;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void answer(Connection *c, const char *body, size_t length) {
  char head[160];
  int n = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n", length);
  char *whole = malloc(n + length);
  memcpy(whole, head, n);
  memcpy(whole + n, body, length);
  for (size_t done = 0; done < n + length;) {
    ssize_t wrote = write(c->fd, whole + done, n + length - done);
    if (wrote <= 0) break;
    done += wrote;
  }
  free(whole);
}

static int batch(Connection *c, long offset, long limit) {
  static char body[OUTPUT];
  if (offset > confirmed) confirmed = offset - 1;
  given = confirmed;
  if (given >= updates) return 0;
  size_t used = snprintf(body, sizeof body, "{\"ok\":true,\"result\":[");
  double at = now();
  for (long i = 0; i < limit && given < updates; i++, given++) {
    int person = 5000 + given % people;
    if (sent_at[given + 1] == 0) sent_at[given + 1] = at;
    used += snprintf(body + used, sizeof body - used,
      "%s{\"update_id\":%d,\"message\":{\"message_id\":%d,\"from\":{\"id\":%d,\"is_bot\":false,\"first_name\":\"P\",\"language_code\":\"en\"},"
      "\"chat\":{\"id\":%d,\"first_name\":\"P\",\"type\":\"private\"},\"date\":1700000000,\"text\":\"%s%d\"}}",
      i ? "," : "", given + 1, given + 1, person, person, text, given + 1);
  }
  used += snprintf(body + used, sizeof body - used, "]}");
  answer(c, body, used);
  return 1;
}

static int compare(const void *a, const void *b) {
  double d = *(const double *)a - *(const double *)b;
  return d < 0 ? -1 : d > 0;
}

static void handle(Connection *c, const char *method, const char *body) {
  if (!strcmp(method, "getMe")) {
    const char *me = "{\"ok\":true,\"result\":{\"id\":7,\"is_bot\":true,\"first_name\":\"B\",\"username\":\"bench_bot\"}}";
    answer(c, me, strlen(me));
  } else if (!strcmp(method, "getUpdates")) {
    static int first = 1;
    if (first) printf("first poll\n"), fflush(stdout), first = 0;
    const char *o = strstr(body, "\"offset\":"), *l = strstr(body, "\"limit\":");
    if (!batch(c, o ? atol(o + 9) : 0, l ? atol(l + 8) : 100)) c->waits = 1;
  } else if (!strcmp(method, "sendMessage")) {
    const char *m = "{\"ok\":true,\"result\":{\"message_id\":1,\"date\":1700000000,\"chat\":{\"id\":5000,\"type\":\"private\"}}}";
    answer(c, m, strlen(m));
    replies++;
    const char *t = strstr(body, "\"text\":\"message ");
    if (t) {
      t += 16 + strlen(text);
      int id = atoi(t);
      if (id > 0 && id <= updates && sent_at[id] > 0) latencies[latency_count++] = now() - sent_at[id];
    }
  } else {
    const char *t = "{\"ok\":true,\"result\":true}";
    answer(c, t, strlen(t));
  }
}

int main(int argc, char **argv) {
  updates = atoi(argv[2]);
  people = atoi(argv[3]);
  text = argc > 4 ? argv[4] : "";
  sent_at = calloc(updates + 2, sizeof(double));
  latencies = calloc(updates * 2 + 2, sizeof(double));
  int listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 256)) return perror("listen"), 1;
  for (int i = 0; i < CONNECTIONS; i++) connections[i].fd = -1;
  double start = 0;
  for (;;) {
    struct pollfd fds[CONNECTIONS + 1] = {{.fd = listener, .events = POLLIN}};
    for (int i = 0; i < CONNECTIONS; i++) fds[i + 1] = (struct pollfd){.fd = connections[i].fd, .events = POLLIN};
    if (poll(fds, CONNECTIONS + 1, -1) < 0) break;
    if (fds[0].revents) {
      int fd = accept(listener, 0, 0);
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
      for (int i = 0; i < CONNECTIONS; i++) if (connections[i].fd < 0) {
        connections[i] = (Connection){.fd = fd, .input = malloc(INPUT)};
        fd = -1;
        break;
      }
      if (fd >= 0) close(fd);
    }
    for (int i = 0; i < CONNECTIONS; i++) {
      Connection *c = &connections[i];
      if (c->fd < 0 || !fds[i + 1].revents) continue;
      ssize_t n = read(c->fd, c->input + c->used, INPUT - 1 - c->used);
      if (n <= 0) { close(c->fd); free(c->input); c->fd = -1; continue; }
      if (start == 0) start = now();
      c->used += n;
      for (;;) {
        c->input[c->used] = 0;
        char *end = strstr(c->input, "\r\n\r\n");
        if (!end) break;
        char *length = strcasestr(c->input, "content-length:");
        size_t body = length && length < end ? strtoul(length + 15, 0, 10) : 0, head = end + 4 - c->input;
        if (c->used < head + body) break;
        char method[64] = "";
        char *slash = strchr(c->input + 6, '/');
        if (slash) sscanf(slash + 1, "%63[^ ?]", method);
        char saved = c->input[head + body];
        c->input[head + body] = 0;
        handle(c, method, c->input + head);
        c->input[head + body] = saved;
        memmove(c->input, c->input + head + body, c->used - head - body);
        c->used -= head + body;
      }
    }
    if (replies >= updates) {
      double took = now() - sent_at[1];
      qsort(latencies, latency_count, sizeof(double), compare);
      printf("updates %d people %d seconds %.3f rate %.0f p50_ms %.2f p99_ms %.2f\n", updates, people, took, updates / took,
        latencies[latency_count / 2] * 1e3, latencies[latency_count * 99 / 100] * 1e3);
      return 0;
    }
  }
}
