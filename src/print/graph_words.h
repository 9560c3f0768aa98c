#pragma once
// What a drawn graph says of its parts, in words.

#include <string>

#include "print/graph.h"
#include "print/places.h"

namespace cudafit::print {

/// "requirements.txt:2:1-19", "Dockerfile:3:1-5:4"; empty where no file holds it. As `shown` gives
/// it.
std::string place_words(Places& places, Span span);

/// "package, pip, stage run, newest known"
std::string kind_words(const graph::DrawnNode& node);

/// "2 stages, 1 image, 12 parts; 1 of 4 needs unmet"
std::string sum_words(const graph::Drawing& drawing);

/// "docker/Dockerfile, build gpu"
std::string title_words(const DrawnGraph& one);

}  // namespace cudafit::print
