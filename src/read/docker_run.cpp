#include "read/docker_run.h"

#include <algorithm>
#include <array>

namespace cudafit::read {

namespace {

/// Options that take no value; every other one does.
/// https://github.com/docker/cli/blob/v28.0.0/cli/command/container/opts.go
constexpr std::array<std::string_view, 14> switches = {"--detach",
                                                       "--disable-content-trust",
                                                       "--help",
                                                       "--init",
                                                       "--interactive",
                                                       "--no-healthcheck",
                                                       "--oom-kill-disable",
                                                       "--privileged",
                                                       "--publish-all",
                                                       "--quiet",
                                                       "--read-only",
                                                       "--rm",
                                                       "--sig-proxy",
                                                       "--tty"};
constexpr std::string_view short_switches = "diPqt";

bool is_switch(std::string_view name) {
  return std::find(switches.begin(), switches.end(), name) != switches.end();
}

class Reader {
 public:
  Reader(const std::vector<Text>& words, DockerRun& out) : words_(words), out_(out) {}

  /// Index of the first word that is no option.
  std::size_t options() {
    while (at_ < words_.size()) {
      const Text& word = words_[at_];
      if (word.value == "--") return at_ + 1;
      if (!word.value.starts_with('-') || word.value == "-") break;
      if (word.value.starts_with("--")) {
        long_option(word);
      } else {
        short_options(word);
      }
    }
    return at_;
  }

 private:
  void long_option(const Text& word) {
    const std::size_t equals = word.value.find('=');
    if (equals != std::string::npos) {
      add(word.slice(0, equals), word.slice(equals + 1, word.size()), word.around());
      ++at_;
    } else if (is_switch(word.value)) {
      add(word, {}, word.around());
      ++at_;
    } else {
      valued(word);
    }
  }

  /// `-it`, `-v/a:/b`, `-itv /a:/b`.
  void short_options(const Text& word) {
    for (std::size_t i = 1; i < word.size(); ++i) {
      Text name = word.slice(i, i + 1);
      name.value = "-" + name.value;
      name.pieces = {};
      if (short_switches.find(word.value[i]) != std::string_view::npos) {
        add(name, {}, word.span(i, i + 1));
        continue;
      }
      if (i + 1 < word.size()) {
        const std::size_t begin = i + 1 + (word.value[i + 1] == '=' ? 1 : 0);
        add(name, word.slice(begin, word.size()), word.around());
        ++at_;
      } else {
        valued(name);
      }
      return;
    }
    ++at_;
  }

  void valued(const Text& name) {
    const Span here = words_[at_].around();
    ++at_;
    if (at_ >= words_.size()) return;
    add(name, words_[at_], cover(here, words_[at_].around()));
    ++at_;
  }

  void add(Text name, Text value, Span span) {
    out_.options.push_back({std::move(name), std::move(value), span});
  }

  const std::vector<Text>& words_;
  DockerRun& out_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<const DockerOption*> DockerRun::all(std::string_view long_name,
                                                std::string_view short_name) const {
  std::vector<const DockerOption*> found;
  for (const DockerOption& each : options) {
    if (each.name.value == long_name || (!short_name.empty() && each.name.value == short_name))
      found.push_back(&each);
  }
  return found;
}

const DockerOption* DockerRun::find(std::string_view long_name, std::string_view short_name) const {
  const std::vector<const DockerOption*> found = all(long_name, short_name);
  return found.empty() ? nullptr : found.back();
}

DockerRun read_docker_run(const std::vector<Text>& words, bool with_image) {
  DockerRun out;
  const std::size_t rest = Reader(words, out).options();
  if (!with_image || rest >= words.size()) return out;
  out.image = words[rest];
  out.command.assign(words.begin() + static_cast<std::ptrdiff_t>(rest) + 1, words.end());
  return out;
}

}  // namespace cudafit::read
