#pragma once
// Finds variables by name in the time of a few comparisons, however many variables and stages there
// are.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cudafit::document {

/// Names one Variable: of a stage, or a global one (stage -1). index -1: none.
struct VariableRef {
  int stage = -1;
  int index = -1;
  explicit operator bool() const { return index >= 0; }
  friend bool operator==(const VariableRef&, const VariableRef&) = default;
};

/// A stage's place among all: it and everything that builds on it, at any depth, begin in
/// [begin, end).
struct Family {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// What a variable does to its name.
enum class Gives : std::uint8_t {
  environment,  ///< a value that the stages above get
  argument,     ///< a value that they get unless the environment has one
  nothing,      ///< it is only declared
};

class VariableIndex {
 public:
  /// The last variables of one name that gave it this.
  struct Latest {
    VariableRef environment, argument, declared;
  };

  /// Variables are added in order: stage by stage, parents before their children.
  void add(std::string_view name, VariableRef variable, Gives gives, Family family);

  /// Among the first `count` variables of the stage: the last that gives a value, else the last.
  struct Own {
    VariableRef variable;
    bool set = false;
  };
  Own own(std::string_view name, int stage, std::size_t count) const;
  VariableRef first(std::string_view name, int stage) const;
  /// What the name means in the stage once its first `count` variables exist; `below` is the family
  /// of the stage it builds on, null without one. See Document::lookup.
  VariableRef in_force(std::string_view name, int stage, std::size_t count,
                       const Family* below) const;
  /// In the stage with this family and those below it, the nearest of each kind.
  Latest latest(std::string_view name, Family family) const;

 private:
  struct Mention {
    VariableRef variable;
    int set = -1;  ///< index of the last one up to here in the stage that gives a value
  };
  struct Name {
    std::vector<Mention> mentions;           ///< in order
    std::map<std::uint32_t, Latest> latest;  ///< from this place of a family to the next entry
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const {
      return std::hash<std::string_view>()(name);
    }
  };

  const Name* find(std::string_view name) const;
  /// The first mention of the stage's variable `index` or one behind it.
  static std::vector<Mention>::const_iterator from(const Name& name, int stage, std::size_t index);

  std::unordered_map<std::string, Name, Hash, std::equal_to<>> names_;
};

}  // namespace cudafit::document
