// From what was seen to a verdict. What is not proven is undecided: the probe, the engine and the
// host can each be at fault, and then the image is not.

#include <algorithm>
#include <set>
#include <utility>

#include "verify/verdict.h"

namespace cudafit::verify {
namespace {

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// The line of `text` that holds `part`.
std::string line_with(std::string_view text, std::string_view part) {
  const std::size_t at = text.find(part);
  if (at == std::string_view::npos) return {};
  const std::size_t before = text.rfind('\n', at);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  return std::string(text.substr(begin, text.find('\n', at) - begin));
}

/// What an engine complained about, in one line: where it says what went wrong, else the first.
std::string complaint(std::string_view said) {
  for (const std::string_view mark : {"rror", "nvidia"}) {
    if (std::string line = line_with(said, mark); !line.empty()) return line;
  }
  return std::string(said.substr(0, said.find('\n')));
}

struct Judge {
  const Observation& observed;
  const Expectation& expected;
  Judgement out{};
  const Seen& seen = *observed.seen;

  void settle(Verdict verdict, std::string why) {
    out.verdict = verdict;
    out.why = std::move(why);
  }

  bool gpu_is_there() const {
    return !seen.kernel_module.empty() || seen.device_nodes || observed.host_driver;
  }

  void no_gpu(std::string why) {
    settle(Verdict::no_gpu, std::move(why));
    for (const std::string& said : observed.refused)
      out.notes.push_back({"the engine gives no GPU: " + complaint(said), {}, {}});
  }

  /// The GPU is missing inside: of whom that is to be said.
  void missing(std::string what, const Code* code, std::string at) {
    if (!gpu_is_there())
      return no_gpu("the probe starts in it; nothing here has a driver of NVIDIA");
    if (observed.container && observed.gpu_way.empty() && !observed.refused.empty()) {
      settle(Verdict::undecided, "this host has a driver of NVIDIA, but the engine gives no GPU");
      for (const std::string& said : observed.refused)
        out.notes.push_back({complaint(said), {}, {}});
      out.help.emplace_back(
          "install and configure NVIDIA's container toolkit: nvidia-ctk runtime configure");
      return;
    }
    settle(Verdict::fails, std::move(what));
    if (code != nullptr) explain(out, *code, std::move(at), seen);
  }

  void fail(const Code& code, const std::string& at) {
    settle(Verdict::fails, at + " ends in error " + std::to_string(code.code));
    explain(out, code, at, seen);
  }

  /// A library that somebody opens and that is not there: proven without a GPU as well.
  bool lacks_library() {
    for (const LibraryWish& wish : expected.libraries) {
      if (wish.who.empty()) continue;
      const auto found =
          std::find_if(seen.libraries.begin(), seen.libraries.end(),
                       [&](const SeenLibrary& each) { return each.name == wish.name; });
      if (found == seen.libraries.end() || found->loaded) continue;
      // What it lacks itself may be the driver's, which only a host has.
      if (has(found->why, "libcuda.so") || has(found->why, "libnvidia-")) continue;
      settle(Verdict::fails, wish.who + " opens " + wish.name + ", which does not load");
      out.notes.push_back({found->why, {}, {}});
      return true;
    }
    return false;
  }

  bool python_fails(bool gpu) {
    if (seen.python_end && seen.python_end->end == "crashed") {
      settle(Verdict::fails, "Python crashes: signal " + std::to_string(seen.python_end->signal));
      return true;
    }
    for (const SeenFramework& each : seen.frameworks) {
      const std::string name = each.name + (each.version.empty() ? "" : " " + each.version);
      if (!each.imports) {
        if (has(each.error, "libcuda.so") || has(each.error, "libnvidia-")) continue;
        settle(Verdict::fails, "import " + each.name + " fails");
        out.notes.push_back({each.error, {}, {}});
        return true;
      }
      if (!gpu || (each.correct && *each.correct)) continue;
      const bool for_cpu = each.name == "torch" && each.cuda.empty();
      if (for_cpu) {
        settle(Verdict::fails, name + " is built without CUDA, so it sees no GPU");
      } else if (each.correct) {
        settle(Verdict::fails, name + " computes wrong products on the GPU");
      } else if (each.available && *each.available) {
        settle(Verdict::fails, name + " sees the GPU and cannot compute on it");
      } else if (each.available) {
        settle(Verdict::fails, name + " sees no GPU, and CUDA does");
      } else {
        settle(Verdict::undecided, name + " could not be asked");
      }
      if (!each.error.empty()) out.notes.push_back({each.error, {}, {}});
      return true;
    }
    return false;
  }

