// The probe: started in an image, it says what CUDA programs meet there, as one JSON object.
//
//   probe [--limit SECONDS] [--code FILE] [--runtime NAME]... [--library NAME]... [--python FILE]
//
// It ends when its standard input does, or after its time: whoever started it may be gone. So a
// process of its own does the looking, which may crash or hang in a driver, and this one says so.

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <initializer_list>

#include "look.h"
#include "say.h"

namespace {

struct Options {
  probe::Wish wish;
  const char* python = nullptr;  ///< the Python probe
  long limit = 120;
};

char said[1 << 18];
unsigned long said_size = 0;
bool any = false;

void put(const char* text, unsigned long size) {
  if (said_size + size >= sizeof said) return;
  memcpy(said + said_size, text, size);
  said_size += size;
}

void put(const char* text) { put(text, strlen(text)); }

enum class End { done, crashed, timed_out, left };
time_t began;

/// What a process says until it ends. Whole lines count: members of the object, or the step that
/// comes next.
struct Heard {
  char line[65536] = {};
  unsigned long size = 0;
  char at[64] = {};

  void hear(const char* bytes, long count, bool steps) {
    for (long i = 0; i < count; ++i) {
      if (bytes[i] != '\n') {
        if (size < sizeof line - 1) line[size++] = bytes[i];
        continue;
      }
      line[size] = 0;
      if (steps && line[0] == '@') {
        snprintf(at, sizeof at, "%.60s", line + 1);
      } else if (steps && size > 0) {
        if (any) put(",");
        any = true;
        put(line, size);
      }
      if (steps || size < 2 || line[0] != '{') size = 0;
      if (!steps && size > 0) return;  // the line that Python's probe is asked for
    }
  }
};

End watch(pid_t child, int from, long limit, Heard& heard, bool steps, int& signal_number) {
  pollfd waiting[2] = {{from, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
  End end = End::done;
  while (true) {
    const long left = limit - static_cast<long>(time(nullptr) - began);
    if (left <= 0) {
      end = End::timed_out;
      break;
    }
    const int ready = poll(waiting, 2, static_cast<int>(left < 3600 ? left : 3600) * 1000);
    if (ready < 0 && errno != EINTR) break;
    if (ready <= 0) continue;
    char bytes[4096];
    if (waiting[1].revents != 0 && read(STDIN_FILENO, bytes, sizeof bytes) <= 0) {
      end = End::left;
      break;
    }
    if (waiting[0].revents == 0) continue;
    const long count = read(from, bytes, sizeof bytes);
    if (count <= 0) break;
    heard.hear(bytes, count, steps);
  }
  if (end != End::done) {
    setpgid(child, child);  // it may not have come so far
    kill(-child, SIGKILL);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (end == End::done && WIFSIGNALED(status)) {
    end = End::crashed;
    signal_number = WTERMSIG(status);
  }
  return end;
}

/// Starts `does` in a process that ends with this one; its output comes by the pipe.
template <typename Does>
pid_t start(int& from, Does does) {
  int ends[2];
  if (pipe(ends) != 0) return -1;
  const pid_t child = fork();
  if (child == 0) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(ends[0]);
    does(ends[1]);
    _exit(0);
  }
  close(ends[1]);
  from = ends[0];
  return child;
}

const char* word(End end) {
  switch (end) {
    case End::done:
      return "done";
    case End::crashed:
      return "crashed";
    case End::timed_out:
      return "timed out";
    case End::left:
      return "left";
  }
  return "";
}

Heard heard, python_heard;

void run_python(const char* file) {
  setenv("PYTHONDONTWRITEBYTECODE", "1", 1);
  for (const char* const name : {"python3", "python"}) {
    const char* const words[] = {name, file, nullptr};
    execvp(name, const_cast<char* const*>(words));
  }
  _exit(127);
}

Options read_options(int count, char** words) {
  Options options;
  int runtimes = 0, libraries = 0;
  for (int i = 1; i + 1 < count; i += 2) {
    const char* const value = words[i + 1];
    if (strcmp(words[i], "--limit") == 0) options.limit = strtol(value, nullptr, 10);
    if (strcmp(words[i], "--code") == 0) options.wish.code = value;
    if (strcmp(words[i], "--python") == 0) options.python = value;
    if (strcmp(words[i], "--runtime") == 0 && runtimes < 15)
      options.wish.runtimes[runtimes++] = value;
    if (strcmp(words[i], "--library") == 0 && libraries < 15)
      options.wish.libraries[libraries++] = value;
  }
  return options;
}

}  // namespace

extern "C" int probe_main(int count, char** words) {
  // As the first process of a container it would otherwise ignore the wish that it ends.
  signal(SIGTERM, [](int) { _exit(143); });
  signal(SIGINT, [](int) { _exit(130); });
  signal(SIGPIPE, SIG_IGN);
  began = time(nullptr);
  const Options options = read_options(count, words);
  put("{\"probe\":1,");
  any = false;
  int from = -1, number = 0;
  const pid_t child = start(from, [&](int to) {
    signal(SIGTERM, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    // Libraries write what they like to where the answer goes.
    dup2(STDERR_FILENO, STDOUT_FILENO);
    probe::say_to(to);
    probe::look(options.wish);
  });
  End end = child < 0 ? End::crashed : watch(child, from, options.limit, heard, true, number);
  if (end != End::left && end != End::timed_out && options.python != nullptr) {
    int python_number = 0;
    const pid_t python = start(from, [&](int to) {
      signal(SIGTERM, SIG_DFL);
      signal(SIGINT, SIG_DFL);
      dup2(to, STDOUT_FILENO);
      run_python(options.python);
    });
    const End python_end =
        python < 0 ? End::crashed
                   : watch(python, from, options.limit, python_heard, false, python_number);
    char text[128];
    snprintf(text, sizeof text, "%s\"python_end\":{\"end\":\"%s\",\"signal\":%d}", any ? "," : "",
             word(python_end), python_number);
    put(text);
    any = true;
    if (python_heard.size > 0) {
      put(",\"python\":");
      put(python_heard.line, python_heard.size);
    }
    if (python_end == End::left) end = End::left;
  }
  if (end == End::left) return 143;  // nobody listens
  char text[160];
  snprintf(text, sizeof text, "%s\"end\":{\"end\":\"%s\",\"at\":\"%s\",\"signal\":%d}}\n",
           any ? "," : "", word(end), end == End::done ? "" : heard.at, number);
  put(text);
  const char* bytes = said;
  while (said_size > 0) {
    const long done = write(STDOUT_FILENO, bytes, said_size);
    if (done <= 0) return 1;
    bytes += done;
    said_size -= static_cast<unsigned long>(done);
  }
  return 0;
}
