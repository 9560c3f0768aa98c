// A file into its YAML documents.

#include <yaml-cpp/eventhandler.h>

#include <sstream>

#include "matrix/yaml_row.h"

namespace cudafit::matrix::load {
namespace {

/// Looks at a file before it is read: at what the tree of nodes does not tell any more.
class Inspector : public YAML::EventHandler {
 public:
  Inspector(Matrix& matrix, const std::string& name) : matrix_(matrix), name_(name) {}

  /// Nothing is wrong with it. Documents in front of others must not be empty: the library stops
  /// at the first that is.
  bool finish() {
    if (!empty_.empty() && empty_.back() == documents_) empty_.pop_back();
    if (documents_ == 0 || (documents_ == 1 && last_empty_))
      return fail(YAML::Mark(), "this file holds no table");
    if (!empty_.empty()) fail(empty_mark_, "nothing stands between two lines \"---\"");
    return fine_;
  }

  void OnDocumentStart(const YAML::Mark& /*mark*/) override { ++documents_; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    last_empty_ = depth_ == 0;
    if (depth_ > 0) return;
    if (empty_.empty()) empty_mark_ = mark;
    empty_.push_back(documents_);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    fail(mark, "aliases (*name) are not used here: write the value again");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                const std::string& value) override {
    if (std::any_of(value.begin(), value.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
      fail(mark, "a value here is one line of text without control characters");
  }
  void OnSequenceStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/,
                       YAML::anchor_t /*anchor*/, YAML::EmitterStyle::value /*style*/) override {
    ++depth_;
  }
  void OnSequenceEnd() override { --depth_; }
  void OnMapStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {
    ++depth_;
  }
  void OnMapEnd() override { --depth_; }

 private:
  bool fail(const YAML::Mark& mark, std::string text) {
    report(matrix_, name_, mark.line + 1, std::move(text));
    return fine_ = false;
  }

  Matrix& matrix_;
  const std::string& name_;
  std::size_t documents_ = 0, depth_ = 0;
  std::vector<std::size_t> empty_;  ///< documents without anything
  YAML::Mark empty_mark_;
  bool last_empty_ = false, fine_ = true;
};

/// The first byte that is no text: NUL, or not UTF-8. npos where all is well.
std::size_t no_text(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto at = [&](std::size_t j) {
      return j < bytes.size() ? static_cast<unsigned char>(bytes[j]) : 0U;
    };
    const unsigned first = at(i);
    const std::size_t length = first < 0x80   ? 1
                               : first < 0xc2 ? 0
                               : first < 0xe0 ? 2
                               : first < 0xf0 ? 3
                               : first < 0xf5 ? 4
                                              : 0;
    if (first == 0 || length == 0) return i;
    for (std::size_t j = 1; j < length; ++j) {
      if ((at(i + j) & 0xc0U) != 0x80) return i;
    }
    const unsigned second = at(i + 1);
    if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
        (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f))
      return i;  // written longer than needed, half of a pair, or beyond the last
    i += length;
  }
  return std::string_view::npos;
}

}  // namespace

void report(Matrix& matrix, const std::string& name, int line, std::string text) {
  Problem& problem = matrix.problems.emplace_back();
  problem.place = {name, line};
  problem.text = std::move(text);
}

std::vector<YAML::Node> documents(Matrix& matrix, const std::string& name,
                                  const std::string& yaml) {
  if (const std::size_t at = no_text(yaml); at != std::string_view::npos) {
    const auto line =
        std::count(yaml.begin(), yaml.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    report(matrix, name, static_cast<int>(line) + 1, "this is no text in UTF-8");
    return {};
  }
  std::istringstream in(yaml);
  YAML::Parser parser(in);
  Inspector inspector(matrix, name);
  while (parser.HandleNextDocument(inspector)) {
  }
  if (!inspector.finish()) return {};
  return YAML::LoadAll(yaml);
}

}  // namespace cudafit::matrix::load
