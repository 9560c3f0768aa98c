// Downloads of a build that may be programs or libraries.

#include <algorithm>

#include "facts/downloads.h"
#include "facts/harmless.h"
#include "facts/runs.h"
#include "facts/words.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

/// By its ending a file of data, text or keys.
bool data_by_name(std::string_view file) {
  const std::size_t dot = file.rfind('.');
  return dot != std::string_view::npos &&
         listed(
             "py txt json yaml yml toml cfg ini conf list repo asc gpg key pub pem crt md html csv "
             "pt pth ckpt safetensors onnx gguf npy npz wav mp3 mp4 png jpg jpeg ttf otf",
             ascii::lowered(file.substr(dot + 1)));
}

bool may_be_program(const Fetch& fetch) {
  if (fetch.name == "-") return false;  // read through a pipe, by a command that is judged
  if (!fetch.known || fetch.addresses.empty()) return true;
  return std::any_of(fetch.addresses.begin(), fetch.addresses.end(), [&](const Text& address) {
    const std::string_view at = address.value;
    return !harmless_address(at) && !data_by_name(file_name(at)) &&
           !data_by_name(file_name(fetch.name));
  });
}

}  // namespace

void fetched_programs(const Document& document, const Fetches& fetches, Facts& out) {
  each_run(document, [&](const Run& run) {
    const Fetch* const fetch = fetches.of(run.command);
    const bool piped = run.command.syntax.piped_into_next;
    if (fetch != nullptr && !piped && may_be_program(*fetch))
      out.fetched_programs.push_back(run.at);
  });
}

}  // namespace cudafit::facts
