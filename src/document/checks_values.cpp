// Values that the build reads itself: ports, signals, durations, modes, platforms, sources. What
// holds a variable is not judged.

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "document/checks.h"
#include "read/expand.h"
#include "read/go_text.h"

namespace cudafit::document {

namespace {

using read::Flag;
using read::Instruction;
using read::Keyword;

bool all_of(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == std::string_view::npos;
}

bool port_range(std::string_view text) {
  const std::size_t dash = text.find('-');
  const std::optional<long> first = integer(text.substr(0, dash));
  const auto port = [](std::optional<long> number) {
    return number && *number >= 0 && *number <= 65535;
  };
  if (!port(first)) return false;
  if (dash == std::string_view::npos || text.substr(0, dash) == text.substr(dash + 1)) return true;
  const std::optional<long> last = integer(text.substr(dash + 1));
  return port(last) && *last >= *first;
}

/// Why the build cannot read `[host:]port[-port][/protocol]`; empty when it can.
std::string port_error(std::string_view written) {
  const std::size_t colon = written.rfind(':');
  const std::string_view port =
      colon == std::string_view::npos ? written : written.substr(colon + 1);
  const std::size_t slash = port.find('/');
  const std::string protocol =
      slash == std::string_view::npos ? "" : read::to_lower(port.substr(slash + 1));
  if (!protocol.empty() && protocol != "tcp" && protocol != "udp" && protocol != "sctp")
    return fmt::format("there is no protocol {}; ports are tcp, udp or sctp", protocol);
  if (!port_range(port.substr(0, slash)))
    return fmt::format("{} is no port; ports are numbers from 0 to 65535, or ranges like 8000-8010",
                       written);
  if (colon == std::string_view::npos) return {};
  const std::string_view front = written.substr(0, colon);
  const std::size_t host = front.rfind(':');
  const std::string_view published =
      host == std::string_view::npos ? front : front.substr(host + 1);
  if (published.empty() || port_range(published)) return {};
  return fmt::format("{} is no port of the host", published);
}

std::optional<BuildError> expose_error(const Instruction& instruction) {
  const read::Lookup nothing = [](std::string_view) { return std::nullopt; };
  for (const Text& argument : instruction.arguments) {
    if (argument.value.find_first_of("$\\`") != std::string::npos) continue;
    const read::WordsExpansion expansion = read::expand_words(argument, '\\', nothing);
    if (!expansion.error.empty()) return BuildError{argument.around(), expansion.error};
    for (const Text& word : expansion.words) {
      std::string message = port_error(word.value);
      if (!message.empty()) return BuildError{argument.around(), std::move(message)};
    }
  }
  return std::nullopt;
}

bool signal(std::string_view written) {
  static constexpr std::array<std::string_view, 38> names{
      "ABRT",   "ALRM",  "BUS",  "CHLD", "CLD",   "CONT",  "FPE",  "HUP",  "ILL",  "INT",
      "IO",     "IOT",   "KILL", "PIPE", "POLL",  "PROF",  "PWR",  "QUIT", "SEGV", "STKFLT",
      "STOP",   "SYS",   "TERM", "TRAP", "TSTP",  "TTIN",  "TTOU", "URG",  "USR1", "USR2",
      "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX", "EMT",  "INFO"};
  if (all_of(written, "+-0123456789")) {
    const std::optional<long> number = integer(written);
    return number && *number != 0;
  }
  std::string name = read::to_lower(written);
  for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  std::string_view rest = name;
  if (rest.starts_with("SIG")) rest.remove_prefix(3);
  if (rest.starts_with("RTMIN+") || rest.starts_with("RTMAX-")) {
    const std::optional<long> offset = integer(rest.substr(6));
    return offset && *offset >= 1 && *offset <= 15;
  }
  return std::find(names.begin(), names.end(), rest) != names.end();
}

bool heredoc_word(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
  if (!text.starts_with("<<")) return false;
  text.remove_prefix(text.starts_with("<<-") ? 3 : 2);
  return !text.empty() && text.find('<') == std::string_view::npos;
}

/// May be a mode: an octal number, or clauses as chmod has them.
bool mode(std::string_view text) {
  if (text.empty() || text.find_first_of("$\"'\\") != std::string_view::npos) return true;
  if (text[0] >= '0' && text[0] <= '9') {
    const std::size_t zeros = std::min(text.find_first_not_of('0'), text.size());
    return text.size() - zeros <= 4 && all_of(text, "01234567");
  }
  while (true) {
    const std::string_view clause = text.substr(0, text.find(','));
    const std::size_t who = std::min(clause.find_first_not_of("ugoa"), clause.size());
    if (clause.substr(who).find_first_of("+-=") != 0 || !all_of(clause.substr(who), "+-=rwxXstugo"))
      return false;
    if (clause.size() == text.size()) return true;
    text.remove_prefix(clause.size() + 1);
  }
}

std::optional<BuildError> copy_error(const Instruction& instruction) {
  const std::string_view name = read::name(instruction.keyword);
  const Text& destination = instruction.arguments.back();
  if (heredoc_word(destination.value)) {
    return BuildError{destination.around(),
                      fmt::format("a heredoc is a source; {} needs a destination behind it", name)};
  }
  for (const Flag& flag : instruction.flags) {
    if (flag.name() == "chmod" && !mode(flag.value().value))
      return BuildError{flag.span,
                        "--chmod is an octal number from 0 to 7777, or like u=rwx,go=rx"};
  }
  if (instruction.keyword == Keyword::add) return std::nullopt;
  for (const Text& source : instruction.arguments) {
    if (&source == &destination) break;
    if (source.value.starts_with("http://") || source.value.starts_with("https://"))
      return BuildError{source.around(), "COPY does not download; ADD does"};
  }
  return std::nullopt;
}

std::optional<BuildError> platform_error(const Instruction& instruction) {
  static constexpr std::string_view known =
      " aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 "
      "solaris windows zos macos 386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 "
      "mips mipsle mips64 mips64le mips64p32 mips64p32le ppc riscv riscv64 s390 s390x sparc "
      "sparc64 wasm i386 x86_64 x86-64 aarch64 armhf armel ";
  for (const Flag& flag : instruction.flags) {
    const std::string platform = read::to_lower(flag.value().value);
    // Parentheses hold versions; those are left alone.
    if (platform.empty() || platform.find_first_of("$(\"'\\") != std::string::npos) continue;
    const std::size_t system = std::min(platform.find('/'), platform.size());
    const auto slashes = std::count(platform.begin(), platform.end(), '/');
    const bool odd = !all_of(platform, "abcdefghijklmnopqrstuvwxyz0123456789-_./") ||
                     platform.find('.') < system;
    const bool hollow = platform.front() == '/' || platform.back() == '/' ||
                        platform.find("//") != std::string::npos;
    const bool alone = slashes == 0 && known.find(" " + platform + " ") == std::string_view::npos;
    if (odd || hollow || alone || slashes > 2)
      return BuildError{flag.span, fmt::format("{} is no platform; write it like linux/amd64",
                                               flag.value().value)};
  }
  return std::nullopt;
}

}  // namespace

std::optional<BuildError> value_error(const Instruction& instruction) {
  switch (instruction.keyword) {
    case Keyword::add:
    case Keyword::copy:
      return copy_error(instruction);
    case Keyword::expose:
      return expose_error(instruction);
    case Keyword::from:
      return platform_error(instruction);
    case Keyword::healthcheck:
      return timing_error(instruction);
    case Keyword::stopsignal: {
      const Text& argument = instruction.arguments.front();
      if (argument.value.find_first_of("$\"'\\`") != std::string::npos || signal(argument.value))
        return std::nullopt;
      return BuildError{argument.around(), fmt::format("there is no signal {}", argument.value)};
    }
    case Keyword::volume:
      for (const Text& argument : instruction.arguments) {
        const std::string_view value = argument.value;
        if (value.find_first_not_of(" \t\n\r\v\f") != std::string_view::npos && value != "\"\"" &&
            value != "''")
          continue;
        return BuildError{argument.empty() ? instruction.word.around() : argument.around(),
                          "the path of a volume is not empty"};
      }
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

}  // namespace cudafit::document