  /// How the kernel went. True: it did, everywhere that counts.
  bool kernel_runs() {
    if (seen.context && seen.context->code != 0) {
      fail(*seen.context, "creating a context on the GPU");
      if (seen.context->code == 2 || seen.context->code == 46) occupied();
      return false;
    }
    for (const SeenAttempt& each : seen.attempts) {
      if (each.by != "compiled" || each.correct) continue;
      failed_attempt(each, "the kernel that was compiled for it");
      return false;
    }
    if (seen.ran()) return true;
    if (seen.attempts.empty()) {
      settle(Verdict::undecided, "the probe came to no kernel");
      return false;
    }
    const SeenAttempt& last = seen.attempts.back();
    failed_attempt(last, "the kernel");
    // What is carried is no part of the image: that it does not suit a GPU says nothing of it.
    const std::set<std::int64_t> ours{200, 209, 218, 221, 222};
    if (ours.contains(last.error.code)) {
      out.verdict = Verdict::undecided;
      out.why =
          "the kernel that the probe carries does not suit this GPU; "
          "cudafit verify --compile makes one";
    }
    return false;
  }

  void failed_attempt(const SeenAttempt& attempt, const std::string& what) {
    if (attempt.error.code == 0) {
      settle(Verdict::fails, what + " runs and its result is wrong");
      return;
    }
    settle(Verdict::fails,
           what + " fails with error " + std::to_string(attempt.error.code) + " at " + attempt.at);
    explain(out, attempt.error, attempt.at, seen);
    if (attempt.error.code == 2 || attempt.error.code == 46) occupied();
  }

  void occupied() {
    out.verdict = Verdict::undecided;
    out.why = "the GPU is taken by others: " + out.why;
  }

  /// The process that looked was ended before it had looked at everything.
  bool broken_off() {
    if (seen.end.end == "done") return false;
    const bool crashed = seen.end.end == "crashed";
    const auto asked =
        std::find_if(expected.libraries.begin(), expected.libraries.end(),
                     [&](const LibraryWish& each) { return each.name == seen.end.at; });
    const bool idle = asked != expected.libraries.end() && asked->who.empty();
    settle(crashed && !idle ? Verdict::fails : Verdict::undecided,
           crashed ? "a program for CUDA crashes at " + seen.end.at + " with signal " +
                         std::to_string(seen.end.signal)
                   : "the probe hung at " + seen.end.at + " until its time was over");
    return true;
  }

  void look() {
    if (lacks_library()) return;
    if (broken_off()) return;
    if (!seen.driver) {
      missing(observed.container ? "it was given a GPU, and the driver's libcuda.so.1 is not in it"
                                 : "there is a driver, and its libcuda.so.1 is not installed",
              nullptr, "");
      if (out.verdict == Verdict::fails) {
        out.notes.push_back({seen.driver_why, {}, {}});
        if (observed.container && !seen.capabilities.empty())
          out.notes.push_back({"NVIDIA_DRIVER_CAPABILITIES is " + seen.capabilities, {}, {}});
      }
    } else if (seen.init.code != 0) {
      started_badly(seen.init, "cuInit");
    } else if (seen.devices_error && seen.devices_error->code != 0) {
      started_badly(*seen.devices_error, "cuDeviceGetCount");
    } else if (seen.devices.empty()) {
      const Code none{100, "CUDA_ERROR_NO_DEVICE"};
      started_badly(none, "cuDeviceGetCount");
    } else if (seen.runtime_error && seen.runtime_error->code != 0) {
      fail(*seen.runtime_error, "its CUDA runtime (" + seen.runtime_library + ")");
    } else if (kernel_runs()) {
      return libraries_start();
    } else {
      return;
    }
    // Without a GPU, what Python cannot import is still proven.
    if (out.verdict == Verdict::no_gpu) {
      Judgement kept = out;
      if (!python_fails(false)) out = std::move(kept);
    }
  }

