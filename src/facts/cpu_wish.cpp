#include "facts/cpu_wish.h"

#include <algorithm>
#include <vector>

#include "terms/ascii.h"
#include "terms/word_list.h"

namespace cudafit::facts {

namespace {

using document::ComposeProject;
using read::ComposeService;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), ascii::lower);
  return out;
}

/// `word` with neither a letter nor a digit beside it; both in lower case.
bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool before = at > 0 && ascii::alnum(text[at - 1]);
    const bool behind = end < text.size() && ascii::alnum(text[end]);
    if (!before && !behind) return true;
  }
  return false;
}

bool says_cpu(const Text& text) { return has_word(lower(text.value), "cpu"); }

/// `USE_CUDA=0`, `NO_GPU=1`, `N_GPUS=0`.
bool switched_off(std::string_view name, std::string_view value) {
  if (name.find("cuda") == std::string_view::npos && name.find("gpu") == std::string_view::npos)
    return false;
  const bool negative = name.starts_with("no_") || name.find("disable") != std::string_view::npos ||
                        name.find("without") != std::string_view::npos;
  const bool off = value == "0" || value == "false" || value == "no" || value == "off" ||
                   value == "none" || value.empty();
  return negative != off;
}

/// The letters of a text, in lower case, word by word.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  bool open = false;
  for (const char c : text) {
    const bool letter = ascii::letter(c);
    if (letter && !open) out.emplace_back();
    if (letter) out.back() += ascii::lower(c);
    open = letter;
  }
  return out;
}

bool names_gpu(std::string_view word) {
  static constexpr WordList words = "gpu gpus cuda nvidia";
  return listed(words, word);
}

/// Takes the next letters off the front of `text`; empty at its end.
std::string_view next_letters(std::string_view& text) {
  std::size_t begin = 0;
  while (begin < text.size() && !ascii::letter(text[begin])) ++begin;
  std::size_t end = begin;
  while (end < text.size() && ascii::letter(text[end])) ++end;
  const std::string_view letters = text.substr(begin, end - begin);
  text.remove_prefix(end);
  return letters;
}

/// One of the words names GPUs.
bool names_gpu_anywhere(std::string_view text) {
  for (auto letters = next_letters(text); !letters.empty(); letters = next_letters(text)) {
    // The words it may be; most are longer or shorter.
    if (letters.size() >= 3 && letters.size() <= 6 && names_gpu(lower(letters))) return true;
  }
  return false;
}

/// `DEVICE`, `TORCH_DEVICE`, `--device`: what has a device as its value.
bool of_device(std::string_view name) {
  static constexpr WordList last = "device accelerator";
  static constexpr WordList whole = "JAX_PLATFORMS JAX_PLATFORM_NAME";
  if (listed(whole, name)) return true;
  while (!name.empty() && !ascii::letter(name.back())) name.remove_suffix(1);
  std::size_t begin = name.size();
  while (begin > 0 && ascii::letter(name[begin - 1])) --begin;
  return listed(last, lower(name.substr(begin)));
}

bool off(std::string_view value) {
  static constexpr WordList words = "0 false no off none";
  return listed(words, value);
}

bool on(std::string_view value) {
  static constexpr WordList words = "1 true yes on";
  return listed(words, value);
}

constexpr WordList uses = "use enable with";
constexpr WordList refuses = "no disable without";

/// `cuda`, `cuda:1`, `gpu:0`
bool gpu_device(std::string_view written) {
  const std::string value = lower(written);
  const std::string_view kind = std::string_view(value).substr(0, value.find(':'));
  return kind == "cuda" || kind == "gpu";
}

/// What a word of a command gives to an option: the word behind it, or what is behind its `=`.
struct Option {
  std::string_view name;
  std::string value;
  std::string words;  ///< as written
};

Option option_at(const std::vector<Text>& words, std::size_t i) {
  const std::string& word = words[i].value;
  const std::size_t equals = word.find('=');
  if (equals != std::string::npos)
    return {std::string_view(word).substr(0, equals), word.substr(equals + 1), word};
  if (i + 1 == words.size() || !words[i + 1].complete) return {word, {}, word};
  return {word, words[i + 1].value, word + " " + words[i + 1].value};
}

/// The words of a command; those of a line are taken as if it had no quotes.
std::vector<Text> words_of(const read::ComposeCommand& command) {
  std::vector<Text> out;
  for (const Text& text : command.words) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t begin =
          command.list ? at : std::min(text.value.find_first_not_of(" \n", at), text.size());
      const std::size_t end = command.list
                                  ? text.size()
                                  : std::min(text.value.find_first_of(" \n", begin), text.size());
      if (begin < end) out.push_back(text.slice(begin, end));
      at = end;
    }
  }
  return out;
}

/// `DEVICE=cuda`, `--reranker-device cuda:0`: a part of it may use one.
bool speaks_of_gpus(const ComposeService& service) {
  const auto says = [&](const read::ComposePair& pair) {
    return pair.value && facts::speaks_of_gpus(*pair.value);
  };
  for (const read::ComposeCommand* const command : {&service.entrypoint, &service.command}) {
    const std::vector<Text> words = words_of(*command);
    const auto speaks = [](const Text& word) { return facts::speaks_of_gpus(word); };
    if (std::any_of(words.begin(), words.end(), speaks)) return true;
  }
  return std::any_of(service.environment.begin(), service.environment.end(), says);
}

}  // namespace

