#pragma once
// --online: what registries say of the images that files name. Only a flag switches it on, and only
// flags and the user's own configuration say who may be asked.

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "advise/recommendation.h"
#include "cli/flags.h"
#include "project/settings.h"
#include "registry/certificates.h"
#include "registry/client.h"
#include "source/files.h"
#include "source/report.h"

namespace cudafit::cli {

class Online {
 public:
  /// Both have to outlive it.
  Online(const OnlineFlags& flags, const Files& disk);
  Online(const Online&) = delete;
  Online& operator=(const Online&) = delete;
  ~Online();

  /// Somebody asked for it, and it can be done. Else nothing is looked up; what should be is said.
  bool on() const { return client_ != nullptr; }
  /// The flags or the user's configuration are wrong, which was said: nothing should be done then.
  bool broken() const { return broken_; }

  /// Asks for the images that the report names, and puts what there is to know into the builds it
  /// is of. What could not be found out is said.
  void learn(std::span<const Report> reports, std::span<project::FileSettings> settings);
  /// The same for one file, which is analysed for it.
  void learn(const Files& files, project::FileSettings& settings);
  /// What a pull of the images that are shown transfers.
  void weigh(std::vector<advise::Recommendation>& all);

 private:
  struct Known {
    registry::Asked asked;
    registry::Answer answer;
  };

  bool settle(const OnlineFlags& flags);
  bool read_configuration();
  void look_up(std::vector<registry::Asked> asked);
  void say_once(const std::string& line);
  void teach(const Report& report, project::FileSettings& settings) const;
  /// Null where it was not asked for.
  const Known* find(const std::string& reference, const std::string& platform) const;

  const Files& disk_;
  bool broken_ = false;
  registry::Settings settings_;
  registry::Environment environment_ = registry::process_environment();
  std::string day_;  ///< "2026-11-30"
  registry::Surroundings surroundings_;
  /// Shared: only who makes it needs to know how it ends, and WebAssembly makes none.
  std::shared_ptr<registry::Certificates> certificates_;
  std::unique_ptr<registry::Http> http_;
  std::unique_ptr<registry::Logins> logins_;
  std::unique_ptr<registry::Network> network_;
  std::unique_ptr<registry::Cache> cache_;
  std::unique_ptr<registry::Client> client_;
  std::map<std::string, Known> known_;  ///< by reference and platform
  std::set<std::string> said_;
};

}  // namespace cudafit::cli
