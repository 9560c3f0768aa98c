#include <algorithm>
#include <array>

#include "terms/ascii.h"
#include "terms/pep440.h"
#include "terms/pep440_parse.h"

namespace cudafit {

namespace {

using Op = Specifier::Op;
using ascii::blank;
using ascii::lower;

/// In the order of Op, so that `===` is looked for by hand before `==`.
constexpr std::array<std::string_view, 8> operators{"~=", "==", "!=", "<=", ">=", "<", ">", "==="};

bool same_folded(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

/// The first `parts` numbers of both are the same, and so is the epoch.
bool same_prefix(const PyVersion& a, const PyVersion& b, std::size_t parts) {
  return a.epoch == b.epoch &&
         std::equal(a.release.begin(), a.release.begin() + static_cast<std::ptrdiff_t>(parts),
                    b.release.begin());
}

/// `>1.0` means a later version: neither a build of 1.0 nor a post-release of it.
bool greater(const PyVersion& candidate, const PyVersion& than) {
  if (pep440::compare_public(candidate, than) <= 0) return false;
  if (than.dev || than.post || pep440::compare_release(candidate, than) != 0) return true;
  return candidate.pre != than.pre || candidate.pre_number != than.pre_number;
}

/// `<1.0` does not mean the pre-releases of 1.0, unless it names one itself.
bool less(const PyVersion& candidate, const PyVersion& than) {
  if (than.is_prerelease()) return candidate < than;
  PyVersion first = than;
  first.dev = 0;
  return candidate < first;
}

std::optional<Op> read_operator(std::string_view text) {
  if (text.starts_with("===")) return Op::arbitrary;
  for (std::size_t i = 0; i < operators.size(); ++i) {
    if (text.starts_with(operators[i])) return static_cast<Op>(i);
  }
  return std::nullopt;
}

/// The version behind the operator, as far as the operator allows it to be written.
bool read_version(Specifier& clause) {
  const std::string_view text = clause.text;
  if (clause.op == Op::arbitrary) {
    if (text.empty()) return false;
    for (const char c : text) {
      if (blank(c) || c == ';' || c == ')') return false;
    }
    if (const auto version = PyVersion::parse(text)) clause.version = *version;
    return true;
  }
  const bool equality = clause.op == Op::equal || clause.op == Op::not_equal;
  const std::size_t size = pep440::parse_prefix(text, equality, clause.version);
  if (size == 0) return false;
  if (clause.op == Op::compatible && clause.version.parts < 2) return false;
  if (size == text.size()) return true;
  clause.wildcard = true;
  const PyVersion& version = clause.version;
  return equality && text.substr(size) == ".*" && !version.is_prerelease() && !version.post &&
         version.local.empty();
}

}  // namespace

std::string_view spelling(Op op) { return operators[static_cast<std::size_t>(op)]; }

bool Specifier::contains(const PyVersion& candidate) const {
  switch (op) {
    case Op::compatible:
      return candidate >= version && same_prefix(candidate, version, version.parts - 1u);
    case Op::equal:
    case Op::not_equal: {
      const bool equal = wildcard                ? same_prefix(candidate, version, version.parts)
                         : version.local.empty() ? pep440::compare_public(candidate, version) == 0
                                                 : candidate == version;
      return equal == (op == Op::equal);
    }
    case Op::less_equal:
      return pep440::compare_public(candidate, version) <= 0;
    case Op::greater_equal:
      return candidate >= version;
    case Op::less:
      return less(candidate, version);
    case Op::greater:
      return greater(candidate, version);
    case Op::arbitrary:
      return same_folded(candidate.text(), text);
  }
  return false;
}

std::optional<Specifiers> Specifiers::parse(std::string_view text) {
  Specifiers out;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string_view piece = pep440::trimmed(text.substr(begin, end - begin));
    if (!piece.empty()) {
      const auto offset = [&](const char* p) {
        return static_cast<std::uint32_t>(p - text.data());
      };
      const std::optional<Op> op = read_operator(piece);
      if (!op) return std::nullopt;
      const std::string_view version = pep440::trimmed(piece.substr(spelling(*op).size()));
      Specifier clause;
      clause.op = *op;
      clause.text = version;
      clause.at = offset(piece.data());
      clause.version_at = offset(version.data());
      if (!read_version(clause)) return std::nullopt;
      out.all.push_back(std::move(clause));
    }
    begin = end + 1;
  }
  return out;
}

bool Specifiers::contains(const PyVersion& candidate, bool prereleases) const {
  if (!prereleases && candidate.is_prerelease() && !names_prerelease()) return false;
  return std::all_of(all.begin(), all.end(),
                     [&](const Specifier& clause) { return clause.contains(candidate); });
}

bool Specifiers::names_prerelease() const {
  return std::any_of(all.begin(), all.end(), [](const Specifier& clause) {
    return clause.op != Op::not_equal && clause.version.is_prerelease();
  });
}

std::optional<PyVersion> Specifiers::exact() const {
  for (const Specifier& clause : all) {
    const bool names_one = (clause.op == Op::equal || clause.op == Op::arbitrary) &&
                           !clause.wildcard && clause.version.parts != 0;
    if (names_one && contains(clause.version, true)) return clause.version;
  }
  return std::nullopt;
}

}  // namespace cudafit
