// The values of RUN --mount, --network and --security.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "document/checks.h"
#include "read/go_text.h"
#include "source/nearest.h"

namespace cudafit::document {

namespace {

constexpr std::array<std::string_view, 19> option_names{
    "type", "from", "source", "target", "readonly",    "id", "sharing", "required",  "size", "mode",
    "uid",  "gid",  "src",    "dst",    "destination", "ro", "rw",      "readwrite", "env"};
constexpr std::array<std::string_view, 5> mount_types{"bind", "cache", "tmpfs", "secret", "ssh"};
constexpr std::array<std::string_view, 3> sharing_modes{"shared", "private", "locked"};
constexpr std::array<std::string_view, 3> networks{"default", "none", "host"};
constexpr std::array<std::string_view, 2> securities{"sandbox", "insecure"};

template <class Names>
bool among(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool boolean(std::string_view text) {
  static constexpr std::array<std::string_view, 12> words{"1", "t", "T", "TRUE",  "true",  "True",
                                                          "0", "f", "F", "FALSE", "false", "False"};
  return among(words, text);
}

/// What the build would make a 32 bit number of.
bool number(std::string_view text, char last_digit) {
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return c >= '0' && c <= last_digit;
  });
  const std::size_t zeros = std::min(text.find_first_not_of('0'), text.size());
  if (!digits || text.size() - zeros > 11) return false;
  std::uint64_t value = 0;
  for (const char c : text)
    value = value * static_cast<std::uint64_t>(last_digit - '0' + 1) +
            static_cast<std::uint64_t>(c - '0');
  return value <= 0xFFFFFFFFu;
}

bool variable(std::string_view value) { return value.find('$') != std::string_view::npos; }

/// The options of one --mount, read in order as the build does.
class Mount {
 public:
  std::optional<BuildError> read(const Text& options) {
    if (options.value.find_first_of("\"\\'") != std::string::npos) return std::nullopt;
    if (options.empty()) return BuildError{{}, "--mount needs options: --mount=type=cache,..."};
    for (std::size_t at = 0; at <= options.size();) {
      const std::size_t comma = std::min(options.value.find(',', at), options.size());
      const Text option = options.slice(at, comma);
      std::string message = read_option(option.value);
      if (!message.empty()) {
        const Text place = option.empty() ? options : option;
        return BuildError{place.around(), std::move(message)};
      }
      at = comma + 1;
    }
    std::string message = together();
    if (message.empty()) return std::nullopt;
    return BuildError{options.around(), std::move(message)};
  }

 private:
  std::string read_option(std::string_view option) {
    const std::size_t equals = option.find('=');
    const std::string key = read::to_lower(option.substr(0, equals));
    if (equals == std::string_view::npos) return read_word(key, option);
    const std::string_view value = option.substr(equals + 1);
    if (!among(option_names, key)) {
      const std::string_view meant = nearest(key, option_names);
      return fmt::format("--mount has no option {}{}", key,
                         meant.empty() ? "" : fmt::format("; did you mean {}?", meant));
    }
    if (key == "required" && known_type_ && !secret_or_ssh()) return misplaced(key);
    if (key == "size" && known_type_ && type_ != "tmpfs") return misplaced(key);
    if (key == "from") {
      from_ = true;
      const std::size_t dollar = value.find('$');
      if (dollar != std::string_view::npos && dollar + 1 != value.size())
        return "from= takes no variables; give the image a stage of its own and name that";
      return {};
    }
    return read_value(key, value);
  }

  /// An option without `=`.
  std::string read_word(std::string_view key, std::string_view option) const {
    if (key == "readonly" || key == "ro" || key == "readwrite" || key == "rw") return {};
    if (key == "required") {
      return known_type_ && !secret_or_ssh() ? misplaced(key) : std::string();
    }
    if (option.empty())
      return "--mount has an empty option: a comma too many, or a blank behind it";
    return fmt::format("the option {} of --mount needs a value: {}=VALUE", option, option);
  }

  std::string read_value(std::string_view key, std::string_view value) {
    if (variable(value)) {
      if (key == "type") known_type_ = false;
      vague_ = true;
      return {};
    }
    const auto wrong = [&](std::string_view wants) {
      return fmt::format("{}= is {}, not {}", key, wants, value.empty() ? "empty" : value);
    };
    if (key == "type") return read_type(value);
    if (key == "source" || key == "src") source_ = !value.empty();
    if (key == "target" || key == "dst" || key == "destination") {
      target_ = !value.empty();
      root_ = value == "/";
    }
    if (key == "id") id_ = !value.empty();
    const bool flag = key == "readonly" || key == "ro" || key == "readwrite" || key == "rw";
    if ((flag || key == "required") && !boolean(value)) return wrong("true or false");
    if (key == "sharing") {
      if (!among(sharing_modes, read::to_lower(value))) return wrong("shared, private or locked");
      sharing_ = true;
    }
    if (key == "mode" && !number(value, '7')) return wrong("an octal number");
    if ((key == "uid" || key == "gid") && !number(value, '9')) return wrong("a number");
    if (key == "mode" || key == "uid" || key == "gid") owner_ = key;
    if (key == "size" && value.find_first_of("0123456789") == std::string_view::npos)
      return wrong("a size");
    return {};
  }

  std::string read_type(std::string_view value) {
    const std::string type = read::to_lower(value);
    if (!among(mount_types, type)) {
      const std::string_view meant = nearest(type, mount_types);
      return fmt::format("there is no mount of type {}{}", value.empty() ? "\"\"" : value,
                         meant.empty() ? "" : fmt::format("; did you mean {}?", meant));
    }
    type_ = type;
    known_type_ = true;
    return {};
  }

  /// What the options may not be together.
  std::string together() const {
    if (!known_type_) return {};
    const bool owned = secret_or_ssh() || type_ == "cache";
    if (!owner_.empty() && !owned) return misplaced(owner_);
    if (type_ == "secret") {
      if (from_) return misplaced("from");
      if (!source_ && !target_ && !id_ && !vague_) return "a secret mount needs an id or a target";
      if (source_ && id_) return "a secret mount takes an id or a source, not both";
    }
    if (sharing_ && type_ != "cache") return misplaced("sharing");
    if (type_ == "ssh" && source_) return misplaced("source");
    if (root_ && !secret_or_ssh()) return "nothing can be mounted at /";
    return {};
  }

  bool secret_or_ssh() const { return type_ == "secret" || type_ == "ssh"; }
  std::string misplaced(std::string_view key) const {
    return fmt::format("{}= does not go with a mount of type {}", key, type_);
  }

  std::string type_ = "bind";
  bool known_type_ = true;  ///< no variable in it
  bool vague_ = false;      ///< some value holds a variable
  bool from_ = false, source_ = false, target_ = false, id_ = false, sharing_ = false,
       root_ = false;
  std::string owner_;  ///< mode, uid or gid, when given
};

}  // namespace

std::optional<BuildError> run_error(const read::Instruction& instruction) {
  for (const read::Flag& flag : instruction.flags) {
    const Text value = flag.value();
    if (flag.name() == "mount") {
      std::optional<BuildError> error = Mount().read(value);
      if (error && !error->span) error->span = flag.span;
      if (error) return error;
    }
    if (flag.name() == "network" && !among(networks, value.value))
      return BuildError{flag.span, "--network is default, none or host"};
    if (flag.name() == "security" && !among(securities, value.value))
      return BuildError{flag.span, "--security is sandbox or insecure"};
  }
  return std::nullopt;
}

}  // namespace cudafit::document
