// In the place of the annexes where their doors lead nowhere: WebAssembly starts no programs,
// reaches no network and has no threads. What is about files is all there; what is not says so.
// (A build with CUDAFIT_ANNEXES=OFF, which is for checks of our own, has the same words.)

#include "cli/changed.h"
#include "cli/commands.h"
#include "cli/found_host.h"
#include "cli/git.h"
#include "cli/online.h"
#include "cli/output.h"
#include "cli/verify.h"
#include "cli/watch.h"

namespace cudafit::cli {
namespace {

const std::string without = "is not in this cudafit, which is WebAssembly: ";
const std::string no_programs = without + "it starts no other programs";

int missing(const std::string& what) {
  say(what);
  return usage;
}

}  // namespace

int doctor(const DoctorFlags& /*flags*/) { return missing("doctor " + no_programs); }
int verify(const VerifyFlags& /*flags*/) { return missing("verify " + no_programs); }
int watch(const std::function<int(Files&)>& /*run*/) { return missing("--watch " + no_programs); }

std::function<std::optional<facts::Host>()> found_host() {
  return []() -> std::optional<facts::Host> {
    say("--host auto " + no_programs + "; going on without a host");
    return std::nullopt;
  };
}

Result<Changes> changes_since(const std::string& /*root*/, const std::string& /*revision*/) {
  return Failure{"git " + no_programs};
}

std::vector<verify::Request> requests_for(const Files& /*files*/,
                                          const project::FileSettings& /*settings*/,
                                          const VerifyOptions& /*options*/) {
  return {};
}

int try_out_and_say(std::vector<verify::Request> /*requests*/, const VerifyOptions& /*options*/,
                    bool /*for_people*/) {
  return missing("--verify " + no_programs);
}

Online::Online(const OnlineFlags& flags, const Files& disk) : disk_(disk), environment_{} {
  if (flags.online) say("--online " + without + "it reaches no network; going on without");
}
Online::~Online() = default;
void Online::learn(std::span<const Report> /*reports*/,
                   std::span<project::FileSettings> /*settings*/) {}
void Online::learn(const Files& /*files*/, project::FileSettings& /*settings*/) {}
void Online::weigh(std::vector<advise::Recommendation>& /*all*/) {}

}  // namespace cudafit::cli
