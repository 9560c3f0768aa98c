#include "read/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

namespace cudafit::read {

namespace {

/// Files that people write have less; aliases of aliases can make any number.
constexpr std::size_t most_values = 400000;
constexpr std::size_t most_depth = 100;

struct TooMuch {};
/// Of aliases.
struct Refused {
  std::size_t at;
  const char* message;
};

std::size_t values_in(const Yaml& value) {
  std::size_t out = 1;
  for (const Yaml& item : value.items) out += values_in(item);
  for (const YamlEntry& entry : value.entries) out += values_in(entry.key) + values_in(entry.value);
  return out;
}

/// Builds the tree; throws TooMuch or Refused.
class Builder : public YAML::EventHandler {
 public:
  Builder(FileId file, std::string_view bytes, std::size_t skipped)
      : file_(file), bytes_(bytes), skipped_(skipped) {}

  Yaml take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Yaml value;
    value.span = place(mark, 0);
    finish(std::move(value), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end())
      throw Refused{offset(mark), "this alias stands inside of what it names"};
    const std::size_t more = values_in(found->second);
    last_alias_ = offset(mark);
    decoded_ += more;
    count(more);
    finish(found->second, 0);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Yaml out;
    out.kind = Yaml::Kind::scalar;
    out.quoted = tag == "!" || tag == "tag:yaml.org,2002:str";
    out.tag = own(tag);
    scalar(behind_properties(offset(mark)), value, out);
    finish(std::move(out), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Yaml::Kind::list, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Yaml::Kind::map, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  /// A list or map that is not complete yet.
  struct Open {
    Yaml value;
    YAML::anchor_t anchor;
    bool has_key = false;
    Yaml key;
  };

  std::size_t offset(const YAML::Mark& mark) const {
    const std::size_t at = mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
    return std::min(at + skipped_, bytes_.size());
  }

  Span place(const YAML::Mark& mark, std::size_t size) const { return span(offset(mark), size); }
  Span span(std::size_t at, std::size_t size) const {
    return {file_, static_cast<std::uint32_t>(at),
            static_cast<std::uint32_t>(std::min(at + size, bytes_.size()))};
  }

  /// `&anchor` and `!tag` before a value belong to its place.
  std::size_t behind_properties(std::size_t at) const {
    while (at < bytes_.size() && (bytes_[at] == '&' || bytes_[at] == '!')) {
      at = std::min(bytes_.find_first_of(" \t\r\n", at), bytes_.size());
      at = std::min(bytes_.find_first_not_of(" \t\r\n", at), bytes_.size());
    }
    return at;
  }

  void scalar(std::size_t at, const std::string& value, Yaml& out) const {
    const char first = at < bytes_.size() ? bytes_[at] : '\0';
    const bool quotes = first == '"' || first == '\'';
    const std::size_t begin = at + (quotes ? 1 : 0);
    const std::string_view written = bytes_.substr(std::min(begin, bytes_.size()), value.size());
    const std::size_t end = begin + value.size();
    if (written == value && (!quotes || (end < bytes_.size() && bytes_[end] == first))) {
      out.text = Text(value, span(begin, value.size()));
      out.span = span(at, value.size() + (quotes ? 2 : 0));
      return;
    }
    std::size_t last = std::min(bytes_.find_first_of("\r\n", at), bytes_.size());
    if (quotes) last = closing_quote(at, first);
    out.span = span(at, last - at);
    out.text.append_derived(value, out.span);
  }

  std::size_t closing_quote(std::size_t at, char quote) const {
    for (std::size_t i = at + 1; i < bytes_.size(); ++i) {
      if (quote == '"' && bytes_[i] == '\\') {
        ++i;
      } else if (bytes_[i] == quote) {
        if (quote == '\'' && i + 1 < bytes_.size() && bytes_[i + 1] == quote) {
          ++i;
        } else {
          return i + 1;
        }
      }
    }
    return bytes_.size();
  }

  void count(std::size_t more) {
    values_ += more;
    if (values_ <= most_values) return;
    // yaml.v3, which Compose reads with, wants one value in a hundred to be written out.
    if (written_ * 200 > decoded_) throw TooMuch{};
    throw Refused{last_alias_,
                  "aliases of aliases make too many values here: Compose says \"document contains "
                  "excessive aliasing\""};
  }

  static std::string own(const std::string& tag) {
    return tag.size() > 1 && tag.front() == '!' ? tag : std::string();
  }

  void open(Yaml::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    if (open_.size() >= most_depth) throw TooMuch{};
    Open next{.value = {}, .anchor = anchor, .has_key = false, .key = {}};
    next.value.kind = kind;
    next.value.span = place(mark, 0);
    next.value.tag = own(tag);
    open_.push_back(std::move(next));
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    finish(std::move(done.value), done.anchor);
  }

  void finish(Yaml value, YAML::anchor_t anchor) {
    ++written_;
    ++decoded_;
    count(1);
    if (anchor != 0) {
      count(values_in(value));
      anchors_[anchor] = value;
    }
    if (open_.empty()) {
      root_ = std::move(value);
      return;
    }
    Open& parent = open_.back();
    if (parent.value.kind == Yaml::Kind::list) {
      parent.value.items.push_back(std::move(value));
    } else if (!parent.has_key) {
      parent.key = std::move(value);
      parent.has_key = true;
    } else {
      parent.value.entries.push_back({std::move(parent.key), std::move(value)});
      parent.key = {};
      parent.has_key = false;
    }
  }

  FileId file_;
  std::string_view bytes_;
  std::size_t skipped_;  ///< a byte order mark, which the library does not count
  Yaml root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Yaml> anchors_;
  std::size_t values_ = 0;
  std::size_t last_alias_ = 0;
  std::size_t decoded_ = 0;  ///< the same without what is kept of anchors
  std::size_t written_ = 0;  ///< of these, an alias as one
};

/// More than the first document.
bool another_document(YAML::Parser& parser) {
  struct Nothing : YAML::EventHandler {
    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
    void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
    void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  const std::string&) override {}
    void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                         YAML::EmitterStyle::value) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                    YAML::EmitterStyle::value) override {}
    void OnMapEnd() override {}
  };
  Nothing nothing;
  return parser.HandleNextDocument(nothing);
}

}  // namespace

