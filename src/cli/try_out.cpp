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

void settle(verify::Request& request, const VerifyOptions& options) {
  request.pull = options.pull;
  request.compile = options.compile;
  request.host_driver = verify::this_machine_has_driver();
  if (!options.limit.empty())
    request.limit = std::chrono::seconds(std::atol(options.limit.c_str()));
}

}  // namespace

std::unique_ptr<verify::Engine> engine_for(const VerifyOptions& options,
                                           const verify::World& world) {
  if (!options.engine.empty()) return verify::make_engine(options.engine, world);
  Result<std::unique_ptr<verify::Engine>> answering = verify::find_engine(world);
  if (answering) return std::move(*answering);
  if (!stop) say(answering.error());
  return nullptr;
}

Tried try_out(std::vector<verify::Request> requests, const VerifyOptions& options) {
  Tried out;
  out.dry = options.dry_run;
  std::string left;
  {
    const Interruption interruption;
    verify::World world;
    world.stop = &stop;
    world.progress = show;
    if (options.dry_run)
      world.dry = [](std::string_view line) { write_out(print::escape(line) + "\n"); };
    const std::unique_ptr<verify::Engine> engine = engine_for(options, world);
    if (engine == nullptr) out.status = failure;
    // What a killed run has left is nothing to ask anybody about.
    if (engine != nullptr) verify::clean(*engine, false);
    for (verify::Request& request : requests) {
      if (engine == nullptr || stop) break;
      settle(request, options);
      verify::Verification done = verify::verify(*engine, world, request);
      show("");
      if (done.interrupted) left = done.left;
      if (done.interrupted || out.dry) continue;
      out.status = std::max(out.status, status_of(done));
      out.all.push_back(std::move(done));
    }
  }
  if (stopped_by == 0) return out;
  say("stopped; " + (left.empty() ? "nothing of it is left" : left));
  std::signal(stopped_by, SIG_DFL);
  raise(stopped_by);
  return out;
}

int try_out_and_say(std::vector<verify::Request> requests, const VerifyOptions& options,
                    bool for_people) {
  if (requests.empty()) {
    say("nothing to try out: no shipped stage here has to do with CUDA");
    return clean;
  }
  const Tried tried = try_out(std::move(requests), options);
  const std::string text = verify::text(tried.all);
  if (!for_people) {
    say_raw(text);
  } else if (!write_out(text)) {
    return failure;
  }
  return tried.status;
}

}  // namespace cudafit::cli
