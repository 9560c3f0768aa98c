#include "matrix/gpu_names.h"

#include <algorithm>
#include <array>

#include "terms/version.h"

namespace cudafit::matrix {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return c >= 'a' && c <= 'z'; }

/// Words that say nothing about which product it is.
bool noise(std::string_view word) {
  constexpr std::array<std::string_view, 14> words = {
      "nvidia", "corporation", "geforce", "tesla",  "quadro",  "gpu", "gpus",
      "card",   "graphics",    "with",    "design", "edition", "the", "generation"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool memory(std::string_view word) {
  return word.size() > 2 && word.ends_with("gb") &&
         std::all_of(word.begin(), word.end() - 2, digit);
}

/// A word of a product's name that people leave out: no model number.
bool optional_word(std::string_view word) {
  if (word == "drive") return false;  // cars have products of their own
  constexpr std::array<std::string_view, 5> families = {"sxm", "nvl", "hbm", "gddr", "dgx"};
  if (memory(word) || word.size() == 1 || std::none_of(word.begin(), word.end(), digit))
    return true;
  return std::any_of(families.begin(), families.end(),
                     [&](std::string_view family) { return word.starts_with(family); });
}

/// How much of `text` a word may take: all of it, or "sxm" for sxm4.
std::array<std::size_t, 2> lengths(std::string_view text, std::string_view word) {
  std::array<std::size_t, 2> out = {};
  if (text.starts_with(word)) out[0] = word.size();
  if (word.starts_with("sxm") && text.starts_with("sxm") && (text.size() == 3 || !digit(text[3])))
    out[1] = 3;
  return out;
}

std::optional<std::size_t> match(std::string_view text, const std::vector<std::string>& tokens,
                                 std::size_t at, bool quadro) {
  if (at == tokens.size()) return text.empty() ? std::optional<std::size_t>(0) : std::nullopt;
  std::optional<std::size_t> best;
  const auto consider = [&](std::optional<std::size_t> found, std::size_t skipped) {
    if (found && (!best || *found + skipped < *best)) best = *found + skipped;
  };
  for (const std::size_t length : lengths(text, tokens[at])) {
    if (length) consider(match(text.substr(length), tokens, at + 1, quadro), 0);
  }
  // A 4090 is an RTX 4090, but a Quadro 4000 is no Quadro RTX 4000.
  if (tokens[at] == "rtx" ? !quadro : optional_word(tokens[at]))
    consider(match(text, tokens, at + 1, quadro), 1);
  return best;
}

}  // namespace

GpuName read_gpu_name(std::string_view written) {
  GpuName out;
  std::string word;
  const auto finish = [&] {
    if (word.empty()) return;
    out.geforce = out.geforce || word == "geforce";
    out.quadro = out.quadro || word == "quadro";
    // 80G is 80GB
    if (word.size() > 1 && word.back() == 'g' && std::all_of(word.begin(), word.end() - 1, digit))
      word += 'b';
    if (!noise(word)) {
      out.joined += word;
      out.tokens.push_back(word);
      const bool needed = word != "rtx" && !optional_word(word);
      if (needed && word.size() > out.needed.size()) out.needed = word;
    }
    word.clear();
  };
  for (const char c : written) {
    const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (digit(small) || letter(small)) {
      word += small;
    } else {
      finish();
    }
  }
  finish();
  return out;
}

GpuName without_memory(const GpuName& name) {
  GpuName out = name;
  std::erase_if(out.tokens, memory);
  out.joined.clear();
  for (const std::string& token : out.tokens) out.joined += token;
  return out;
}

unsigned named_memory(std::string_view name) {
  unsigned out = 0;
  for (const std::string& token : read_gpu_name(name).tokens) {
    if (!memory(token)) continue;
    if (out) return 0;  // two products in one name
    const std::optional<Version> size = Version::parse(token.substr(0, token.size() - 2));
    out = size ? size->major() : 0;
  }
  return out;
}

std::optional<std::size_t> left_out(const GpuName& written, const GpuName& product) {
  // Most products are another one at first sight.
  if (product.needed.size() > written.joined.size() ||
      written.joined.find(product.needed) == std::string::npos)
    return std::nullopt;
  constexpr std::array<std::string_view, 5> lines = {"", "rtx", "gtx", "gt", "mx"};
  if (std::find(lines.begin(), lines.end(), written.joined) != lines.end()) return std::nullopt;
  if ((written.geforce && !product.geforce) || (written.quadro && !product.quadro))
    return std::nullopt;
  return match(written.joined, product.tokens, 0, written.quadro);
}

}  // namespace cudafit::matrix
