#pragma once
// Versions and version specifiers of Python packages, as PEP 440 defines them and pip compares
// them.

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cudafit {

/// What kind of pre-release a version is, in the order in which they come.
enum class PreRelease : std::uint8_t { alpha, beta, candidate, none };

/// A version of a Python package: 2.0.1+cu118, 1.13.0rc2, 2!1.0.post1.dev3.
struct PyVersion {
  static constexpr std::size_t max_release = 8;

  std::uint64_t epoch = 0;
  std::array<std::uint64_t, max_release> release{};  ///< numbers not written are zero
  std::uint8_t parts = 0;                            ///< how many of `release` were written
  PreRelease pre = PreRelease::none;
  std::uint64_t pre_number = 0;
  std::optional<std::uint64_t> post;
  std::optional<std::uint64_t> dev;
  /// The local label, normalized: "cu118", "cu121.with.pypi.cudnn"; empty when there is none.
  std::string local;

  /// All spellings PEP 440 allows (`v1.0`, `1.0-alpha_1`, `1.0-1`, surrounding blanks); nothing for
  /// any other text, for more than `max_release` numbers, and for numbers beyond 18 digits.
  static std::optional<PyVersion> parse(std::string_view text);

  /// The normalized spelling. Zeros at the end stay as they were written.
  std::string text() const;
  /// The same without the local label.
  PyVersion public_version() const;
  /// Only epoch and release numbers.
  PyVersion base_version() const;
  /// The release number at `index`; zero when it was not written.
  std::uint64_t number(std::size_t index) const { return index < parts ? release[index] : 0; }
  std::uint64_t major() const { return number(0); }
  std::uint64_t minor() const { return number(1); }
  /// An alpha, beta, release candidate or development version.
  bool is_prerelease() const { return pre != PreRelease::none || dev.has_value(); }

  /// The order of PEP 440, local labels included; 1.0 equals 1.0.0.
  friend std::strong_ordering operator<=>(const PyVersion& a, const PyVersion& b);
  friend bool operator==(const PyVersion& a, const PyVersion& b) { return (a <=> b) == 0; }
};

/// One clause of a version specifier: `>=2.0`, `==2.1.*`.
struct Specifier {
  enum class Op : std::uint8_t {
    compatible,     ///< ~=
    equal,          ///< ==
    not_equal,      ///< !=
    less_equal,     ///< <=
    greater_equal,  ///< >=
    less,           ///< <
    greater,        ///< >
    arbitrary,      ///< ===, compares the text
  };

  Op op = Op::equal;
  bool wildcard = false;         ///< the version ends in `.*`; only with == and !=
  PyVersion version;             ///< without the wildcard; `parts` is 0 when === names no version
  std::string text;              ///< the version as written, wildcard included
  std::uint32_t at = 0;          ///< where the operator stands in the text that was parsed
  std::uint32_t version_at = 0;  ///< where the version stands; it has text.size() bytes

  /// Whether the version satisfies this clause; pre-releases are versions like any other here.
  bool contains(const PyVersion& candidate) const;
};

/// "==", "~=", ...
std::string_view spelling(Specifier::Op op);

/// The clauses of a requirement, all of which must hold: `>=2.0,<2.2`. None means any version.
struct Specifiers {
  std::vector<Specifier> all;

  /// Clauses separated by commas, blanks between anything; an empty text is no clause. Nothing when
  /// a clause is not one of PEP 440's (`>=2.*`, `=1.0`).
  static std::optional<Specifiers> parse(std::string_view text);

  bool empty() const { return all.empty(); }
  /// Whether the version satisfies every clause. Unless `prereleases`, a pre-release is refused
  /// when no clause names one; pip takes one nevertheless when no other version satisfies the
  /// clauses, which is for the chooser to know.
  bool contains(const PyVersion& candidate, bool prereleases) const;
  /// A clause other than != names a pre-release, so pre-releases are allowed.
  bool names_prerelease() const;
  /// The one version named by `==` or `===` without wildcard, when it satisfies the other clauses.
  /// Without a local label it also stands for all its builds: ==2.0.1 takes 2.0.1+cu118.
  std::optional<PyVersion> exact() const;
  /// Exactly one version (with its builds) satisfies the clauses.
  bool pins() const { return exact().has_value(); }
};

}  // namespace cudafit
