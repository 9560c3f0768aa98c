#include "cli/online.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "cli/output.h"
#include "facts/image_reference.h"
#include "programs/program.h"
#include "project/run.h"
#include "read/online_config.h"
#include "registry/engine_settings.h"
#include "registry/image_facts.h"
#include "source/nearest.h"
#include "source/sources.h"

namespace cudafit::cli {
namespace {

constexpr std::string_view usual_platform = "linux/amd64";

std::string today() {
  using namespace std::chrono;
  const year_month_day date(floor<days>(system_clock::now()));
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::int64_t seconds_now() {
  using namespace std::chrono;
  return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

std::string platform_or_usual(const std::string& platform) {
  return platform.empty() ? std::string(usual_platform) : platform;
}

std::string key_of(const facts::ImageReference& image, const std::string& platform) {
  return image.text() + " " + platform;
}

/// Why this is no host of a registry; empty when it is one.
std::string wrong_host(const std::string& host) {
  if (registry::server(host, true)) return {};
  return in_quotes(host) + " is no host of a registry, such as registry.corp or lab.example:5000";
}

/// Why the settings cannot be meant; empty when they can.
std::string wrong_settings(const registry::Settings& settings) {
  for (const std::vector<std::string>* const hosts : {&settings.insecure, &settings.inside}) {
    for (const std::string& host : *hosts) {
      if (std::string wrong = wrong_host(host); !wrong.empty()) return wrong;
    }
  }
  for (const auto& [host, url] : settings.mirrors) {
    if (std::string wrong = wrong_host(host); !wrong.empty()) return wrong;
    const auto read = registry::parse_url(url);
    if (!read || read->target.find('?') != std::string::npos)
      return "a mirror has an address, such as https://mirror.corp, not " + in_quotes(url);
  }
  for (const auto& [host, other] : settings.realms) {
    for (const std::string* const each : {&host, &other}) {
      if (std::string wrong = wrong_host(*each); !wrong.empty()) return wrong;
    }
  }
  return {};
}

}  // namespace

Online::Online(const OnlineFlags& flags, const Files& disk) : disk_(disk) {
  if (!flags.online) return;
  broken_ = !read_configuration() || !settle(flags);
  if (broken_) return;
  const auto tell = [](const std::string& line) { say("online: " + line); };
  for (const std::string& problem : registry::add_engine_settings(disk_, environment_, settings_))
    tell(problem);
  Result<std::unique_ptr<registry::Http>> http = registry::real_http(programs::run, environment_);
  if (!http) {
    say("--online: " + http.error());
    return;
  }
  day_ = today();
  http_ = std::move(*http);
  surroundings_ =
      registry::real_surroundings([](const std::string& host) { say("online: asking " + host); });
  logins_ = std::make_unique<registry::Logins>(disk_, environment_, programs::run);
  for (const std::string& problem : logins_->problems()) tell(problem);
  certificates_ = std::make_shared<registry::Certificates>(disk_, environment_, tell);
  surroundings_.tls_files = [this](const registry::Url& url) { return certificates_->of(url); };
  network_ = std::make_unique<registry::Network>(*http_, settings_, *logins_, surroundings_);
  cache_ = std::make_unique<registry::Cache>(environment_, seconds_now);
  client_ =
      std::make_unique<registry::Client>(*network_, *logins_, settings_, *cache_, surroundings_);
}

Online::~Online() {
  if (cache_) cache_->tidy();
}

bool Online::read_configuration() {
  const std::string folder = registry::configuration_folder(environment_);
  if (folder.empty()) return true;
  const std::string path = folder + "/cudafit/config.toml";
  if (disk_.kind(path) == FileKind::missing) return true;
  const Result<std::string> bytes = disk_.read(path);
  if (!bytes) {
    say(path + ": " + bytes.error());
    return false;
  }
  read::ParsedOnlineConfig parsed = read::parse_online_config(0, *bytes);
  for (const read::ConfigError& error : parsed.errors) {
    const Position at = LineMap(*bytes).position(error.span.begin);
    say(fmt::format("{}:{}:{}: {}", path, at.line, at.column, error.message));
  }
  settings_.insecure = std::move(parsed.config.insecure_registries);
  settings_.inside = std::move(parsed.config.private_registries);
  settings_.mirrors = std::move(parsed.config.mirrors);
  settings_.realms = std::move(parsed.config.tokens);
  if (parsed.config.timeout) settings_.limit = std::chrono::seconds(*parsed.config.timeout);
  if (!parsed.errors.empty()) return false;
  const std::string wrong = wrong_settings(settings_);
  if (!wrong.empty()) say(path + ": " + wrong);
  return wrong.empty();
}

bool Online::settle(const OnlineFlags& flags) {
  registry::Settings given;
  given.insecure = flags.insecure;
  given.inside = flags.inside;
  for (const std::string& mirror : flags.mirrors) {
    const std::size_t equals = mirror.find('=');
    if (equals == std::string::npos) {
      say("--registry-mirror is HOST=URL, as in docker.io=https://mirror.corp, not " +
          in_quotes(mirror));
      return false;
    }
    given.mirrors.emplace_back(mirror.substr(0, equals), mirror.substr(equals + 1));
  }
  if (const std::string wrong = wrong_settings(given); !wrong.empty()) {
    say(wrong);
    return false;
  }
  // Flags go before: the first mirror is the first that is asked.
  const auto put_before = [](auto& into, auto& more) {
    more.insert(more.end(), into.begin(), into.end());
    into = std::move(more);
  };
  put_before(settings_.insecure, given.insecure);
  put_before(settings_.inside, given.inside);
  put_before(settings_.mirrors, given.mirrors);
  if (flags.timeout > 0) settings_.limit = std::chrono::seconds(flags.timeout);
  return true;
}

void Online::say_once(const std::string& line) {
  if (said_.insert(line).second) say(line);
}

const Online::Known* Online::find(const std::string& reference, const std::string& platform) const {
  const Result<facts::ImageReference> image = facts::image_reference(reference);
  if (!image) return nullptr;
  const auto found = known_.find(key_of(*image, platform_or_usual(platform)));
  return found == known_.end() ? nullptr : &found->second;
}

void Online::look_up(std::vector<registry::Asked> wanted) {
  std::map<std::string, registry::Asked> each;
  for (registry::Asked& one : wanted) {
    const std::string key = key_of(one.image, one.platform);
    const auto known = known_.find(key);
    if (known != known_.end() && (known->second.asked.contents || !one.contents)) continue;
    registry::Asked& asked = each.try_emplace(key, one).first->second;
    asked.contents = asked.contents || one.contents;
  }
  std::vector<registry::Asked> asked;
  for (auto& [key, one] : each) asked.push_back(std::move(one));
  std::vector<registry::Answer> answers = registry::look_up(*client_, asked);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (!answers[i].why.empty())
      say_once("online: " + asked[i].image.text() + ": " + answers[i].why);
    std::string key = key_of(asked[i].image, asked[i].platform);
    known_.insert_or_assign(std::move(key), Known{std::move(asked[i]), std::move(answers[i])});
  }
}

void Online::learn(std::span<const Report> reports, std::span<project::FileSettings> settings) {
  if (!on()) return;
  std::vector<registry::Asked> asked;
  for (const Report& report : reports) {
    for (const NamedImage& image : report.images) {
      const Result<facts::ImageReference> name = facts::image_reference(image.reference);
      if (name) asked.push_back({*name, platform_or_usual(image.platform), !image.described});
    }
  }
  look_up(std::move(asked));
  for (std::size_t i = 0; i < reports.size(); ++i) teach(reports[i], settings[i]);
}

void Online::learn(const Files& files, project::FileSettings& settings) {
  if (!on()) return;
  learn(project::analyze_all(files, {&settings, 1}, false), {&settings, 1});
}

void Online::teach(const Report& report, project::FileSettings& settings) const {
  for (Build& build : settings.builds) {
    const std::string own = platform_or_usual(build.options.platform);
    // What was asked for the platform of the build counts before what was asked for others.
    for (const bool for_own : {true, false}) {
      for (const NamedImage& image : report.images) {
        const Known* const known = find(image.reference, image.platform);
        if (known == nullptr || (known->asked.platform == own) != for_own) continue;
        if (auto said = registry::existence(known->asked, known->answer, day_))
          build.registry.push_back(std::move(*said));
        if (image.described) continue;
        if (auto said = registry::described(known->asked, known->answer, day_))
          build.images.push_back(std::move(*said));
      }
    }
  }
}

void Online::weigh(std::vector<advise::Recommendation>& all) {
  if (!on()) return;
  std::vector<advise::ImageSummary*> shown;
  for (advise::Recommendation& each : all) {
    for (advise::StageAdvice& stage : each.stages) {
      shown.push_back(&stage.now);
      for (advise::Offer& offer : stage.offers) shown.push_back(&offer.image);
    }
  }
  std::vector<registry::Asked> asked;
  for (const advise::ImageSummary* const image : shown) {
    const Result<facts::ImageReference> name = facts::image_reference(image->name);
    if (name) asked.push_back({*name, std::string(usual_platform), true});
  }
  look_up(std::move(asked));
  for (advise::ImageSummary* const image : shown) {
    const Known* const known = find(image->name, "");
    const std::string size = known == nullptr ? "" : registry::size_words(known->answer.compressed);
    if (size.empty()) continue;
    image->size = size + " compressed, by the registry";
    std::erase_if(image->sources,
                  [](const Note& note) { return note.message.starts_with("size: "); });
    image->sources.push_back(
        {"size: the layers that a pull transfers", {}, known->answer.registry + ", " + day_});
  }
}

}  // namespace cudafit::cli