bool named_for_cpu(std::string_view name) {
  std::vector<std::string> words = words_of(name);
  std::erase(words, "dockerfile");
  return !words.empty() && words.back() == "cpu" &&
         std::none_of(words.begin(), words.end(), names_gpu);
}

bool refuses_gpus(std::string_view name, std::string_view written) {
  const std::string value = lower(written);
  if (name == "CUDA_VISIBLE_DEVICES") return value.empty() || value == "-1" || value == "none";
  if (name == "NVIDIA_VISIBLE_DEVICES") return value == "void" || value == "none";
  if (of_device(name)) return value == "cpu";
  if (!names_gpu_anywhere(name)) return false;
  const std::vector<std::string> words = words_of(name);
  if (words.size() != 2 || !names_gpu(words[1])) return false;
  static constexpr WordList counts = "n num";
  return (listed(uses, words[0]) && off(value)) || (listed(refuses, words[0]) && on(value)) ||
         (listed(counts, words[0]) && value == "0");
}

bool wants_gpus(std::string_view name, std::string_view value) {
  if (of_device(name)) return gpu_device(value);
  if (!names_gpu_anywhere(name)) return false;
  const std::vector<std::string> words = words_of(name);
  return words.size() == 2 && names_gpu(words[1]) && listed(uses, words[0]) && on(lower(value));
}

Saying cpu_words(const std::vector<Text>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i].value;
    if (!words[i].complete || !word.starts_with("--")) continue;
    static constexpr WordList flags = "--cpu --cpu-only --use-cpu --force-cpu --no-cuda --no-gpu";
    if (listed(flags, word)) return {word, words[i].around()};
    const Option option = option_at(words, i);
    if (of_device(option.name) && lower(option.value) == "cpu")
      return {option.words, words[i].around()};
  }
  return {};
}

Saying gpu_words(const std::vector<Text>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i].value;
    if (!words[i].complete || !word.starts_with("--")) continue;
    static constexpr WordList flags = "--cuda --gpu --use-cuda --use-gpu";
    const Option option = option_at(words, i);
    const bool switched = listed(flags, word) && !off(lower(option.value));
    if (switched) return {word, words[i].around()};
    if (of_device(option.name) && gpu_device(option.value))
      return {option.words, words[i].around()};
  }
  return {};
}

bool speaks_of_gpus(const Text& word) {
  if (!names_gpu_anywhere(word.value)) return false;
  std::string_view text = word.value;
  return lower(next_letters(text)) != "no";
}

Saying cpu_wish(const ComposeService& service, const ComposeProject& project) {
  const auto written = [&](const Text& text) {
    return text.complete && !project.replaceable(text);
  };
  const auto named = [&](const Text& text) { return written(text) && named_for_cpu(text.value); };
  if (named(service.name))
    return Saying("the service is called " + service.name.value, service.name.around());
  if (service.profiles.size() == 1 && written(service.profiles[0]) &&
      lower(service.profiles[0].value) == "cpu")
    return Saying("its profile is " + service.profiles[0].value, service.profiles[0].around());
  if (service.build && named(service.build->target))
    return Saying("it builds " + service.build->target.value, service.build->target.around());
  if (service.build && named(service.build->dockerfile))
    return Saying("it builds " + service.build->dockerfile.value,
                  service.build->dockerfile.around());
  if (speaks_of_gpus(service)) return {};
  std::vector<read::ComposePair> variables = service.environment;
  if (service.build)
    variables.insert(variables.end(), service.build->args.begin(), service.build->args.end());
  for (const read::ComposePair& pair : variables) {
    if (pair.name.complete && pair.value && written(*pair.value) &&
        refuses_gpus(pair.name.value, pair.value->value))
      return Saying(pair.name.value + "=" + pair.value->value, pair.name.around());
  }
  for (const read::ComposeCommand* const command : {&service.entrypoint, &service.command}) {
    std::vector<Text> words = words_of(*command);
    for (Text& word : words) word.complete = written(word);
    if (Saying said = cpu_words(words); !said.first.empty()) return said;
  }
  return {};
}

bool may_be_for_cpu(const ComposeService& service) {
  if (says_cpu(service.name) || (service.image && says_cpu(*service.image))) return true;
  if (std::any_of(service.profiles.begin(), service.profiles.end(), says_cpu)) return true;
  if (service.build && (says_cpu(service.build->target) || says_cpu(service.build->dockerfile)))
    return true;
  if (service.build) {
    for (const read::ComposePair& arg : service.build->args) {
      if (says_cpu(arg.name) || (arg.value && says_cpu(*arg.value))) return true;
    }
  }
  for (const read::ComposeCommand* const command : {&service.command, &service.entrypoint}) {
    if (std::any_of(command->words.begin(), command->words.end(), [](const Text& word) {
          return says_cpu(word) || lower(word.value).find("no-cuda") != std::string::npos ||
                 lower(word.value).find("no-gpu") != std::string::npos;
        }))
      return true;
  }
  return std::any_of(
      service.environment.begin(), service.environment.end(), [](const read::ComposePair& pair) {
        if (!pair.value || !pair.value->complete) return says_cpu(pair.name);
        const std::string value = lower(pair.value->value);
        if (pair.name.value == "CUDA_VISIBLE_DEVICES")
          return value.empty() || value == "-1" || value == "none";
        if (pair.name.value == "NVIDIA_VISIBLE_DEVICES")
          return value.empty() || value == "void" || value == "none";
        return value == "cpu" || says_cpu(pair.name) || switched_off(lower(pair.name.value), value);
      });
}

}  // namespace cudafit::facts
