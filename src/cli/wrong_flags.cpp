// What nobody can mean, in words.

#include "cli/wrong_flags.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "print/escape.h"
#include "project/hosts.h"
#include "source/nearest.h"

namespace cudafit::cli {

std::string wrong_build(const Words& words, const project::BuildChoices& build) {
  for (const std::string& argument : words.build_args) {
    if (argument.empty() || argument.front() == '=')
      return "--build-arg needs a name: " + in_quotes(argument);
  }
  const std::string wrong = build.platform ? project::wrong_platform(*build.platform) : "";
  return wrong.empty() ? wrong : "--platform " + wrong;
}

std::string wrong_trying(VerifyOptions& options) {
  const bool any = !options.engine.empty() || options.pull || options.build || options.dry_run ||
                   options.compile || !options.limit.empty();
  if (any && !options.wanted)
    return "--engine, --pull, --build, --dry-run, --time-limit and --verify-compile are about "
           "--verify";
  if (options.engine == "auto") options.engine.clear();
  if (options.engine == "local" && options.build)
    return "--build needs a container engine, and --engine local is none";
  const bool digits = options.limit.find_first_not_of("0123456789") == std::string::npos;
  if (!digits || options.limit.size() > 4 || (!options.limit.empty() && options.limit[0] == '0'))
    return "--time-limit is a number of seconds, up to 9999: " + in_quotes(options.limit);
  return "";
}

std::string wrong_together(const CheckFlags& flags, bool standard_input) {
  const std::pair<const char*, bool> modes[] = {
      {"--fix", flags.fix},
      {"--diff", flags.diff},
      {"--add-ignore", !flags.add_ignore.empty()},
      {"--write-baseline", !flags.write_baseline.empty()},
      {"--baseline", !flags.baseline.empty() && !flags.write_baseline.empty()},
      {"--watch", flags.watch}};
  if (flags.watch && flags.verify.wanted) return "--watch and --verify exclude each other";
  const char* first = nullptr;
  for (const auto& [name, given] : modes) {
    // A diff of the fixes, suggested ones too, is --diff with --unsafe-fixes.
    if (!given || (name == std::string_view("--diff") && flags.fix)) continue;
    if (first != nullptr) return std::string(first) + " and " + name + " exclude each other";
    first = name;
  }
  if (print::escape(flags.add_ignore) != flags.add_ignore)
    return "--add-ignore: the reason has characters that are not seen: " +
           in_quotes(flags.add_ignore);
  if (!standard_input) return "";
  for (const auto& [name, given] :
       {std::pair("--add-ignore", !flags.add_ignore.empty()),
        std::pair("--changed-since", !flags.changed_since.empty()),
        std::pair("--watch", flags.watch), std::pair("--build", flags.verify.build)}) {
    if (given) return std::string(name) + " is about files, not standard input";
  }
  return "";
}

std::string settle_online(const Words& words, const CLI::App& app, OnlineFlags& flags) {
  for (const char* const name :
       {"--private-registry", "--insecure-registry", "--registry-mirror", "--registry-timeout"}) {
    const CLI::Option* const option = app.get_option_no_throw(name);
    if (!flags.online && option != nullptr && option->count() > 0)
      return std::string(name) + " is about --online";
  }
  const std::string& text = words.registry_timeout;
  if (text.empty()) return {};
  const char* const last = text.data() + text.size();
  const auto read = std::from_chars(text.data(), last, flags.timeout);
  const bool fine =
      read.ec == std::errc() && read.ptr == last && flags.timeout >= 1 && flags.timeout <= 600;
  return fine ? "" : "--registry-timeout is a number of seconds, from 1 to 600";
}

std::string wrong_subject(const Words& words, const CheckFlags& flags) {
  for (const auto& [name, value] :
       {std::pair("--repository", &flags.repository), std::pair("--host-name", &words.host_name)}) {
    if (print::escape(*value) != *value)
      return std::string(name) + " has characters that are not seen: " + in_quotes(*value);
  }
  // Such as the address that a runner clones from. Reports are handed around.
  const std::size_t scheme = flags.repository.find("://");
  if (scheme != std::string::npos &&
      flags.repository.substr(scheme + 3, flags.repository.find('/', scheme + 3) - scheme - 3)
              .find('@') != std::string::npos)
    return "--repository: the address says who asks; leave out what stands before the @";
  if (!words.host_name.empty() && !flags.choices.host.given)
    return "--host-name is about --driver, --gpu or --host";
  if (!flags.repository.empty() && flags.format && *flags.format != Format::json &&
      *flags.format != Format::sarif)
    return "--repository is about --format json and --format sarif";
  return "";
}

std::string settle_top(const Words& words, MergeFlags& flags) {
  if (words.top.empty()) return {};
  const char* const last = words.top.data() + words.top.size();
  const auto read = std::from_chars(words.top.data(), last, flags.top);
  const bool fine = read.ec == std::errc() && read.ptr == last && flags.top <= 100'000;
  return fine ? "" : "--top is a number of rows, up to 100000: " + in_quotes(words.top);
}

}  // namespace cudafit::cli
