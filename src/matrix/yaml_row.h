#pragma once
// One mapping of a matrix file, read strictly. Only load*.cpp include this.

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "matrix/distance.h"
#include "matrix/load.h"

namespace cudafit::matrix::load {

using Names = std::span<const std::string_view>;

/// Reads a file whose `table` is one that a Shape declares (load_rows.cpp); false where it is not.
bool read_shaped(Matrix& matrix, const std::string& name, const YAML::Node& root,
                 std::string_view table);
/// The tables of a file, one in each document (load_documents.cpp). What is no text, or written
/// with what the matrix does not use, goes to `matrix.problems`, and nothing is read. Throws
/// YAML::Exception where it is no YAML.
std::vector<YAML::Node> documents(Matrix& matrix, const std::string& name, const std::string& yaml);
void report(Matrix& matrix, const std::string& name, int line, std::string text);
/// Names of the tables that shapes declare.
std::vector<std::string_view> shaped_tables();
/// Rows that stand twice, in one file or in two.
void check_shaped(Matrix& matrix);

/// `; did you mean "status"?` or the whole list where nothing is near.
inline std::string nearest(std::string_view word, Names words) {
  std::string_view best;
  std::size_t least = 3;
  std::string all;
  for (const std::string_view other : words) {
    if (const std::size_t d = distance(word, other); d < least) {
      least = d;
      best = other;
    }
    all += fmt::format("{}{}", all.empty() ? "" : ", ", other);
  }
  return best.empty() ? fmt::format("; known here: {}", all)
                      : fmt::format("; did you mean \"{}\"?", best);
}

inline bool date_ok(std::string_view date) {
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return false;
  const auto number = [&](std::size_t at, std::size_t n) {
    int value = 0;
    for (std::size_t i = at; i < at + n; ++i) {
      if (date[i] < '0' || date[i] > '9') return -1;
      value = value * 10 + (date[i] - '0');
    }
    return value;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (year < 2010 || year > 2099 || month < 1 || month > 12) return false;
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && month == 2;
  return day >= 1 && day <= days[static_cast<std::size_t>(month - 1)] + (leap ? 1 : 0);
}

/// Versions as they are sorted: by their numbers, then by how many are written.
inline bool version_before(const Version& a, const Version& b) {
  return a.number != b.number ? a < b : a.parts < b.parts;
}

/// One mapping of a file. Every getter reports what is wrong at the right line and returns
/// something harmless.
class Row {
 public:
  Row(Matrix& matrix, const std::string& file, const YAML::Node& node,
      std::initializer_list<std::string_view> keys)
      : Row(matrix, file, node, Names(keys.begin(), keys.size())) {}
  Row(Matrix& matrix, const std::string& file, const YAML::Node& node, Names keys)
      : matrix_(matrix), file_(file), node_(node) {
    if (!node.IsMap()) {
      fail(node, "a row here is a mapping (key: value)");
      node_ = YAML::Node(YAML::NodeType::Map);
      return;
    }
    std::set<std::string> seen;
    for (const auto& entry : node) {
      const std::string key = entry.first.Scalar();
      if (!seen.insert(key).second)
        fail(entry.first, fmt::format("the key \"{}\" stands twice", key));
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
        fail(entry.first, fmt::format("unknown key \"{}\"{}", key, nearest(key, keys)));
      }
    }
  }

  Place place() const { return {file_, node_.Mark().line + 1}; }
  void fail(const YAML::Node& node, std::string text) const {
    matrix_.problems.push_back({{file_, node.Mark().line + 1}, std::move(text)});
  }
  void fail(std::string text) const { fail(node_, std::move(text)); }
  bool has(const char* key) const { return node_[key].IsDefined(); }
  /// The value of a key, for messages; the row where it has none.
  YAML::Node at(const char* key) const { return has(key) ? node_[key] : node_; }

  std::string text(const char* key, std::string otherwise = {}) const {
    const YAML::Node value = node_[key];
    if (!value) return otherwise;
    if (!value.IsScalar() || value.Scalar().empty()) {
      fail(value, fmt::format("\"{}\" is one word or sentence", key));
      return otherwise;
    }
    return value.Scalar();
  }
  std::string required(const char* key) const {
    if (!has(key)) fail(fmt::format("this row has no \"{}\"", key));
    return text(key);
  }
  std::string date(const char* key, std::string otherwise = {}) const {
    const std::string value = text(key, std::move(otherwise));
    if (has(key) && !value.empty() && !date_ok(value))
      fail(at(key), fmt::format("\"{}\" is not a date (YYYY-MM-DD)", value));
    return value;
  }
  bool flag(const char* key) const {
    const std::string value = text(key, "false");
    if (value != "true" && value != "false")
      fail(at(key), fmt::format("\"{}\" is true or false", key));
    return value == "true";
  }
  /// A list of words without repetition; one word counts as a list of one.
  std::vector<std::string> list(const char* key) const {
    std::vector<std::string> out;
    std::set<std::string> seen;
    const YAML::Node value = node_[key];
    if (!value) return out;
    if (value.IsScalar() && !value.Scalar().empty()) return {value.Scalar()};
    if (!value.IsSequence() || value.size() == 0) {
      fail(value, fmt::format("\"{}\" is a list of words", key));
      return out;
    }
    for (const YAML::Node& item : value) {
      if (!item.IsScalar() || item.Scalar().empty()) {
        fail(item, fmt::format("\"{}\" is a list of words", key));
      } else if (!seen.insert(item.Scalar()).second) {
        fail(item, fmt::format("\"{}\" stands twice in this list", item.Scalar()));
      } else {
        out.push_back(item.Scalar());
      }
    }
    return out;
  }
  std::vector<std::string> sorted_list(const char* key) const {
    std::vector<std::string> out = list(key);
    if (!std::is_sorted(out.begin(), out.end()))
      fail(at(key), fmt::format("the list \"{}\" is not sorted", key));
    return out;
  }
  /// The index of a word in `words`.
  std::size_t choice(const char* key, std::string_view value, Names words) const {
    const auto found = std::find(words.begin(), words.end(), value);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    fail(has(key) ? at(key) : node_,
         fmt::format("unknown {} \"{}\"{}", key, value, nearest(value, words)));
    return 0;
  }
  Version version(const char* key, const std::string& value) const {
    const std::optional<Version> parsed = Version::parse(value);
    if (!parsed || parsed->text() != value)
      fail(at(key), fmt::format("\"{}\" is not a version", value));
    return parsed.value_or(Version{});
  }
  template <typename Each>
  void rows(const char* key, Each each) const {
    const YAML::Node value = node_[key];
    if (!value) return;
    if (!value.IsSequence()) return fail(value, fmt::format("\"{}\" is a list of rows", key));
    for (const YAML::Node& item : value) each(item);
  }
  /// The pairs of a mapping, in the order of the file.
  std::vector<std::pair<std::string, std::string>> pairs(const char* key) const {
    std::vector<std::pair<std::string, std::string>> out;
    const YAML::Node value = node_[key];
    if (!value) return out;
    if (!value.IsMap()) {
      fail(value, fmt::format("\"{}\" is a mapping of names to values", key));
      return out;
    }
    for (const auto& entry : value) {
      if (!entry.second.IsScalar())
        fail(entry.first, fmt::format("the value of {} is text", entry.first.Scalar()));
      if (!out.empty() && entry.first.Scalar() <= out.back().first) {
        fail(entry.first,
             fmt::format("{} is not sorted: names rise, each stands once", entry.first.Scalar()));
      }
      out.emplace_back(entry.first.Scalar(),
                       entry.second.IsScalar() ? entry.second.Scalar() : std::string());
    }
    return out;
  }
  Row child(const YAML::Node& node, std::initializer_list<std::string_view> keys) const {
    return {matrix_, file_, node, keys};
  }
  Row child(const YAML::Node& node, Names keys) const { return {matrix_, file_, node, keys}; }

 private:
  Matrix& matrix_;
  const std::string& file_;
  YAML::Node node_;
};

}  // namespace cudafit::matrix::load
