#define _GNU_SOURCE
// A Bot API that answers at once, and the people who use it. One thread, poll(2).
//
// Usage: telegram PORT KIND UPDATES PEOPLE [BACKLOG]
//   KIND: echo (a text, a reply), check-in (a text, a card, a press, an answer), mixed (three echoes and a check-in).
//   Every person waits for the answer before the next update. With BACKLOG one more person wrote that many texts before.
//   A setWebhook makes it post the updates, over up to 32 connections; else they are polled.
//   Twice a second somebody asks to pay.
// Prints `first poll` when the bot asks for updates, and a line of figures when all updates are answered.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 512, INPUT = 1 << 16, OUTPUT = 1 << 18, POSTS = 32, FIRST_PERSON = 5000, BACKLOGGED = 4999, PAYER = 4998 };
typedef enum { ECHO, CHECK_IN, PRESS, PAY } Kind;
typedef struct { Kind kind; int person; double at; } Update;
typedef struct { int fd; size_t used; char *input; int waits, is_post; } Connection;
typedef struct { Kind waits_for; double since; int round, is_waiting; char data[80]; } Person;

static Connection connections[CONNECTIONS];
static Update *made;       // by update_id - 1
static Person *persons;
static double *latencies, payments[100000];
static int updates, people, backlog, mode, made_count, given, answered, latency_count, payment_count, asked_payments;
static int backlog_left, message_id = 1;
static double first_at, last_payment, warm_at;
static char hook_path[256], hook_secret[300];
static int hook_port;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void write_all(int fd, const char *bytes, size_t length) {
  for (size_t done = 0; done < length;) {
    ssize_t wrote = write(fd, bytes + done, length - done);
    if (wrote <= 0) break;
    done += wrote;
  }
}

