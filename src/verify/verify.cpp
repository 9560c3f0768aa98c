#include "verify/verify.h"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "verify/carried.h"
#include "verify/run_id.h"

namespace cudafit::verify {
namespace {

constexpr long a_day = 24 * 60 * 60;

/// The processor that the carried probe is for, as engines call it.
#if defined(__x86_64__)
constexpr std::string_view processor = "amd64";
#elif defined(__aarch64__)
constexpr std::string_view processor = "arm64";
#else
constexpr std::string_view processor = "";
#endif

Judgement undecided(std::string why, std::string help = {}) {
  Judgement out;
  out.why = std::move(why);
  if (!help.empty()) out.help.push_back(std::move(help));
  return out;
}

/// One verification, step by step; each says whether the next may come.
struct Run {
  Engine& engine;
  const World& world;
  const Request& request;
  std::string id = own_run_id();
  Abilities abilities{};
  std::string image = request.image;
  Verification out{};

  bool stop(Judgement why) {
    if (world.stop != nullptr && *world.stop) out.interrupted = true;
    out.judgement = std::move(why);
    return false;
  }

  bool local() const { return engine.name() == "local"; }

  bool ask_engine() {
    Result<Abilities> said = engine.abilities();
    if (!said) return stop(undecided(said.error()));
    abilities = std::move(*said);
    out.engine = engine.name() + (abilities.version.empty() ? "" : " " + abilities.version);
    return true;
  }

  /// The image is here, and building on it runs nothing.
  bool here(const std::string& name) {
    Result<ImageState> state = engine.image(name);
    if (!state) return stop(undecided(state.error()));
    if (!state->present && request.pull) {
      if (const Result<bool> pulled = engine.pull(name); !pulled)
        return stop(undecided("it cannot be pulled: " + pulled.error()));
      state = engine.image(name);
    }
    if (world.dry) return true;
    if (!state || !state->present)
      return stop(undecided(name + " is not on this machine", "--pull fetches it"));
    if (!state->architecture.empty() && state->architecture != processor)
      return stop(undecided(name + " is for " + state->architecture + ", and the probe for " +
                            std::string(processor)));
    if (state->triggers)
      return stop(undecided(name + " has ONBUILD triggers, which building on it would run"));
    return true;
  }

  bool get_image() {
    if (!request.build) return here(image);
    ProjectBuild build = *request.build;
    build.id = id;
    build.name = image = "cudafit-verify:" + id + "-built";
    if (const Result<bool> built = engine.build(build); !built)
      return stop(undecided("it cannot be built: " + built.error()));
    return true;
  }

  bool prepare() {
    if (carried_program().empty())
      return stop(undecided("this build of cudafit carries no probe for this processor"));
    Kit kit;
    kit.id = id;
    kit.name = "cudafit-verify:" + id;
    kit.files = {{"probe", std::string(carried_program()), true},
                 {"probe.py", std::string(carried_python())}};
    std::string compiler;
    if (request.compile) {
      kit.files.push_back({"probe.cu", std::string(carried_kernel())});
      kit.compile_here = local();
      compiler = request.build || local() ? image : compiler_image(image);
      if (compiler != image && !here(compiler)) return false;
    }
    kit.dockerfile = generated_dockerfile(image, compiler, id);
    if (const Result<bool> made = engine.prepare(kit); !made)
      return stop(undecided(request.compile ? "the kernel was not compiled: " + made.error()
                                            : made.error()));
    return true;
  }

  Launch launch(const Expectation& expected) const {
    Launch made;
    made.id = id;
    made.image = "cudafit-verify:" + id;
    made.limits = abilities.limits;
    made.limit = request.limit;
    made.arguments = {"--limit", std::to_string(request.limit.count())};
    const auto add = [&](const char* name, const std::string& value) {
      made.arguments.emplace_back(name);
      made.arguments.push_back(value);
    };
    if (request.compile) add("--code", "/.cudafit/probe.fatbin");
    if (expected.python) add("--python", "/.cudafit/probe.py");
    for (const std::string& name : expected.runtimes) add("--runtime", name);
    for (const LibraryWish& wish : expected.libraries) add("--library", wish.name);
    return made;
  }

  /// By each way to the GPUs until the probe answers, then without.
  void observe() {
    const Expectation expected = expect(request.build ? "" : request.image, request.wishes);
    Launch launched = launch(expected);
    Observation observed;
    observed.host_driver = request.host_driver;
    observed.container = !local();
    std::vector<GpuWay> ways = abilities.gpu_ways;
    ways.push_back({});
    for (const GpuWay& way : ways) {
      if (world.dry && &way != &ways.front()) world.dry("# if the engine refuses that:");
      launched.gpu = way;
      observed.ended = engine.start(launched);
      observed.seen = read_seen(observed.ended.out);
      observed.gpu_way = way.name;
      if (world.stop != nullptr && *world.stop) return static_cast<void>(stop({}));
      if (observed.seen || observed.ended.timed_out || way.name.empty()) break;
      // The image's own demand: without GPUs nobody would have looked at it.
      if (observed.ended.error.find("unsatisfied condition") != std::string::npos) break;
      if (!world.dry) observed.refused.push_back(observed.ended.error);
    }
    if (!observed.gpu_way.empty()) out.engine += ", " + observed.gpu_way;
    if (observed.seen) out.probe = observed.ended.out;
    out.judgement = judge(observed, expected);
  }
};

}  // namespace

Verification verify(Engine& engine, const World& world, const Request& request) {
  Run run{engine, world, request};
  run.out.image = request.build ? request.build->dockerfile : request.image;
  run.out.about = request.about;
  run.out.engine = engine.name();
  if (!run.ask_engine()) return std::move(run.out);
  if (run.get_image() && run.prepare()) run.observe();
  world.progress("cleaning up");
  if (const Result<bool> removed = engine.remove(run.id); !removed) run.out.left = removed.error();
  return std::move(run.out);
}

Result<Cleaned> clean(Engine& engine, bool thorough) {
  Cleaned out;
  // An image takes the unnamed ones below it along, and one that others are built on waits for
  // them.
  for (std::size_t before = 0;;) {
    const Result<std::vector<Leftover>> found = engine.leftovers();
    if (!found) return Failure{found.error()};
    out.kept.clear();
    out.failed.clear();
    for (const Leftover& each : *found) {
      const Owner owner = owner_of(each.run);
      const bool stale = owner == Owner::unknown && thorough && age_of(each.run) > a_day;
      const bool left = owner == Owner::dead || stale;
      if (!left) {
        out.kept.push_back(each);
      } else if (engine.remove(each)) {
        out.removed.push_back(each);
      } else {
        out.failed.push_back(each);
      }
    }
    if (out.failed.empty() || (before != 0 && out.failed.size() >= before)) return out;
    before = out.failed.size();
  }
}

bool this_machine_has_driver() {
  const auto there = [](const char* path) {
    struct stat found {};
    return ::stat(path, &found) == 0;
  };
  return there("/proc/driver/nvidia/version") || there("/dev/nvidiactl") || there("/dev/dxg");
}

}  // namespace cudafit::verify