  void started_badly(const Code& code, const char* at) {
    // What libcuda says where there is no driver below it, whatever is wrong besides.
    const std::set<std::int64_t> nothing_there{3, 100, 999};
    if (nothing_there.contains(code.code))
      return missing(std::string(at) + " ends in error " + std::to_string(code.code), &code, at);
    fail(code, at);
  }

  void libraries_start() {
    for (const SeenLibrary& each : seen.libraries) {
      if (!each.starts || *each.starts == 0) continue;
      const auto wish = std::find_if(expected.libraries.begin(), expected.libraries.end(),
                                     [&](const LibraryWish& w) { return w.name == each.name; });
      const bool asked = wish != expected.libraries.end() && !wish->who.empty();
      const std::string said =
          each.name + " does not start: its status is " + std::to_string(*each.starts);
      if (!asked) {
        out.notes.push_back({said, {}, {}});
        continue;
      }
      return settle(Verdict::fails, said + ", and " + wish->who + " uses it");
    }
    if (python_fails(true)) return;
    if (seen.python_end && seen.python_end->end == "timed out")
      return settle(Verdict::undecided, "Python did not answer in time");
    settle(Verdict::runs,
           "a kernel ran on " + seen.devices.front().name + " and its result is right");
    if (seen.managed && !seen.managed->correct)
      out.notes.push_back({"managed memory does not work: error " +
                               std::to_string(seen.managed->error.code) + " at " + seen.managed->at,
                           {},
                           {}});
  }
};

/// The probe did not answer: what the engine says of that.
Judgement of_refusal(const Observation& observed) {
  Judgement out;
  std::string said = observed.ended.error;
  for (const std::string& each : observed.refused) said += "\n" + each;
  const std::string gate = line_with(said, "unsatisfied condition");
  if (!gate.empty()) {
    out.verdict = Verdict::fails;
    out.why = "the host's driver is older than the image demands (NVIDIA_REQUIRE_CUDA)";
    out.notes.push_back({gate, {}, {}});
    out.help.emplace_back("a newer driver, or an image of an older CUDA");
    return out;
  }
  out.notes.push_back({complaint(observed.ended.error), {}, {}});
  if (!observed.ended.started) {
    out.why = observed.ended.error;
    out.notes.clear();
  } else if (observed.ended.timed_out) {
    out.why = "the engine did not end in time";
  } else if (has(said, "exec format error") || has(said, "Exec format error")) {
    out.why = "the image is for another processor than the probe";
  } else if (has(said, "/.cudafit/probe") && has(said, "no such file")) {
    out.why = "there is no glibc in it, so no program for CUDA can start there";
  } else {
    out.why = "the probe did not start";
  }
  return out;
}

}  // namespace

std::string_view word(Verdict verdict) {
  switch (verdict) {
    case Verdict::runs:
      return "runs";
    case Verdict::no_gpu:
      return "builds, no GPU on this host";
    case Verdict::fails:
      return "fails";
    case Verdict::undecided:
      return "could not be decided";
  }
  return "";
}

std::string_view key(Verdict verdict) {
  switch (verdict) {
    case Verdict::runs:
      return "runs";
    case Verdict::no_gpu:
      return "no-gpu";
    case Verdict::fails:
      return "fails";
    case Verdict::undecided:
      return "undecided";
  }
  return "";
}

Judgement judge(const Observation& observed, const Expectation& expected) {
  if (!observed.seen) return of_refusal(observed);
  Judge judge{observed, expected};
  judge.look();
  tell(judge.out, *observed.seen, expected);
  return std::move(judge.out);
}

}  // namespace cudafit::verify