static void answer(Connection *c, const char *body, size_t length) {
  static char whole[OUTPUT + 200];
  int n = sprintf(whole, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n", length);
  memcpy(whole + n, body, length);
  write_all(c->fd, whole, n + length);
}

static void make(Kind kind, int person) {
  made[made_count++] = (Update){kind, person, now()};
}

/// The next update of a person, if there are any left to make.
static void go_on(int person) {
  Person *p = &persons[person];
  if (made_count - backlog - asked_payments >= updates) return;
  Kind kind = mode == 0 ? ECHO : mode == 1 ? CHECK_IN : p->round % 4 == 3 ? CHECK_IN : ECHO;
  p->round++;
  p->waits_for = kind;
  p->is_waiting = 1;
  p->since = now();
  make(kind, FIRST_PERSON + person);
}

static size_t text_of(char *out, int id, const Update *u) {
  int p = u->person;
  const char *from = "\"from\":{\"id\":%d,\"is_bot\":false,\"first_name\":\"P\",\"language_code\":\"en\"}";
  char who[120];
  sprintf(who, from, p);
  if (u->kind == PRESS)
    return sprintf(out,
      "{\"update_id\":%d,\"callback_query\":{\"id\":\"%d\",%s,\"chat_instance\":\"1\",\"data\":\"%s\",\"message\":{\"message_id\":%d,"
      "\"date\":1700000000,\"chat\":{\"id\":%d,\"first_name\":\"P\",\"type\":\"private\"},\"text\":\"How was it?\"}}}",
      id, id, who, persons[p - FIRST_PERSON].data, message_id, p);
  if (u->kind == PAY)
    return sprintf(out,
      "{\"update_id\":%d,\"pre_checkout_query\":{\"id\":\"%d\",%s,\"currency\":\"XTR\",\"total_amount\":1,\"invoice_payload\":\"x\"}}",
      id, id, who);
  return sprintf(out,
    "{\"update_id\":%d,\"message\":{\"message_id\":%d,%s,\"chat\":{\"id\":%d,\"first_name\":\"P\",\"type\":\"private\"},"
    "\"date\":1700000000,\"text\":\"%s\"}}", id, id, who, p, u->kind == ECHO ? "hello" : "in");
}

static int batch(Connection *c, long offset, long limit) {
  static char body[OUTPUT];
  if (offset > 0) given = offset - 1;
  if (given >= made_count) return 0;
  size_t used = sprintf(body, "{\"ok\":true,\"result\":[");
  for (long i = 0; i < limit && given < made_count && used < OUTPUT - 2000; i++, given++) {
    if (i) body[used++] = ',';
    used += text_of(body + used, given + 1, &made[given]);
  }
  used += sprintf(body + used, "]}");
  answer(c, body, used);
  return 1;
}

static void advance(int person, const char *body) {
  if (person == BACKLOGGED) { backlog_left--; return; }
  if (person < FIRST_PERSON || person >= FIRST_PERSON + people) return;
  Person *p = &persons[person - FIRST_PERSON];
  if (!p->is_waiting) return;
  double at = now();
  latencies[latency_count++] = at - p->since;
  answered++;
  if (p->waits_for == CHECK_IN) {
    const char *d = strstr(body, "callback_data\":\"");
    if (!d) { fprintf(stderr, "no button in %.200s\n", body); exit(1); }
    sscanf(d + 16, "%79[^\"]", p->data);
    p->waits_for = PRESS;
    p->since = at;
    if (made_count - backlog - asked_payments < updates) return make(PRESS, person);
    p->is_waiting = 0;
    return;
  }
  p->is_waiting = 0;
  go_on(person - FIRST_PERSON);
}

static void handle(Connection *c, const char *method, const char *body) {
  char out[400];
  if (!strcmp(method, "getMe")) {
    const char *me = "{\"ok\":true,\"result\":{\"id\":7,\"is_bot\":true,\"first_name\":\"B\",\"username\":\"bench_bot\"}}";
    answer(c, me, strlen(me));
  } else if (!strcmp(method, "getUpdates")) {
    if (first_at == 0) first_at = now(), printf("first poll\n"), fflush(stdout);
    const char *o = strstr(body, "\"offset\":"), *l = strstr(body, "\"limit\":");
    if (!batch(c, o ? atol(o + 9) : 0, l ? atol(l + 8) : 100)) c->waits = 1;
  } else if (!strcmp(method, "sendMessage") || !strcmp(method, "editMessageText")) {
    const char *chat = strstr(body, "\"chat_id\":");
    int person = chat ? atoi(chat + 10) : 0;
    answer(c, out, sprintf(out,
      "{\"ok\":true,\"result\":{\"message_id\":%d,\"date\":1700000000,\"chat\":{\"id\":%d,\"type\":\"private\"}}}", ++message_id, person));
    advance(person, body);
  } else {
    if (!strcmp(method, "answerPreCheckoutQuery") && payment_count < 100000) {
      const char *i = strstr(body, "_query_id\":\"");
      if (i) payments[payment_count++] = now() - made[atoi(i + 12) - 1].at;
    }
    if (!strcmp(method, "setWebhook")) {
      sscanf(strstr(body, "127.0.0.1:") + 10, "%d%255[^\"]", &hook_port, hook_path);
      const char *s = strstr(body, "\"secret_token\":\"");
      if (s) sscanf(s + 16, "%299[^\"]", hook_secret);
      for (char *p = hook_path; (p = strstr(p, "\\/"));) memmove(p, p + 1, strlen(p));
      if (first_at == 0) first_at = now(), printf("first poll\n"), fflush(stdout);
    }
    const char *t = "{\"ok\":true,\"result\":true}";
    answer(c, t, strlen(t));
  }
}

static int compare(const void *a, const void *b) {
  double d = *(const double *)a - *(const double *)b;
  return d < 0 ? -1 : d > 0;
}

static double share(double *values, int count, double part) {
  return count ? values[(int)((count - 1) * part)] * 1e3 : 0;
}

static Connection *open_post(void) {
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(hook_port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
  if (connect(fd, (struct sockaddr *)&a, sizeof a)) return close(fd), NULL;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  for (int i = 0; i < CONNECTIONS; i++) if (connections[i].fd < 0) {
    connections[i] = (Connection){.fd = fd, .input = malloc(INPUT), .is_post = 1};
    return &connections[i];
  }
  return NULL;
}

static void post(void) {
  static Connection *posts[POSTS];
  for (int i = 0; i < POSTS && given < made_count; i++) {
    if (!posts[i] || posts[i]->fd < 0) posts[i] = open_post();
    if (!posts[i]) return;
    if (posts[i]->waits) continue;
    char body[1500], head[900];
    size_t length = text_of(body, given + 1, &made[given]);
    given++;
    int n = sprintf(head,
      "POST %s HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\nX-Telegram-Bot-Api-Secret-Token: %s\r\nContent-Length: %zu\r\n\r\n",
      hook_path, hook_secret, length);
    posts[i]->waits = 1;
    static char whole[3000];
    memcpy(whole, head, n);
    memcpy(whole + n, body, length);
    write_all(posts[i]->fd, whole, n + length);
  }
}

static void read_input(Connection *c) {
  ssize_t n = read(c->fd, c->input + c->used, INPUT - 1 - c->used);
  if (n <= 0) { close(c->fd); free(c->input); *c = (Connection){.fd = -1}; return; }
  c->used += n;
  for (;;) {
    c->input[c->used] = 0;
    char *end = strstr(c->input, "\r\n\r\n");
    if (!end) return;
    char *length = strcasestr(c->input, "content-length:");
    size_t body = length && length < end ? strtoul(length + 15, 0, 10) : 0, head = end + 4 - c->input;
    if (c->used < head + body) return;
    char saved = c->input[head + body];
    c->input[head + body] = 0;
    if (c->is_post) {
      if (strncmp(c->input + 9, "200", 3)) fprintf(stderr, "the bot answered %.60s\n", c->input), exit(1);
      c->waits = 0;
    } else {
      char method[64] = "";
      char *slash = strchr(c->input + 6, '/');
      if (slash) sscanf(slash + 1, "%63[^ ?]", method);
      handle(c, method, c->input + head);
    }
    if (c->fd < 0) return;
    c->input[head + body] = saved;
    memmove(c->input, c->input + head + body, c->used - head - body);
    c->used -= head + body;
  }
}

int main(int argc, char **argv) {
  if (argc < 5) return fprintf(stderr, "telegram PORT KIND UPDATES PEOPLE [BACKLOG]\n"), 2;
  mode = !strcmp(argv[2], "echo") ? 0 : !strcmp(argv[2], "check-in") ? 1 : 2;
  updates = atoi(argv[3]);
  people = atoi(argv[4]);
  backlog = argc > 5 ? atoi(argv[5]) : 0;
  backlog_left = backlog;
  made = calloc(updates + people + backlog + 100000, sizeof *made);
  persons = calloc(people, sizeof *persons);
  latencies = calloc(updates * 2 + people + 100, sizeof *latencies);
  int listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 256)) return perror("listen"), 1;
  for (int i = 0; i < CONNECTIONS; i++) connections[i].fd = -1;
  for (int i = 0; i < backlog; i++) make(ECHO, BACKLOGGED);
  int has_begun = 0;
  for (;;) {
    struct pollfd fds[CONNECTIONS + 1] = {{.fd = listener, .events = POLLIN}};
    for (int i = 0; i < CONNECTIONS; i++) fds[i + 1] = (struct pollfd){.fd = connections[i].fd, .events = POLLIN};
    if (poll(fds, CONNECTIONS + 1, 100) < 0) break;
    double at = now();
    // People begin when the bot listens, and when it has taken in what waited.
    if (!has_begun && first_at > 0 && given >= backlog) {
      has_begun = 1;
      warm_at = at;
      for (int i = 0; i < people; i++) go_on(i);
    }
    if (has_begun && at - last_payment > 0.5 && asked_payments < 90000) {
      last_payment = at;
      make(PAY, PAYER);
      asked_payments++;
    }
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
    for (int i = 0; i < CONNECTIONS; i++)
      if (connections[i].fd >= 0 && fds[i + 1].fd == connections[i].fd && fds[i + 1].revents) read_input(&connections[i]);
    if (hook_port) post();
    else
      for (int i = 0; i < CONNECTIONS; i++)
        if (connections[i].fd >= 0 && connections[i].waits && !connections[i].is_post && given < made_count) {
          connections[i].waits = 0;
          batch(&connections[i], 0, 100);
        }
    if (answered >= updates) {
      double took = now() - warm_at;
      qsort(latencies, latency_count, sizeof(double), compare);
      qsort(payments, payment_count, sizeof(double), compare);
      printf("updates %d seconds %.3f rate %.0f p50_ms %.2f p99_ms %.2f p999_ms %.2f payments %d payment_p99_ms %.1f backlog_left %d\n",
        answered, took, answered / took, share(latencies, latency_count, 0.5), share(latencies, latency_count, 0.99),
        share(latencies, latency_count, 0.999), payment_count, share(payments, payment_count, 0.99), backlog_left);
      return 0;
    }
  }
}
