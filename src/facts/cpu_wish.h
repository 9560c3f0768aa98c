#pragma once
// What says that containers do without GPUs: names with "cpu", devices that are called so, GPUs
// that are switched off. And what says the opposite.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document/compose.h"

namespace cudafit::facts {

/// A name that ends in "cpu" and speaks of no GPU: `app-cpu`, `cpu`, `Dockerfile.cpu`. Counters and
/// the like have the word elsewhere.
bool named_for_cpu(std::string_view name);

/// Something in the service may say so: reason enough not to miss a GPU there.
bool may_be_for_cpu(const read::ComposeService& service);

/// `DEVICE=cpu`, `USE_CUDA=0`, `CUDA_VISIBLE_DEVICES=-1`: the variable keeps what runs off GPUs.
bool refuses_gpus(std::string_view name, std::string_view value);
/// `DEVICE=cuda:0`, `USE_GPU=1`: the variable sends it to one.
bool wants_gpus(std::string_view name, std::string_view value);

struct Facts;
/// Some ENV that the containers of a stage get says so, at least before others replace it.
bool may_refuse_gpus(const Facts& facts, int stage);

/// What is said, and where; no words: nothing.
using Saying = std::pair<std::string, Span>;
/// `--device cpu`, `--no-cuda` among the words of a command; those that are not complete say
/// nothing.
Saying cpu_words(const std::vector<Text>& words);
/// `--device cuda:0`, `--use-gpu`.
Saying gpu_words(const std::vector<Text>& words);
/// A word that has to do with GPUs, whatever it says of them: `--gpu-memory`, `cuda.yaml`.
bool speaks_of_gpus(const Text& word);

/// What in the service certainly says so, and where; empty when nothing does. Defaults that whoever
/// calls Compose may replace say nothing.
Saying cpu_wish(const read::ComposeService& service, const document::ComposeProject& project);

}  // namespace cudafit::facts
