#include "matrix/clock.h"

#include "matrix/rows.h"
#include "matrix/shapes_watch.h"

namespace cudafit::matrix {

std::vector<Watch> watches() {
  std::vector<Watch> out;
  for (const auto row : rows<shapes::watch>()) {
    out.push_back({.subject = row.text("subject"),
                   .table = row.text("table"),
                   .known = row.text("known"),
                   .next = row.text("next"),
                   .read = row.as_of(),
                   .look = row.text("look"),
                   .edit = row.texts("edit"),
                   .source = row.source()});
  }
  return out;
}

}  // namespace cudafit::matrix