const Yaml* Yaml::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const YamlEntry& entry) {
    return entry.key.kind == Kind::scalar && entry.key.text.value == key;
  });
  return found == entries.end() ? nullptr : &found->value;
}

YamlFile read_yaml(FileId file, std::string_view bytes) {
  YamlFile out;
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF") ||
      bytes.find('\0') != std::string_view::npos) {
    out.known = false;
    return out;
  }
  const std::size_t skipped = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  Builder builder(file, bytes, skipped);
  try {
    std::istringstream in{std::string(bytes)};
    YAML::Parser parser(in);
    parser.HandleNextDocument(builder);
    out.root = builder.take();
    if (another_document(parser)) out.known = false;
  } catch (const TooMuch&) {
    out.known = false;
  } catch (const Refused& refused) {
    out.known = false;
    const auto at = static_cast<std::uint32_t>(refused.at);
    const std::size_t end = std::min(bytes.find_first_of(" \t\r\n,]}", at), bytes.size());
    out.refused_aliases.push_back({{file, at, static_cast<std::uint32_t>(end)}, refused.message});
  } catch (const YAML::ParserException& error) {
    out.known = false;
    const std::size_t at =
        std::min(static_cast<std::size_t>(std::max(error.mark.pos, 0)) + skipped, bytes.size());
    const std::size_t end = std::min(bytes.find_first_of("\r\n", at), bytes.size());
    out.errors.push_back({{file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)},
                          "this is no YAML: " + error.msg});
  } catch (const YAML::Exception&) {
    out.known = false;
  }
  if (!out.known) out.root = {};
  return out;
}

}  // namespace cudafit::read
