// Images are tried out: with which engine, how long, and what Ctrl-C does to it.

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <utility>

#include "cli/output.h"
#include "cli/verify.h"
#include "print/escape.h"

namespace cudafit::cli {
namespace {

std::atomic<bool> stop = false;
std::atomic<int> stopped_by = 0;

void note_signal(int signal) {
  stop = true;
  stopped_by = signal;
}

/// While it lives, Ctrl-C only says that it is to end: what was begun is taken away first.
class Interruption {
 public:
  Interruption() {
    stop = false;
    struct sigaction action {};
    action.sa_handler = note_signal;
    for (std::size_t i = 0; i < std::size(signals); ++i)
      sigaction(signals[i], &action, &before_[i]);
  }
  ~Interruption() {
    for (std::size_t i = 0; i < std::size(signals); ++i)
      sigaction(signals[i], &before_[i], nullptr);
  }
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

 private:
  static constexpr int signals[] = {SIGINT, SIGTERM, SIGHUP};
  struct sigaction before_[std::size(signals)]{};
};

/// One line for a person who waits, drawn over.
void show(std::string_view what) {
  static const bool wanted = is_terminal(STDERR_FILENO) && std::getenv("CI") == nullptr;
  if (!wanted) return;
  say_raw("\r\x1b[K" + (what.empty() ? std::string() : print::escape(what) + " ..."));
}

int status_of(const verify::Verification& each) {
  switch (each.judgement.verdict) {
    case verify::Verdict::runs:
    case verify::Verdict::no_gpu:
      return each.left.empty() ? clean : failure;
    case verify::Verdict::fails:
      return found;
    case verify::Verdict::undecided:
      return failure;
  }
  return failure;
}

}  // namespace

Tried try_out(std::vector<verify::Request> requests, const VerifyOptions& options) {
  Tried out;
  out.dry = options.dry_run;
  {
    const Interruption interruption;
    verify::World world;
    world.stop = &stop;
    world.progress = show;
    if (options.dry_run)
      world.dry = [](std::string_view line) { write_out(print::escape(line) + "\n"); };
    std::unique_ptr<verify::Engine> engine;
    if (!options.engine.empty()) {
      engine = verify::make_engine(options.engine, world);
    } else {
      Result<std::unique_ptr<verify::Engine>> answering = verify::find_engine(world);
      if (!answering) {
        say(answering.error());
        out.status = failure;
        return out;
      }
      engine = std::move(*answering);
    }
    // What a killed run has left is nothing to ask anybody about.
    verify::clean(*engine, false);
    for (verify::Request& request : requests) {
      request.pull = options.pull;
      request.compile = options.compile;
      request.host_driver = verify::this_machine_has_driver();
      if (!options.limit.empty())
        request.limit = std::chrono::seconds(std::atol(options.limit.c_str()));
      verify::Verification done = verify::verify(*engine, world, request);
      show("");
      if (done.interrupted) break;
      if (out.dry) continue;
      out.status = std::max(out.status, status_of(done));
      out.all.push_back(std::move(done));
    }
  }
  if (stopped_by == 0) return out;
  say("stopped; nothing of it is left");
  std::signal(stopped_by, SIG_DFL);
  raise(stopped_by);
  return out;
}

}  // namespace cudafit::cli
