#include "recommend/from_nothing.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "matrix/gpu.h"
#include "recommend/judge.h"
#include "recommend/pick.h"
#include "recommend/plan.h"
#include "recommend/ready_images.h"
#include "recommend/words.h"
#include "recommend/write.h"

namespace cudafit::recommend {

namespace {

/// The frameworks, by the member of the request that names one.
struct Framework {
  std::string_view package, flag;
  std::string Request::*version;
  Picks (*picks)(const Request&, const Target&);
};
constexpr Framework frameworks[] = {
    {"torch", "--torch", &Request::torch, torch_picks},
    {"tensorflow", "--tensorflow", &Request::tensorflow, tensorflow_picks},
    {"jax", "--jax", &Request::jax, jax_picks},
};
constexpr Framework cuda_itself{"cuda", "--cuda", &Request::cuda, cuda_picks};

/// What is asked for; CUDA where no framework is.
std::vector<Framework> asked(const Request& request) {
  std::vector<Framework> out;
  for (const Framework& each : frameworks) {
    if (!(request.*each.version).empty()) out.push_back(each);
  }
  if (out.empty() && !request.cuda.empty()) out.push_back(cuda_itself);
  return out;
}

/// Every choice of one pick each that nothing known speaks against, best first; `nearest` says why
/// others are none, of the one that comes furthest.
std::vector<std::vector<Pick>> together(const std::vector<Picks>& all, Clash& nearest) {
  std::vector<std::vector<Pick>> out{{}};
  for (const Picks& picks : all) {
    std::vector<std::vector<Pick>> longer;
    for (const std::vector<Pick>& before : out) {
      for (const Pick& pick : picks.all) {
        Clash first;
        for (const Pick& other : before) {
          if (first.why.empty()) first = clash(other, pick);
        }
        if (!first.why.empty()) {
          if (nearest.why.empty() || nearest.at < first.at) nearest = std::move(first);
          continue;
        }
        longer.push_back(before);
        longer.back().push_back(pick);
      }
    }
    out = std::move(longer);
  }
  return out;
}

Blueprint offer(const Plan& plan, const Target& target, Candidate files, Verdict verdict) {
  Blueprint out;
  out.dockerfile = std::move(files.dockerfile);
  out.compose = std::move(files.compose);
  out.reasons = plan.reasons;
  if (!plan.aged.empty()) out.reasons.push_back("note: " + plan.aged);
  for (const Pick& pick : plan.picks) {
    out.reasons.insert(out.reasons.end(), pick.reasons.begin(), pick.reasons.end());
    if (plan.compiles)
      out.reasons.insert(out.reasons.end(), pick.build_reasons.begin(), pick.build_reasons.end());
    if (const std::string branch = part_of_branch(target, pick.cuda); !branch.empty())
      out.reasons.push_back(
          fmt::format("note: {} is a branch: for CUDA {} it has to be {} or newer of it", branch,
                      pick.cuda_words(), driver_text(oldest_driver(target, pick.cuda))));
  }
  // Two frameworks may have one reason.
  std::set<std::string> told;
  std::erase_if(out.reasons, [&](const std::string& each) { return !told.insert(each).second; });
  if (target_words(target).empty())
    out.reasons.emplace_back(
        "no host is declared: with --driver and --gpu the build is chosen for yours");
  for (std::string& each : verdict.against) out.reasons.push_back("note: " + std::move(each));
  for (std::string& each : verdict.against_compose)
    out.compose_reasons.push_back("note: " + std::move(each));
  return out;
}

Blueprint refuse(std::string problem, bool unmeant) {
  Blueprint out;
  out.problem = std::move(problem);
  out.unmeant = unmeant;
  return out;
}

/// The first plan that the judge lets pass and whose system still gets updates; else the first
/// that can be put up with.
Blueprint try_request(const Request& request, const Judge& judge) {
  Target target;
  if (std::string wrong = read_target(request, target); !wrong.empty())
    return refuse(std::move(wrong), true);
  if (std::string old = strange_to_gpu(target); !old.empty()) return refuse(std::move(old), false);
  std::vector<Picks> picked;
  for (const Framework& each : asked(request)) {
    Picks picks = each.picks(request, target);
    if (picks.all.empty()) return refuse(std::move(picks.why_none), picks.unmeant);
    picked.push_back(std::move(picks));
  }
  Clash nearest;
  std::string against;
  std::string apart;
  std::optional<Blueprint> second;
  for (const std::vector<Pick>& picks : together(picked, nearest)) {
    const std::vector<Plan> all = plans(request, target, picks);
    if (all.empty() && apart.empty()) apart = why_no_plan(request, target, picks);
    for (const Plan& plan : all) {
      Candidate files{write_dockerfile(plan, target), write_compose(plan, target)};
      Verdict verdict = judge(files);
      const bool clean = verdict.against.empty() && verdict.against_compose.empty();
      if (clean && plan.aged.empty())
        return offer(plan, target, std::move(files), std::move(verdict));
      if (against.empty() && !clean)
        against = plan.base + ": " +
                  (verdict.against.empty() ? verdict.against_compose : verdict.against).front();
      if (verdict.tolerable && !second)
        second = offer(plan, target, std::move(files), std::move(verdict));
    }
  }
  if (second) return *second;
  if (!against.empty()) return refuse("nothing fits that could be recommended: " + against, false);
  if (!apart.empty()) return refuse(std::move(apart), false);
  return refuse("these do not go into one environment: " + nearest.why + "; make an image of each",
                false);
}

bool works(const Request& request, const Judge& judge) {
  return try_request(request, judge).problem.empty();
}

/// The nearest of rising versions that would do, the newer one first.
std::vector<std::string> nearest(const Version& wanted, const std::vector<std::string>& versions,
                                 const std::function<bool(const std::string&)>& does) {
  std::vector<std::string> out;
  const auto newer = std::find_if(versions.begin(), versions.end(), [&](const std::string& each) {
    return wanted < *Version::parse(each) && does(each);
  });
  if (newer != versions.end()) out.push_back(*newer);
  const auto older = std::find_if(versions.rbegin(), versions.rend(), [&](const std::string& each) {
    return *Version::parse(each) < wanted && does(each);
  });
  if (older != versions.rend()) out.push_back(*older);
  return out;
}

/// What would do of a framework: other releases of the line of a single one, else other lines.
std::vector<std::string> other_versions(const Request& request, const Framework& framework,
                                        const Judge& judge) {
  const std::string package(framework.package);
  const auto wanted = Version::parse(request.*framework.version);
  if (!wanted) return {};
  const auto does = [&](const std::string& version) {
    Request other = request;
    other.*framework.version = version;
    return works(other, judge);
  };
  std::vector<std::string> lines = lines_of(package);
  const auto its_own = std::find_if(lines.begin(), lines.end(), [&](const std::string& line) {
    return Version::parse(line)->same_line(*wanted);
  });
  if (its_own != lines.end() && wanted->parts > 2) {
    // Releases of one line of CUDA stand in for each other.
    if (framework.package == cuda_itself.package && does(*its_own)) return {*its_own};
    // Of older releases it is often not known for which GPUs they have code: where only the GPUs
    // speak against this one, they are no better.
    Request without_gpus = request;
    for (facts::Host& host : without_gpus.hosts) host.gpus.clear();
    if (framework.package != cuda_itself.package && !works(without_gpus, judge)) {
      std::vector<std::string> near = nearest(*wanted, releases_of_line(package, *wanted), does);
      if (!near.empty()) return near;
    }
  }
  if (its_own != lines.end()) lines.erase(its_own);
  return nearest(*wanted, lines, does);
}

/// The first image with the framework inside that the judge lets pass: of the line that is asked
/// for, or of others.
std::string ready_image(const Request& request, bool of_line, const Judge& judge) {
  Target target;
  if (!read_target(request, target).empty()) return {};
  for (const ReadyImage& each : ready_images(request, target)) {
    if (each.asked != of_line) continue;
    const Verdict verdict =
        judge({write_dockerfile(each.plan, target), write_compose(each.plan, target)});
    if (verdict.tolerable || (verdict.against.empty() && verdict.against_compose.empty()))
      return each.words;
  }
  return {};
}

/// What to ask instead: another Python, another CUDA, another line; whatever would do.
std::vector<std::string> instead(const Request& request, const Judge& judge) {
  std::vector<std::string> out;
  const std::vector<Framework> all = asked(request);
  if (!request.python.empty()) {
    Request other = request;
    other.python.clear();
    if (works(other, judge)) out.emplace_back("leave --python out");
  }
  if (!request.cuda.empty() && all.front().package != "cuda") {
    Request other = request;
    other.cuda.clear();
    if (works(other, judge)) out.emplace_back("leave --cuda out");
  }
  if (std::string image = ready_image(request, true, judge); out.empty() && !image.empty())
    out.push_back(std::move(image));
  for (const Framework& each : all) {
    if (!out.empty()) break;
    for (const std::string& version : other_versions(request, each, judge))
      out.push_back(fmt::format("ask for {} {}", each.flag, version));
  }
  if (out.empty()) {
    if (std::string image = ready_image(request, false, judge); !image.empty())
      out.push_back(std::move(image));
  }
  if (out.empty() && request.compile) {
    Request other = request;
    other.compile = false;
    if (works(other, judge)) out.emplace_back("leave --compile out");
  }
  return out;
}

}  // namespace

Blueprint from_nothing(const Request& request, const Judge& judge) {
  if (asked(request).empty())
    return refuse("say what the image is for: --torch, --tensorflow, --jax or --cuda", true);
  for (const std::string* version : {&request.cuda, &request.python}) {
    if (!version->empty() && !Version::parse(*version))
      return refuse("\"" + *version + "\" is no version, as 12.4 or 3.11 is", true);
  }
  Blueprint out = try_request(request, judge);
  if (out.problem.empty() || out.unmeant) return out;
  const std::vector<std::string> other = instead(request, judge);
  if (!other.empty()) out.problem += "; what would do: " + join(other, ", or ");
  return out;
}

Blueprint from_nothing(const Request& request) {
  Target target;
  if (std::string wrong = read_target(request, target); !wrong.empty())
    return refuse(std::move(wrong), true);
  const std::string platform = target.platform;
  return from_nothing(request, [&](const Candidate& candidate) {
    std::vector<facts::Host> hosts = request.hosts;
    for (facts::Host& host : hosts) {
      if (!host.platform.empty() || target.jetson) host.platform = platform;
    }
    return lint(candidate, hosts, platform);
  });
}

}  // namespace cudafit::recommend
