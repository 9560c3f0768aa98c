// The flags of instructions: every one that a released frontend knows, the experimental ones too.

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>
#include <vector>

#include "document/checks.h"
#include "read/go_text.h"
#include "source/nearest.h"

namespace cudafit::document {

namespace {

using read::Flag;
using read::Keyword;

enum class Takes : std::uint8_t {
  boolean,  ///< nothing, true or false
  value,
  values,  ///< may be written several times
};

struct KnownFlag {
  std::string_view name;
  Takes takes;
};

constexpr KnownFlag add_flags[] = {
    {"chown", Takes::value},          {"chmod", Takes::value},    {"link", Takes::boolean},
    {"keep-git-dir", Takes::boolean}, {"checksum", Takes::value}, {"unpack", Takes::boolean},
    {"exclude", Takes::values},
};
constexpr KnownFlag copy_flags[] = {
    {"from", Takes::value},   {"chown", Takes::value},     {"chmod", Takes::value},
    {"link", Takes::boolean}, {"parents", Takes::boolean}, {"exclude", Takes::values},
};
constexpr KnownFlag from_flags[] = {{"platform", Takes::value}};
constexpr KnownFlag healthcheck_flags[] = {
    {"interval", Takes::value},       {"timeout", Takes::value}, {"start-period", Takes::value},
    {"start-interval", Takes::value}, {"retries", Takes::value},
};
constexpr KnownFlag run_flags[] = {
    {"mount", Takes::values},
    {"network", Takes::value},
    {"security", Takes::value},
    {"device", Takes::values},
};

std::span<const KnownFlag> flags_of(Keyword keyword) {
  switch (keyword) {
    case Keyword::add:
      return add_flags;
    case Keyword::copy:
      return copy_flags;
    case Keyword::from:
      return from_flags;
    case Keyword::healthcheck:
      return healthcheck_flags;
    case Keyword::run:
      return run_flags;
    default:
      return {};
  }
}

/// The build never looks at the flags of these.
bool flags_ignored(const read::Instruction& instruction) {
  return instruction.keyword == Keyword::arg || instruction.keyword == Keyword::stopsignal ||
         (instruction.keyword == Keyword::healthcheck && !instruction.arguments.empty() &&
          read::to_lower(instruction.arguments.front().value) == "none");
}

std::string unknown_flag(Keyword keyword, std::string_view name) {
  const std::string_view instruction = read::name(keyword);
  const std::span<const KnownFlag> known = flags_of(keyword);
  if (known.empty())
    return fmt::format("{} has no flags, but --{} is read as one", instruction, name);
  std::vector<std::string_view> names;
  for (const KnownFlag& flag : known) names.push_back(flag.name);
  const std::string_view meant = nearest(name, names);
  return fmt::format("{} has no flag --{}{}", instruction, name,
                     meant.empty() ? "" : fmt::format("; did you mean --{}?", meant));
}

std::optional<BuildError> bad_value(const Flag& flag, Takes takes) {
  const std::string_view name = flag.name();
  const Text value = flag.value();
  if (takes != Takes::boolean) {
    if (flag.has_value()) return std::nullopt;
    return BuildError{flag.span, fmt::format("--{0} needs a value: --{0}=VALUE", name)};
  }
  const std::string lower = read::to_lower(value.value);
  if (!flag.has_value() || lower == "true" || lower == "false") return std::nullopt;
  return BuildError{flag.span, fmt::format("--{} is true or false{}", name,
                                           lower.empty() ? "" : ", not " + value.value)};
}

}  // namespace

std::optional<BuildError> flag_error(const read::Instruction& instruction) {
  if (flags_ignored(instruction)) return std::nullopt;
  const std::span<const KnownFlag> known = flags_of(instruction.keyword);
  std::set<std::string_view> seen;
  for (const Flag& flag : instruction.flags) {
    const auto found = std::find_if(known.begin(), known.end(), [&](const KnownFlag& each) {
      return each.name == flag.name();
    });
    if (found == known.end())
      return BuildError{flag.span, unknown_flag(instruction.keyword, flag.name())};
    if (!seen.insert(found->name).second && found->takes != Takes::values)
      return BuildError{flag.span, fmt::format("--{} is written twice", found->name)};
    if (auto error = bad_value(flag, found->takes)) return error;
  }
  return std::nullopt;
}

}  // namespace cudafit::document
