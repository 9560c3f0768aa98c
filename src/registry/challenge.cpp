#include "registry/challenge.h"

#include <algorithm>

namespace cudafit::registry {
namespace {

bool token_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : left_(text) {}

  std::vector<Challenge> run() {
    while (true) {
      skip(" \t,");
      const std::string word = token();
      if (word.empty()) return std::move(out_);
      const std::string_view behind = left_;
      skip(" \t");
      if (!take('=') || left_.starts_with('=')) {
        left_ = behind;
        if (!left_.empty() && left_.front() != ' ' && left_.front() != ',') return std::move(out_);
        out_.push_back({word, {}});
        continue;
      }
      skip(" \t");
      std::string value;
      if (out_.empty() || !read_value(value)) return std::move(out_);
      out_.back().parameters.emplace_back(word, std::move(value));
    }
  }

 private:
  void skip(std::string_view blanks) {
    left_.remove_prefix(std::min(left_.find_first_not_of(blanks), left_.size()));
  }
  bool take(char c) {
    if (!left_.starts_with(c)) return false;
    left_.remove_prefix(1);
    return true;
  }
  std::string token() {
    std::string out;
    while (!left_.empty() && token_letter(left_.front())) {
      const char c = left_.front();
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      left_.remove_prefix(1);
    }
    return out;
  }
  bool read_value(std::string& into) {
    if (!take('"')) {
      while (!left_.empty() && token_letter(left_.front())) {
        into += left_.front();
        left_.remove_prefix(1);
      }
      return !into.empty();
    }
    while (!left_.empty()) {
      char c = left_.front();
      left_.remove_prefix(1);
      if (c == '"') return true;
      if (c == '\\') {
        if (left_.empty()) return false;
        c = left_.front();
        left_.remove_prefix(1);
      }
      into += c;
    }
    return false;
  }

  std::string_view left_;
  std::vector<Challenge> out_;
};

}  // namespace

std::string_view Challenge::parameter(std::string_view name) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const auto& each) { return each.first == name; });
  return found == parameters.end() ? std::string_view() : std::string_view(found->second);
}

std::vector<Challenge> parse_challenges(std::string_view header) { return Reader(header).run(); }

}  // namespace cudafit::registry
